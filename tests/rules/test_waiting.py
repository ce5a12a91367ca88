"""Waiting: when a request is back, and what a wait gives to its clock."""

from datetime import date

import pytest

from core.rules.time.business_days import BusinessCalendar
from core.rules.time.pauses import Pause, is_awake, paused_business_days, wake_problem

MONDAY = date(2026, 3, 16)


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(("day", "is_back"), [(18, False), (19, True), (20, True)])
def test_a_request_is_back_from_its_day_on(day, is_back):
    assert is_awake(march(19), march(day)) == is_back


@pytest.mark.parametrize(
    ("pause", "days"),
    [
        (Pause(MONDAY, march(18)), 2),
        (Pause(MONDAY, march(21)), 4),
        (Pause(MONDAY, march(23)), 5),
        (Pause(MONDAY, march(23), march(17)), 1),
        (Pause(MONDAY, march(23), MONDAY), 0),
        (Pause(MONDAY, march(18), march(25)), 2),
    ],
    ids=["to Wednesday", "to Saturday", "to Monday", "ended early", "ended at once", "ended late"],
)
def test_a_wait_gives_back_its_business_days(pause, days):
    assert paused_business_days([pause], BusinessCalendar()) == days


def test_waits_add_up():
    pauses = [Pause(MONDAY, march(17)), Pause(march(18), march(20))]
    assert paused_business_days(pauses, BusinessCalendar()) == 3


def test_a_holiday_is_not_given_back():
    calendar = BusinessCalendar(closed=[(march(17), "Office closed")])
    assert paused_business_days([Pause(MONDAY, march(18))], calendar) == 1


@pytest.mark.parametrize("wake_on", [None, march(15), MONDAY, date(2027, 3, 18)])
def test_a_day_that_has_come_or_is_far_off_is_no_day_to_wake(wake_on):
    assert wake_problem(wake_on, MONDAY)


def test_tomorrow_is_a_good_day_to_wake():
    assert wake_problem(march(17), MONDAY) is None
