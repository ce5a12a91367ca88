"""A client that is merged into another: the session says so, the form opens on the one kept."""

import pytest
from sqlalchemy import Engine

from core import db
from core.models.care import CareSession
from core.models.people import Client
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import everything_drawn, shown
from tests.support.field_cases import inputs

NAME, NAMED = ("first_name", "last_name"), inputs(12)


@pytest.fixture
def merged(engine: Engine) -> tuple[Client, Client, CareSession, CareSession]:
    """The old client, the one kept at the end of a chain, and a session of each."""
    with db.writing(engine) as work:
        kept = make.client(work, **dict(zip(NAME, NAMED["kept"], strict=True)))
        middle = make.client(work, merged_into_id=kept.key)
        named = dict(zip(NAME, NAMED["old"], strict=True))
        old = make.client(work, **named, merged_into_id=middle.key)
        first = make.care_session(work, make.provider(work), old)
        second = make.care_session(work, make.provider(work), kept)
        return old, kept, first, second


def test_the_session_says_into_which_record_its_client_was_merged(merged, open_as: As):
    old, kept, first, _ = merged
    said = f"{old.ref} was merged into {kept.ref}."
    assert said in shown(open_as(Role.AGENT)("lookup/session.py", ref=first.ref))


def test_the_link_of_the_session_opens_the_form_on_the_record_that_is_kept(merged, open_as: As):
    old, kept, first, _ = merged
    open_page = open_as(Role.AGENT)
    session = open_page("lookup/session.py", ref=first.ref)
    [link] = [one for one in everything_drawn(session) if "Correct this client" in one.text]
    assert f"client={old.ref}" in link.proto.query_string
    words = shown(open_page("work/client_correction.py", client=old.ref))
    assert f"{old.ref} was merged into {kept.ref}." in words
    assert " ".join(NAMED["kept"]) in words
    assert " ".join(NAMED["old"]) not in words


@pytest.mark.parametrize("place", [0, 1])
def test_a_search_by_either_reference_finds_the_sessions_of_both(merged, open_as: As, place: int):
    *_, first, second = merged
    at = open_as(Role.AGENT)("lookup/sessions.py")
    at.text_input(key="client-typed").set_value(merged[place].ref).run()
    words = shown(at)
    assert first.ref in words
    assert second.ref in words


@pytest.mark.parametrize("by", ["reference", "name"])
def test_the_billing_check_answers_for_the_record_that_is_kept(
    engine: Engine, merged, open_as: As, by: str
):
    old, kept, *_ = merged
    with db.writing(engine) as work:
        provider = make.provider(work)
    at = open_as(Role.AGENT)("lookup/billing_check.py", provider=provider.ref)
    typed = old.ref if by == "reference" else " ".join(NAMED["old"])
    words = shown(at.text_input(key="client-typed").set_value(typed).run())
    assert f"{old.ref} was merged into {kept.ref}." in words
    assert f"and client {kept.ref}" in words
