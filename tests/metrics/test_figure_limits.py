"""The limits of each figure, at the exact instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.metrics.cancellations import settled_cancellations
from core.metrics.confirmations import open_confirmation_rows, open_confirmations
from core.metrics.directory import directory_reflections
from core.metrics.expired import expired_sessions
from core.metrics.open_requests import open_requests
from core.rules.metric_filters import MetricFilter, Pick
from core.vocabulary.care import SessionStatus
from core.vocabulary.requests import RequestKind, RequestStatus, SettleStatus
from tests.metrics.asking import (
    ALL,
    NOW,
    counts,
    look,
    open_session,
)
from tests.support import figures

SECOND = timedelta(seconds=1)


def test_a_session_expires_at_the_first_instant_after_its_last_day(session: Session) -> None:
    of = open_session(session, datetime(2026, 2, 2, 15, tzinfo=UTC))
    limit = of.confirm_blocked_from
    assert limit == datetime(2026, 3, 5, 5, tzinfo=UTC)
    before, at = look(session, limit - SECOND), look(session, limit)
    assert (open_confirmations(before, ALL).total, expired_sessions(before, ALL).total) == (1, 0)
    assert (open_confirmations(at, ALL).total, expired_sessions(at, ALL).total) == (0, 1)


def test_on_the_last_day_itself_no_day_is_left_however_long_the_day(session: Session) -> None:
    """Day 30 is the Sunday on which clocks go back: 25 hours, all of them with 0 days left."""
    of = open_session(session, datetime(2026, 10, 2, 15, tzinfo=UTC))
    assert of.confirm_last_on == date(2026, 11, 1)
    first = datetime(2026, 11, 1, 4, tzinfo=UTC)
    for now, left in ((first - SECOND, 1), (first, 0), (of.confirm_blocked_from - SECOND, 0)):
        (row,) = open_confirmation_rows(look(session, now), ALL, Pick()).rows
        assert row.days_left == left


@pytest.mark.parametrize(
    ("days", "group"),
    [(0, "0-2"), (2, "0-2"), (3, "3-8"), (8, "3-8"), (9, "9-15"), (15, "9-15"), (16, "16 or more")],
)
def test_days_left_are_grouped_up_to_and_including(session: Session, days: int, group: str) -> None:
    of = open_session(session, datetime(2026, 2, 2, 15, tzinfo=UTC))
    now = datetime(2026, 3, 4, 17, tzinfo=UTC) - timedelta(days=days)
    assert of.confirm_last_on == date(2026, 3, 4)
    assert counts(open_confirmations(look(session, now), ALL)) == {(group, "insurance"): 1}


def test_a_session_that_has_not_ended_waits_for_nothing(session: Session) -> None:
    of = open_session(session, NOW)
    end = of.scheduled_end_at
    assert open_confirmations(look(session, end - SECOND), ALL).total == 0
    assert open_confirmations(look(session, end), ALL).total == 1


@pytest.mark.parametrize(("late", "outcome"), [(-SECOND, "in_time"), (SECOND * 0, "late")])
def test_confirmed_at_the_first_instant_too_late_is_late(
    session: Session, late: timedelta, outcome: str
) -> None:
    of = open_session(session, NOW - timedelta(days=45), status=SessionStatus.CONFIRMED)
    of.confirmed_at = of.confirm_blocked_from + late
    session.flush()
    assert [mark.part for mark in expired_sessions(look(session), ALL).marks] == [outcome]


def test_a_period_begins_and_ends_with_its_days(session: Session) -> None:
    day = open_session(session, NOW - timedelta(days=45)).confirm_last_on
    for span, number in (((0, 0), 1), ((1, 5), 0), ((-5, -1), 0)):
        days = (day + timedelta(days=one) for one in span)
        assert expired_sessions(look(session), MetricFilter(*days)).total == number


def test_a_listing_is_judged_once_its_last_day_is_over_in_new_york(session: Session) -> None:
    of = figures.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    figures.submission(session, of, date(2026, 3, 10))
    midnight = datetime(2026, 3, 11, 4, tzinfo=UTC)
    assert directory_reflections(look(session, midnight - SECOND), ALL).total == 0
    assert directory_reflections(look(session, midnight), ALL).total == 1


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ([date(2026, 3, 10)], "in_time"),
        ([date(2026, 3, 11)], "late"),
        ([date(2026, 3, 9), date(2026, 3, 11)], "late"),
        ([date(2026, 3, 9), None], "not_seen"),
        ([], "not_seen"),
    ],
)
def test_a_listing_is_seen_when_its_last_field_is(
    session: Session, seen: list[date | None], outcome: str
) -> None:
    of = figures.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    figures.submission(session, of, date(2026, 3, 10))
    for day in seen:
        figures.line(session, of, day)
    assert counts(directory_reflections(look(session), ALL)) == {("2026-03", outcome): 1}


def test_a_returned_submission_is_counted_by_its_next_attempt(session: Session) -> None:
    of = figures.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    figures.submission(session, of, date(2026, 2, 10), returned_on=date(2026, 2, 3))
    again = {"attempt": 2, "submission_reference": "EV-2"}
    figures.submission(session, of, date(2026, 3, 10), **again)
    assert counts(directory_reflections(look(session), ALL)) == {("2026-03", "not_seen"): 1}


@pytest.mark.parametrize(("days", "age"), [(2, "0-1"), (4, "2-3"), (8, "4-7"), (15, "8-14")])
def test_a_request_grows_older_at_the_full_day(session: Session, days: int, age: str) -> None:
    received = NOW - timedelta(days=days)
    figures.request(session, received_at=received)
    (before,) = open_requests(look(session, NOW - SECOND), ALL).marks
    (at,) = open_requests(look(session), ALL).marks
    assert before.part == age
    assert at.part != age


@pytest.mark.parametrize("status", list(RequestStatus))
def test_only_requests_on_which_something_is_to_be_done_are_open(
    session: Session, status: RequestStatus
) -> None:
    figures.request(session, status=status)
    is_open = status in ("incomplete", "ready", "in_progress", "waiting", "to_tell")
    assert open_requests(look(session), ALL).total == is_open


def cancelled(session: Session, ready_at: datetime, parts: list[SettleStatus]) -> Any:
    of = figures.request(
        session,
        kind=RequestKind.SESSION_CANCELLATION,
        ready_at=ready_at,
        session_id=open_session(session, NOW - timedelta(days=60)).key,
    )
    figures.cancellation(session, of, parts, ready_at)
    return of


READY = datetime(2026, 2, 2, 15, tzinfo=UTC)
LIMIT = datetime(2026, 2, 18, 5, tzinfo=UTC)
"""Ten business days after Monday, February 2, end on Tuesday the 17th: the 16th is a holiday."""


@pytest.mark.parametrize(("late", "outcome"), [(-SECOND, "in_time"), (SECOND * 0, "late")])
def test_a_cancellation_is_settled_in_time_up_to_the_end_of_the_tenth_business_day(
    session: Session, late: timedelta, outcome: str
) -> None:
    of = cancelled(session, READY, [SettleStatus.DONE] * 4)
    figures.step(session, of, "claim", READY)
    figures.step(session, of, "payout", LIMIT + late)
    assert counts(settled_cancellations(look(session), ALL)) == {("2026-02", outcome): 1}


def test_a_cancellation_is_judged_once_its_limit_has_passed(session: Session) -> None:
    cancelled(session, READY, [SettleStatus.DONE] * 3 + [SettleStatus.TODO])
    assert settled_cancellations(look(session, LIMIT - SECOND), ALL).total == 0
    assert counts(settled_cancellations(look(session, LIMIT), ALL)) == {("2026-02", "open"): 1}


def test_the_middle_of_the_days_to_settle_is_told(session: Session) -> None:
    for days in (1, 4, 30):
        of = cancelled(session, READY, [SettleStatus.NOT_APPLICABLE] * 4)
        figures.step(session, of, "claim", READY + timedelta(days=days))
    assert settled_cancellations(look(session), ALL).median_days == 4
