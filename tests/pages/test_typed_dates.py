"""Date boxes on the screen: what was typed stays, is repeated in words, or refused at its field."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.models.requests import CorrectionLine, SupportRequest
from core.vocabulary.people import Role
from pages import context
from tests.pages.conftest import As
from tests.support import correction, make
from tests.support.app import beside, choose_action, in_dialog, labelled, opener, shown, understood
from tests.support.correction import Desk
from tests.support.seeing import START

FILTERS = [
    ("lookup/sessions.py", "From", "from"),
    ("lookup/sessions.py", "To", "to"),
    ("lookup/billing_check.py", "Date of service", "on"),
    ("work/requests.py", "Received on or after", "from"),
    ("work/requests.py", "Received on or before", "to"),
    ("manage/compliance.py", "From", "from"),
    ("manage/compliance.py", "To", "to"),
]


def type_day(at: AppTest, label: str, text: str, button: str = "") -> AppTest:
    labelled(at.text_input, label).set_value(text)
    if button:
        labelled(at.button, button).click()
    return at.run()


@pytest.mark.parametrize(("file", "label", "key"), FILTERS)
@pytest.mark.parametrize("text", ["03/10/2026", "3/10/26", "Mar 10, 2026"])
def test_a_filter_by_day_is_read_repeated_and_kept_in_the_link(
    open_as: As, file: str, label: str, key: str, text: str
) -> None:
    at = type_day(open_as(Role.MANAGER)(file), label, text)
    assert labelled(at.text_input, label).value == text
    assert "Tue, Mar 10, 2026" in understood(at, label)
    assert at.query_params[key] == "2026-03-10"


@pytest.mark.parametrize(("file", "label", "key"), FILTERS)
def test_a_filter_that_is_no_day_lists_nothing_until_corrected(
    open_as: As, file: str, label: str, key: str
) -> None:
    at = type_day(open_as(Role.MANAGER)(file), label, "2/30/2026")
    assert labelled(at.text_input, label).value == "2/30/2026"
    assert "February 2026 has 28 days, not 30." in beside(at, label)
    assert "Correct the" in shown(at)
    assert "/request?ref=" not in shown(at)
    assert "/session?ref=" not in shown(at)
    at = type_day(at, label, "2/02/2026")
    assert "Mon, Feb 2, 2026" in understood(at, label)
    assert at.query_params[key] == "2026-02-02"


def test_a_link_with_a_day_fills_the_box_and_an_emptied_box_leaves_it(open_as: As) -> None:
    at = open_as(Role.LEAD)("lookup/sessions.py", **{"from": "2026-03-10"})
    assert labelled(at.text_input, "From").value == "03/10/2026"
    at = type_day(at, "From", "")
    assert "from" not in at.query_params
    assert labelled(at.text_input, "From").value == ""


def test_sessions_are_those_from_the_day_that_was_typed(engine: Engine, open_as: As) -> None:
    with db.writing(engine) as work:
        pair = make.provider(work), make.client(work)
        early = make.care_session(work, *pair, START - timedelta(days=1)).ref
        late = make.care_session(work, *pair, START).ref
    at = type_day(open_as(Role.LEAD)("lookup/sessions.py"), "From", "3/10/2026")
    assert late in shown(at)
    assert early not in shown(at)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return correction.desk(engine)


@pytest.fixture
def form(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A correction of a birth date, its correct value still empty."""
    agent = desk.people[Role.AGENT]
    at = opener(monkeypatch, desk.engine, agent)("work/client_correction.py")
    labelled(at.text_input, "Requester's name").set_value("Dana Provider")
    labelled(at.selectbox, "Field").set_value("date_of_birth")
    return at.run()


def file(at: AppTest) -> AppTest:
    return labelled(at.button, "File request").click().run()


