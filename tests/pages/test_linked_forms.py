"""A link to a record begins its own form: what was typed for another one is not in it."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import labelled, shown
from tests.support.cancelling import cancelling
from tests.support.record import Record

FORMS = [
    ("work/client_correction.py", "client", "Name on record"),
    ("work/directory_update.py", "provider", "Full name"),
    ("work/cancellation.py", "session", "Reason"),
]
TYPED = "Typed for the first"


@pytest.fixture
def pairs(engine: Engine, record: Record) -> dict[str, tuple[str, str]]:
    """Two records of each kind that a form is about."""
    with db.writing(engine) as work:
        client, provider = make.client(work).ref, make.provider(work).ref
    session = cancelling(engine, desk=record.desk).session_ref
    return {
        "client": (record.client, client),
        "provider": (record.provider, provider),
        "session": (record.confirmed, session),
    }


def typed(at: AppTest, label: str) -> str:
    return str(labelled(at.text_input, label).value)


@pytest.mark.parametrize(("file", "kind", "label"), FORMS)
def test_a_link_to_another_record_begins_an_empty_form(
    open_as: As, pairs: dict[str, tuple[str, str]], file: str, kind: str, label: str
) -> None:
    (first, second), open_page = pairs[kind], open_as(Role.AGENT)
    labelled(open_page(file, **{kind: first}).text_input, label).set_value(TYPED).run()
    assert typed(open_page(file), label) == TYPED
    assert typed(open_page(file, **{kind: first}), label) == TYPED
    at = open_page(file, **{kind: second})
    assert second in shown(at)
    assert typed(at, label) == ""
    assert TYPED not in shown(at)


@pytest.mark.parametrize(("file", "kind", "label"), FORMS)
def test_the_link_counts_again_after_another_was_chosen(
    open_as: As, pairs: dict[str, tuple[str, str]], file: str, kind: str, label: str
) -> None:
    (first, second), open_page = pairs[kind], open_as(Role.AGENT)
    at = open_page(file, **{kind: first})
    labelled(at.button, "Choose another").click().run()
    assert kind not in at.query_params
    search = "Session" if kind == "session" else "Find the"
    labelled(at.text_input, search).set_value(second)
    labelled(at.button, "Show session" if kind == "session" else "Find").click().run()
    if kind != "session":
        labelled(at.button, f"Choose {second}").click().run()
    labelled(at.text_input, label).set_value(TYPED).run()
    assert second in shown(at)
    open_page("work/desk.py")
    at = open_page(file, **{kind: first})
    assert first in shown(at)
    assert typed(at, label) == ""
