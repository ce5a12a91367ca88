"""A demo lets anyone on this machine become a fictional person, and nobody else anything."""

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.models.installation import DeskFact
from core.models.people import Staff
from core.settings import settings
from core.web import server
from core.web.sites import demo_may_answer
from tests.web.conftest import Desk


def staff_id(demo: Desk, name: str) -> str:
    with db.looking(demo.engine) as session:
        return str(session.scalar(select(col(Staff.id)).where(col(Staff.name) == name)))


def test_the_page_says_that_it_is_a_demo(demo: Desk) -> None:
    assert "made up" in demo.browser().get("/signin").text


def test_the_page_offers_fictional_people_who_are_there(demo: Desk) -> None:
    text = demo.browser().get("/signin").text
    assert "Fictional Lead" in text
    assert "Real Person" not in text
    assert "Gone Person" not in text


def test_one_click_makes_one_a_fictional_person(demo: Desk) -> None:
    browser = demo.browser()
    form = {"staff": staff_id(demo, "Fictional Lead"), "next": "/sessions"}
    assert browser.post("/signin/demo", data=form).headers["location"] == "/sessions"
    assert browser.get("/_stcore/health").status_code == 200


@pytest.mark.parametrize("name", ["Real Person", "Gone Person"])
def test_nobody_else_is_for_taking(demo: Desk, name: str) -> None:
    answer = demo.browser().post("/signin/demo", data={"staff": staff_id(demo, name)})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("typed", ["", "0", "-1", "1 OR 1=1", "9" * 40])
def test_a_made_up_number_is_nobody(demo: Desk, typed: str) -> None:
    assert demo.browser().post("/signin/demo", data={"staff": typed}).status_code == 403


def test_someone_who_signed_in_can_become_another(demo: Desk) -> None:
    browser = demo.browser()
    browser.post("/signin/demo", data={"staff": staff_id(demo, "Fictional Viewer")})
    text = browser.get("/signin").text
    assert "Continue as Fictional Viewer" in text
    assert "Fictional Manager" in text


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "desk.example"])
def test_a_demo_is_not_served_to_other_machines(engine: Engine, address: str) -> None:
    with db.writing(engine) as session:
        session.add(DeskFact(name="mode", value="demo"))
    with pytest.raises(server.CannotServe, match="anyone can sign in"):
        server.require_safe(engine, address)


def test_a_demo_is_not_served_under_a_public_name(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(engine) as session:
        session.add(DeskFact(name="mode", value="demo"))
    public = settings().model_copy(update={"public_url": "https://desk.example"})
    monkeypatch.setattr("core.web.sites.settings", lambda: public)
    with pytest.raises(server.CannotServe, match="anyone can sign in"):
        server.require_safe(engine, "127.0.0.1")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_a_demo_is_served_on_this_machine(engine: Engine, address: str) -> None:
    with db.writing(engine) as session:
        session.add(DeskFact(name="mode", value="demo"))
    server.require_safe(engine, address)


@pytest.mark.parametrize(
    ("listening", "answers"), [("127.0.0.1", True), ("10.1.2.3", False), ("/run/desk", False)]
)
def test_a_demo_started_in_another_way_answers_on_loopback_only(
    listening: str, answers: bool
) -> None:
    assert demo_may_answer({"server": (listening, 8501)}) is answers