@pytest.mark.parametrize("text", ["3/4/85", "03/04/1985", "4 Mar 1985", "1985-03-04"])
def test_a_birth_date_is_filed_as_the_day_that_was_meant(
    desk: Desk, form: AppTest, text: str
) -> None:
    labelled(form.text_input, "Correct value").set_value(text).run()
    assert "Mon, Mar 4, 1985" in understood(form, "Correct value")
    at = file(form)
    assert [one.correct_value for one in desk.rows(CorrectionLine)] == ["1985-03-04"]
    assert "Mar 4, 1985" in shown(at)
    assert "1985-03-04" not in shown(at)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2/30/1985", "February 1985 has 28 days, not 30."),
        ("13/1/1985", "There is no month 13. The month comes first: 1/13/1985."),
        ("March 4", "Add the year"),
        ("3/4/2046", "A birth date cannot be in the future."),
    ],
)
@pytest.mark.parametrize("label", ["Value now", "Correct value"])
def test_what_is_no_birth_date_is_said_once_and_kept(
    desk: Desk, form: AppTest, label: str, text: str, words: str
) -> None:
    labelled(form.text_input, label).set_value(text)
    at = file(form)
    if (label, text) == ("Value now", "3/4/2046"):  # a record may hold what cannot be right
        assert len(desk.rows(SupportRequest)) == 1
        return
    assert beside(at, label).count(words) == 1
    assert labelled(at.text_input, label).value == text
    assert labelled(at.text_input, "Requester's name").value == "Dana Provider"
    assert desk.rows(SupportRequest) == []


@pytest.mark.parametrize("label", ["Value now", "Correct value"])
def test_a_birth_date_of_a_baby_needs_four_digits(desk: Desk, form: AppTest, label: str) -> None:
    text = f"1/1/{context.now():%y}"
    labelled(form.text_input, label).set_value(text).run()
    assert "0 years old? Write the year with four digits." in beside(form, label)
    at = file(form)
    assert beside(at, label).count("four digits") == 1
    assert labelled(at.text_input, label).value == text
    assert desk.rows(SupportRequest) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3/8/2026 2:30 AM", "Write 1:30 AM EST or 3:30 AM EDT."),
        ("11/2/2025 1:30 AM", "Write 1:30 AM EDT or 1:30 AM EST."),
        ("3/9/2026 2:30", "Add AM or PM"),
        ("3/9/2026", "Add the time"),
        ("", "Enter the date and time the request was received."),
    ],
)
def test_a_time_that_is_none_is_refused_at_its_field(
    desk: Desk, form: AppTest, text: str, words: str
) -> None:
    labelled(form.text_input, "Received (").set_value(text)
    at = file(form)
    assert words in beside(at, "Received (")
    assert labelled(at.text_input, "Received (").value == text
    assert desk.rows(SupportRequest) == []


@pytest.mark.parametrize(("zone", "hour"), [("EDT", 5), ("EST", 6)])
def test_an_hour_that_comes_twice_is_filed_with_its_zone(
    desk: Desk, form: AppTest, zone: str, hour: int
) -> None:
    at = labelled(form.text_input, "Received (").set_value(f"11/2/2025 1:30 AM {zone}").run()
    assert f"Sun, Nov 2, 2025, 1:30 AM {zone}" in understood(at, "Received (")
    file(at)
    [request] = desk.rows(SupportRequest)
    assert request.received_at == datetime(2025, 11, 2, hour, 30, tzinfo=UTC)


def test_a_wake_up_day_in_another_form_is_that_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = desk.taken(correction.Line("phone", "", "212-555-0111"))
    at = opener(monkeypatch, desk.engine, desk.people[Role.AGENT])("work/request.py", ref=ref)
    at = choose_action(at, "Snooze request")
    labelled(at.text_input, "Waiting for").set_value("A letter")
    day = context.now() + timedelta(days=9)
    at = type_day(in_dialog(at, "Snooze request"), "Wake-up day", "2/30/26", "Snooze request")
    assert "February 2026 has 28 days, not 30." in beside(at, "Wake-up day")
    assert "Choose the day" not in beside(at, "Wake-up day")
    at = type_day(at, "Wake-up day", f"{day:%B} {day.day}, {day.year}", "Snooze request")
    assert f"snoozed until {day:%a}, {day:%b} {day.day}, {day.year}" in shown(at)


def test_what_was_refused_is_not_said_of_what_is_typed_next(desk: Desk, form: AppTest) -> None:
    labelled(form.text_input, "Received (").set_value(
        f"{context.now() + timedelta(9):%m/%d/%Y} 1 PM"
    )
    at = file(form)
    assert "This is in the future" in beside(at, "Received (")
    labelled(at.text_input, "Received (").set_value("3/9/2026 1 PM").run()
    assert beside(at, "Received (") == ""
    assert "Mon, Mar 9, 2026, 1:00 PM EDT" in understood(at, "Received (")
