"""The page Scenarios: in a demo only, by name, each with a link to its session."""

import pytest
from sqlalchemy import Engine

from core import db
from core.demo.scenarios import all_scenarios
from core.models.installation import DeskFact
from core.vocabulary.people import Role
from pages.navigation import specs_for
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import shown

FIRST, SECOND = all_scenarios()[:2]
LOOKING = [Role.VIEWER, Role.AGENT, Role.LEAD, Role.MANAGER]
PAGE = "admin/scenarios.py"


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
    drawn = shown(open_as(role)(PAGE))
    assert f'<a href="/session?ref={FIRST.session_ref}">{FIRST.session_ref}</a>' in drawn
    assert FIRST.name in drawn
    assert FIRST.story in drawn


def test_a_scenario_whose_session_is_not_there_is_not_listed(in_demo: None, open_as: As) -> None:
    assert SECOND.name not in shown(open_as(Role.AGENT)(PAGE))


def test_outside_a_demo_the_page_refuses(one_stored: None, open_as: As) -> None:
    drawn = shown(open_as(Role.AGENT)(PAGE))
    assert FIRST.name not in drawn
    assert "This database is not a demo." in drawn


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_page_is_in_the_menu_of_a_demo_only(is_demo: bool) -> None:
    (page,) = [one for one in specs_for(is_demo=is_demo) if one.address == "scenarios"]
    assert page.group == "Administer"
    assert page.is_hidden is not is_demo


def test_the_sessions_page_lists_no_scenarios(in_demo: None, open_as: As) -> None:
    assert FIRST.story not in shown(open_as(Role.AGENT)("lookup/sessions.py"))
