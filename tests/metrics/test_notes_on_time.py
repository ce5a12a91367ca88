"""Notes on time: every limit at its exact second."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.metrics.contract import DataPoint, MetricResult
from core.metrics.notes_on_time import NOTES_ON_TIME
from core.metrics.population import week_days
from core.models.care import CareSession
from core.rules.metric_filters import DrillDown, MetricFilter
from core.vocabulary.care import NoteMode, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from tests.metrics.asking import result, rows
from tests.support import make

NOW = make.NOW
CODE = "notes_on_time"
WEEK_ON = date(2026, 3, 9)
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=45, hours=72)
SECOND = timedelta(seconds=1)
WEEK = MetricFilter(WEEK_ON, WEEK_ON)


def care(session: Session, **given: Any) -> CareSession:
    return make.care_session(
        session, make.provider(session), make.client(session), **{"start": START, **given}
    )


def outcome(session: Session, now: datetime = NOW) -> list[str]:
    return [one.outcome for one in result(session, CODE, WEEK, now).points]


@pytest.mark.parametrize(("late", "expected"), [(timedelta(0), ["on_time"]), (SECOND, ["late"])])
def test_a_note_signed_at_the_deadline_is_on_time_and_a_second_later_late(
    session: Session, late: timedelta, expected: list[str]
) -> None:
    make.note(session, care(session), DUE + late)
    assert outcome(session) == expected


@pytest.mark.parametrize(("now", "due"), [(DUE, 0), (DUE + SECOND, 1)])
def test_a_note_counts_only_once_its_limit_has_passed(
    session: Session, now: datetime, due: int
) -> None:
    care(session)
    assert len(outcome(session, now)) == due


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, ["unsigned"]),
        ({}, ["unsigned"]),
        ({"mode": NoteMode.NONE}, ["unsigned"]),
        ({"mode": NoteMode.UPLOAD}, ["unknown"]),
        ({"mode": NoteMode.UPLOAD, "signed_at": START}, ["on_time"]),
        (
            {"mode": NoteMode.UPLOAD, "signed_at": START, "signature_source": None},
            ["unknown"],
        ),
        ({"is_discarded": True, "signed_at": START}, ["unsigned"]),
    ],
)
def test_no_note_and_a_draft_are_unsigned_and_an_upload_may_be_unknown(
    session: Session, given: dict[str, Any] | None, expected: list[str]
) -> None:
    of = care(session)
    if given is not None:
        make.note(session, of, **given)
    assert outcome(session) == expected


def test_the_first_of_several_signatures_decides(session: Session) -> None:
    of = care(session)
    make.note(session, of, DUE + SECOND)
    make.note(session, of, DUE)
    assert outcome(session) == ["on_time"]


@pytest.mark.parametrize(
    "given",
    [
        {"status": SessionStatus.CANCELLED},
        {"status": SessionStatus.NO_SHOW},
        {"status": SessionStatus.CANCELLED_AFTER_CONFIRM},
        {"kind": SessionKind.CONSULT},
    ],
)
def test_what_did_not_take_place_and_consultations_are_not_counted(
    session: Session, given: dict[str, Any]
) -> None:
    care(session, **given)
    assert outcome(session) == []


@pytest.mark.parametrize(("number", "rate"), [(9, None), (10, 1.0)])
def test_a_rate_is_given_of_ten_notes_or_more(
    session: Session, number: int, rate: float | None
) -> None:
    for _ in range(number):
        make.note(session, care(session), DUE)
    assert result(session, CODE, WEEK).rate == rate


def test_notes_of_unknown_time_are_no_part_of_the_rate() -> None:
    numbers = {"on_time": 15, "late": 3, "unsigned": 2, "unknown": 5}
    points = [DataPoint("2026-03-09", "standard", code, n) for code, n in numbers.items()]
    found = MetricResult(NOTES_ON_TIME, WEEK_ON, WEEK_ON, NOW, tuple(points))
    assert (found.n, found.rate, found.count("unknown")) == (20, 0.75, 5)


def test_a_week_is_the_platforms_and_begins_on_monday(session: Session) -> None:
    """Due on Sunday at 23:59:59 in New York, when it is Monday in UTC, and one second later."""
    start = datetime(2026, 3, 13, 3, 14, 59, tzinfo=UTC)
    care(session, start=start)
    care(session, start=start + SECOND)
    wanted = MetricFilter(date(2026, 2, 2), date(2026, 3, 20))
    found = result(session, CODE, wanted, NOW + timedelta(days=9))
    assert found.groups() == ("2026-03-09", "2026-03-16")


def test_weeks_at_both_ends_of_the_period_count_in_full(session: Session) -> None:
    make.note(session, care(session), DUE)
    wednesday = WEEK_ON + timedelta(days=2)
    found = result(session, CODE, MetricFilter(wednesday, wednesday))
    assert (found.first_on, found.last_on, found.n) == (WEEK_ON, date(2026, 3, 15), 1)
    assert len(rows(session, CODE, MetricFilter(wednesday, wednesday))) == 1


def test_the_48_hour_deadline_is_a_series_of_its_own(session: Session) -> None:
    client = make.client(session)
    make.coverage(session, client, make.plan(session, LineOfBusiness.MEDICAID))
    late = make.care_session(session, make.provider(session), client, start=START)
    make.note(session, late, START + timedelta(minutes=45, hours=48) + SECOND)
    make.note(session, care(session), START + timedelta(minutes=45, hours=48) + SECOND)
    found = result(session, CODE, WEEK)
    assert [(one.series, one.outcome) for one in found.points] == [
        ("government", "late"),
        ("standard", "on_time"),
    ]
    (row,) = rows(session, CODE, WEEK, DrillDown(series="government"))
    assert (row["Session"], row["Outcome"]) == (late.ref, "Late")


@pytest.mark.parametrize("day", range(7))
def test_any_day_of_a_week_stands_for_its_monday(day: int) -> None:
    monday, sunday = week_days((WEEK_ON + timedelta(days=day)).isoformat())
    assert (monday, sunday) == (WEEK_ON, date(2026, 3, 15))
