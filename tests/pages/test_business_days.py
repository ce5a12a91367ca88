"""The page Business days, as a manager uses it."""

from datetime import date

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import clock, db
from core.models.installation import DeskFact
from core.models.policies import HolidayOverride
from core.rules.time.formats import day_text, input_day_text
from core.vocabulary.administration import REQUESTS_TO_RECALCULATE
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support.app import beside, labelled, labels, shown
from tests.support.make import NOW

PAGE = "manage/business_days.py"
YEAR = max(NOW, clock.now()).year + 1
MARCH = [date(YEAR, 3, number) for number in range(8, 15)]
"""A week without a federal holiday, in the year after the test runs."""
WEDNESDAY, SATURDAY = (next(day for day in MARCH if day.weekday() == one) for one in (2, 5))


def closing(at: AppTest, day: date | None, reason: str) -> AppTest:
    labelled(at.text_input, "Day").set_value(input_day_text(day) if day else "")
    labelled(at.text_input, "Reason").set_value(reason)
    return labelled(at.button, "Close this day").click().run()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
def test_a_day_is_closed_and_the_page_says_what_followed(
    open_as: As, engine: Engine, role: Role
) -> None:
    at = closing(open_as(role)(PAGE, year=str(YEAR)), WEDNESDAY, "Move")
    words = shown(at)
    assert f"{day_text(WEDNESDAY)} is closed. 0 open requests have new deadlines." in words
    assert words.count(f"{WEDNESDAY:%a, %b} {WEDNESDAY.day}, {YEAR}") == 2  # notice, table
    with db.looking(engine) as work:
        assert work.query(HolidayOverride).one().day == WEDNESDAY


def test_the_page_lists_the_federal_holidays_of_a_year(open_as: As) -> None:
    words = shown(open_as(Role.MANAGER)(PAGE, year=str(YEAR)))
    assert f"Special days of {YEAR}" in words
    assert words.count("<tr><td") in (10, 11, 12)  # a New Year may be observed in the year before
    assert "Juneteenth" in words


def test_what_is_wrong_is_under_its_field_and_what_was_typed_stays(open_as: As) -> None:
    at = closing(open_as(Role.MANAGER)(PAGE, year=str(YEAR)), SATURDAY, "")
    assert "closed already: Saturday" in beside(at, "Day")
    assert "Enter a reason" in beside(at, "Reason")
    assert labelled(at.text_input, "Day").value == input_day_text(SATURDAY)


def test_an_unfinished_recalculation_is_said_and_can_be_finished(
    open_as: As, engine: Engine
) -> None:
    with db.writing(engine) as work:
        work.add(DeskFact(name=REQUESTS_TO_RECALCULATE, value="0 0"))
    at = open_as(Role.MANAGER)(PAGE)
    assert "still have the deadlines from before" in shown(at)
    labelled(at.button, "Recalculate").click().run()
    assert "Recalculate open requests" not in labels(at)


@pytest.mark.parametrize("year", ["0", "9999", "banana", "\0"])
def test_an_unknown_year_in_the_link_is_said(open_as: As, year: str) -> None:
    at = open_as(Role.MANAGER)(PAGE, year=year)
    assert "This link names an unknown year" in shown(at)
