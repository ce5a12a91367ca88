"""The limits of each metric, at the exact instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import SessionStatus
from core.vocabulary.requests import RequestKind, RequestStatus, SettleStatus
from tests.metrics.asking import NOW, count, open_session, outcomes, result, rows
from tests.support import metric_records

CONFIRM, EXPIRED, LISTED = "sessions_to_confirm", "expired_sessions", "directory_updates"
OPEN, SETTLED = "open_requests", "settled_cancellations"
SECOND = timedelta(seconds=1)


def test_a_session_expires_at_the_first_instant_after_its_last_day(session: Session) -> None:
    of = open_session(session, datetime(2026, 2, 2, 15, tzinfo=UTC))
    limit = of.confirm_blocked_from
    assert limit == datetime(2026, 3, 5, 5, tzinfo=UTC)
    before = [count(session, code, limit - SECOND) for code in (CONFIRM, EXPIRED)]
    assert (before, [count(session, code, limit) for code in (CONFIRM, EXPIRED)]) == (
        [1, 0],
        [0, 1],
    )


def test_on_the_last_day_itself_no_day_is_left_however_long_the_day(session: Session) -> None:
    """Day 30 is the Sunday on which clocks go back: 25 hours, all of them with 0 days left."""
    of = open_session(session, datetime(2026, 10, 2, 15, tzinfo=UTC))
    assert of.confirm_last_on == date(2026, 11, 1)
    first = datetime(2026, 11, 1, 4, tzinfo=UTC)
    for now, left in ((first - SECOND, 1), (first, 0), (of.confirm_blocked_from - SECOND, 0)):
        (row,) = rows(session, CONFIRM, now=now)
        assert row["Days left"] == left


@pytest.mark.parametrize(
    ("days", "group"),
    [(0, "0-2"), (2, "0-2"), (3, "3-8"), (8, "3-8"), (9, "9-15"), (15, "9-15"), (16, "16+")],
)
def test_r02_days_left_are_grouped_up_to_and_including(
    session: Session, days: int, group: str
) -> None:
    of = open_session(session, datetime(2026, 2, 2, 15, tzinfo=UTC))
    now = datetime(2026, 3, 4, 17, tzinfo=UTC) - timedelta(days=days)
    assert of.confirm_last_on == date(2026, 3, 4)
    assert outcomes(session, CONFIRM, now) == {(group, group): 1}


def test_a_session_that_has_not_ended_waits_for_nothing(session: Session) -> None:
    of = open_session(session, NOW)
    end = of.scheduled_end_at
    assert count(session, CONFIRM, end - SECOND) == 0
    assert count(session, CONFIRM, end) == 1


@pytest.mark.parametrize(("late", "outcome"), [(-SECOND, "on_time"), (SECOND * 0, "late")])
def test_confirmed_at_the_first_instant_too_late_is_late(
    session: Session, late: timedelta, outcome: str
) -> None:
    of = open_session(session, NOW - timedelta(days=45), status=SessionStatus.CONFIRMED)
    of.confirmed_at = of.confirm_blocked_from + late
    session.flush()
    assert [one.outcome for one in result(session, EXPIRED).points] == [outcome]


def test_a_period_begins_and_ends_with_its_days(session: Session) -> None:
    day = open_session(session, NOW - timedelta(days=45)).confirm_last_on
    for span, number in (((0, 0), 1), ((1, 5), 0), ((-5, -1), 0)):
        days = (day + timedelta(days=one) for one in span)
        assert result(session, EXPIRED, MetricFilter(*days)).count() == number


def test_a_listing_is_judged_once_its_last_day_is_over_in_new_york(session: Session) -> None:
    of = metric_records.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    metric_records.submission(session, of, date(2026, 3, 10))
    midnight = datetime(2026, 3, 11, 4, tzinfo=UTC)
    assert count(session, LISTED, midnight - SECOND) == 0
    assert count(session, LISTED, midnight) == 1


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ([date(2026, 3, 10)], "on_time"),
        ([date(2026, 3, 11)], "late"),
        ([date(2026, 3, 9), date(2026, 3, 11)], "late"),
        ([date(2026, 3, 9), None], "not_seen"),
        ([], "not_seen"),
    ],
)
def test_a_listing_is_seen_when_its_last_field_is(
    session: Session, seen: list[date | None], outcome: str
) -> None:
    of = metric_records.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    metric_records.submission(session, of, date(2026, 3, 10))
    for day in seen:
        metric_records.line(session, of, day)
    assert outcomes(session, LISTED) == {("2026-03", outcome): 1}


def test_a_returned_submission_is_counted_by_its_next_attempt(session: Session) -> None:
    of = metric_records.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    metric_records.submission(session, of, date(2026, 2, 10), returned_on=date(2026, 2, 3))
    again = {"attempt": 2, "submission_reference": "EV-2"}
    metric_records.submission(session, of, date(2026, 3, 10), **again)
    assert outcomes(session, LISTED) == {("2026-03", "not_seen"): 1}


def test_a_return_after_day_7_leaves_the_submission_late(session: Session) -> None:
    of = metric_records.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    metric_records.submission(session, of, date(2026, 3, 9), returned_on=date(2026, 3, 10))
    assert outcomes(session, LISTED) == {("2026-03", "not_seen"): 1}


def test_a_field_that_is_wrong_again_later_was_listed_by_day_7(session: Session) -> None:
    of = metric_records.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    metric_records.submission(session, of, date(2026, 3, 9))
    metric_records.line(session, of, date(2026, 3, 9), date(2026, 3, 12))
    (row,) = rows(session, LISTED)
    assert (row["Outcome"], row["Listed"]) == ("Listed by day 7", date(2026, 3, 9))


DAY_7_IS_OVER = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(("ended_at", "counted"), [(-SECOND, 0), (SECOND * 0, 1)])
def test_a_request_rejected_by_day_7_is_not_counted_even_reopened(
    session: Session, ended_at: timedelta, counted: int
) -> None:
    of = metric_records.request(session, kind=RequestKind.DIRECTORY_UPDATE)
    metric_records.submission(session, of, date(2026, 3, 9))
    metric_records.happened(session, of, "request.rejected", DAY_7_IS_OVER + ended_at)
    assert count(session, LISTED) == counted
    metric_records.happened(session, of, "request.reopened", DAY_7_IS_OVER + SECOND)
    assert count(session, LISTED) == counted


@pytest.mark.parametrize(("days", "age"), [(2, "0-1"), (4, "2-3"), (8, "4-7"), (15, "8-14")])
def test_a_request_grows_older_at_the_full_day(session: Session, days: int, age: str) -> None:
    received = NOW - timedelta(days=days)
    metric_records.request(session, received_at=received)
    (before,) = result(session, OPEN, now=NOW - SECOND).points
    (at,) = result(session, OPEN).points
    assert before.series == age
    assert at.series != age


@pytest.mark.parametrize("status", list(RequestStatus))
def test_only_requests_on_which_something_is_to_be_done_are_open(
    session: Session, status: RequestStatus
) -> None:
    metric_records.request(session, status=status)
    is_open = status in ("incomplete", "ready", "in_progress", "waiting", "to_tell")
    assert count(session, OPEN) == is_open


def cancelled(
    session: Session,
    ready_at: datetime,
    parts: list[SettleStatus],
    settled_at: datetime | None = None,
) -> Any:
    of = metric_records.request(
        session,
        kind=RequestKind.SESSION_CANCELLATION,
        ready_at=ready_at,
        session_id=open_session(session, NOW - timedelta(days=60)).key,
    )
    metric_records.cancellation(session, of, parts, settled_at)
    return of


READY = datetime(2026, 2, 2, 15, tzinfo=UTC)
LIMIT = datetime(2026, 2, 18, 5, tzinfo=UTC)
"""Ten business days after Monday, February 2, end on Tuesday the 17th: the 16th is a holiday."""


@pytest.mark.parametrize(("late", "outcome"), [(-SECOND, "on_time"), (SECOND * 0, "late")])
def test_a_cancellation_is_on_time_up_to_the_end_of_business_day_ten(
    session: Session, late: timedelta, outcome: str
) -> None:
    cancelled(session, READY, [SettleStatus.DONE] * 4, LIMIT + late)
    assert outcomes(session, SETTLED) == {("2026-02", outcome): 1}


def test_a_cancellation_is_judged_once_its_limit_has_passed(session: Session) -> None:
    cancelled(session, READY, [SettleStatus.DONE] * 3 + [SettleStatus.TODO])
    assert count(session, SETTLED, LIMIT - SECOND) == 0
    assert outcomes(session, SETTLED, LIMIT) == {("2026-02", "open"): 1}


def test_the_median_of_the_days_to_settle_is_given(session: Session) -> None:
    for days in (1, 4, 30):
        settled_at = READY + timedelta(days=days)
        cancelled(session, READY, [SettleStatus.NOT_APPLICABLE] * 4, settled_at)
    assert result(session, SETTLED).median_days == 4
