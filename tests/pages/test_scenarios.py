"""The scenario book on the Sessions page: in a demo only, by name, each with a link."""

import pytest
from sqlalchemy import Engine

from core import db
from core.demo.scenarios.book import scenario_book
from core.models.installation import DeskFact
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import shown

FIRST, SECOND = scenario_book().scenarios[:2]
LOOKING = [Role.VIEWER, Role.AGENT, Role.LEAD, Role.MANAGER]


@pytest.fixture
def one_stored(engine: Engine) -> None:
    """A database that holds the session of the first scenario."""
    with db.writing(engine) as work:
        session = make.care_session(work, make.provider(work), make.client(work), make.NOW)
        session.ref = FIRST.session_ref


@pytest.fixture
def in_demo(engine: Engine, one_stored: None) -> None:
    with db.writing(engine) as work:
        work.add(DeskFact(name="mode", value="demo"))


@pytest.mark.parametrize("role", LOOKING)
def test_a_scenario_is_listed_by_name_with_a_link_to_its_session(
    in_demo: None, open_as: As, role: Role
) -> None:
    at = open_as(role)("lookup/sessions.py")
    (book,) = [one for one in at.expander if one.label.startswith("Scenario book: 1 example")]
    drawn = "\n".join(one.proto.body for one in book.get("html"))
    assert not book.proto.expanded
    assert f'<a href="/session?ref={FIRST.session_ref}">{FIRST.session_ref}</a>' in drawn
    assert FIRST.name in drawn
    assert FIRST.story in drawn


def test_a_scenario_whose_session_is_not_there_is_not_listed(in_demo: None, open_as: As) -> None:
    assert SECOND.name not in shown(open_as(Role.AGENT)("lookup/sessions.py"))


def test_outside_the_demo_there_is_no_scenario_book(one_stored: None, open_as: As) -> None:
    assert "Scenario book" not in shown(open_as(Role.AGENT)("lookup/sessions.py"))
