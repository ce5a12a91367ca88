"""The pages of a directory update at every step of its life, and with hostile texts in them."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.pages.test_hostile_text import ELSEWHERE, TEXTS, all_safe, write_everywhere
from tests.support import listing
from tests.support.app import Open, heading, opener, shown
from tests.support.listing import PHONE, PLACE, Listings

LOST = ["P-NOBODY", "'; DROP TABLE provider; --", "x" * 3000, "\0\u202e%"]


@dataclass
class Life:
    """One request at each step, by reference."""

    desk: Listings
    refs: dict[str, str]


@pytest.fixture
def life(engine: Engine) -> Life:
    desk = listing.listings(engine)
    refs = {
        "ready": desk.filed(PHONE, PLACE),
        "taken": desk.taken(),
        "incomplete": desk.taken(npi=""),
        "submitted": desk.submitted(PHONE, PLACE),
        "returned": desk.submitted(),
        "to_tell": desk.submitted(),
        "closed": desk.submitted(),
    }
    desk.look(refs["submitted"], True, False)
    desk.give_back(refs["returned"])
    desk.look(refs["to_tell"], True)
    desk.look(refs["closed"], True)
    desk.tell(refs["closed"])
    return Life(desk, refs)


@pytest.fixture
def open_mine(life: Life, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(monkeypatch, life.desk.engine, life.desk.people[Role.AGENT])


def test_whoever_has_it_sees_the_next_step_at_every_step(life, open_mine):
    steps = {
        "ready": "Take request",
        "taken": "Record submission",
        "incomplete": "Save",
        "submitted": "Save check",
        "returned": "Record submission",
        "to_tell": "Close request",
        "closed": "Reply to Rosa Marsh",
    }
    for name, words in steps.items():
        at = open_mine("work/request.py", ref=life.refs[name])
        assert [problem.message for problem in at.exception] == []
        assert words in shown(at)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.LEAD])
def test_others_may_look_at_every_step(life, open_as: As, role):
    open_page = open_as(role)
    for ref in life.refs.values():
        at = open_page("work/request.py", ref=ref)
        assert [problem.message for problem in at.exception] == []
        assert ref in heading(at)


def test_the_ruler_has_seven_business_days_and_the_weekend_between(life, open_mine):
    words = shown(open_mine("work/request.py", ref=life.refs["submitted"]))
    assert words.count('<li class="counted') == 7
    assert words.count('<li class="skipped') == 2


@pytest.mark.parametrize("ref", LOST, ids=lambda ref: repr(ref[:10]))
def test_an_unknown_provider_in_the_address_starts_with_the_search(open_as: As, ref):
    at = open_as(Role.AGENT)("work/directory_update.py", provider=ref)
    assert [problem.message for problem in at.exception] == []
    assert "Find the provider" in shown(at)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nothing_written_by_others_is_taken_for_markup(life, open_mine, text):
    write_everywhere(life.desk.engine, text)
    pages = [("work/request.py", {"ref": ref}) for ref in life.refs.values()]
    form = ("work/directory_update.py", {"provider": life.desk.provider_ref})
    assert ELSEWHERE in all_safe(open_mine, [*pages, form])
