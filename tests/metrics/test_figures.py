"""The figures of the compliance page: each equals a recount of the raw rows, whatever the filters,
and so do its rows and its CSV."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import access, db
from core.errors import InvalidInput, NotPermitted
from core.metrics import figure as shared
from core.metrics.cancellations import settled_cancellation_rows, settled_cancellations
from core.metrics.confirmations import open_confirmation_rows, open_confirmations
from core.metrics.directory import directory_reflection_rows, directory_reflections
from core.metrics.expired import expired_session_rows, expired_sessions
from core.metrics.exports import EXPORTS, export_rows
from core.metrics.figure import Cases, Figure
from core.metrics.open_requests import open_request_rows, open_requests
from core.models.care import CareSession
from core.rules.figures import ROW_OF, FigureFilter, Pick
from core.rules.rates import share
from core.transaction import Reading
from core.vocabulary.care import PayerKind, SessionStatus
from core.vocabulary.figures import FigureKind
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestKind, RequestStatus, SettleStatus
from tests.metrics.conftest import SEEDS
from tests.support import figures, make

NOW = make.NOW
SECOND = timedelta(seconds=1)
DAYS = (date(2026, 1, 1), date(2026, 3, 31))
ALL = FigureFilter(*DAYS)
K = FigureKind
FIGURES: dict[FigureKind, Callable[[Reading, FigureFilter], Figure]] = {
    K.CONFIRMATIONS: open_confirmations,
    K.EXPIRED: expired_sessions,
    K.DIRECTORY: directory_reflections,
    K.REQUESTS: open_requests,
    K.CANCELLATIONS: settled_cancellations,
}
ROWS: dict[FigureKind, Callable[[Reading, FigureFilter, Pick], Cases[Any]]] = {
    K.CONFIRMATIONS: open_confirmation_rows,
    K.EXPIRED: expired_session_rows,
    K.DIRECTORY: directory_reflection_rows,
    K.REQUESTS: open_request_rows,
    K.CANCELLATIONS: settled_cancellation_rows,
}
KINDS = list(FIGURES)
FEW = 30
"""Sessions enough for a row behind a mark of each figure."""


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.writing(engine) as opened:
        yield opened


def look(session: Session, now: datetime = NOW, role: Role = Role.MANAGER) -> Reading:
    return Reading(session, access.Actor("Someone", role), now)


def ref(row: Any) -> str:
    found: str = getattr(row, "request_ref", None) or row.session_ref
    return found


def counts(found: Figure) -> dict[tuple[str, str], int]:
    return {(mark.bucket, mark.part): mark.count for mark in found.marks}


# each figure, its rows and its CSV against the raw rows


def test_every_figure_and_its_rows_are_what_a_recount_of_every_row_gives(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "LIMIT", 1000)
    provider = figures.population(session, random.Random(seed))
    for wanted in (
        ALL,
        FigureFilter(date(2026, 2, 20), date(2026, 3, 5)),
        FigureFilter(*DAYS, state_code=figures.STATES[0]),
        FigureFilter(*DAYS, payer_kind=PayerKind.INSURANCE),
        FigureFilter(*DAYS, provider_ref=provider),
        FigureFilter(*DAYS, figures.STATES[1], PayerKind.MOS, provider),
    ):
        for kind in KINDS:
            expected = list(figures.RECOUNTS[kind](session, wanted))
            found = FIGURES[kind](look(session), wanted)
            assert counts(found) == Counter(case[:2] for case in expected), kind
            behind = [
                (mark.bucket, mark.part, ref(row))
                for mark in found.marks
                for row in ROWS[kind](look(session), wanted, Pick(mark.bucket, mark.part)).rows
            ]
            assert sorted(behind) == sorted(expected), kind
            everything = ROWS[kind](look(session), wanted, Pick()).rows
            assert sorted(map(ref, everything)) == sorted(case[2] for case in expected), kind


def test_the_recounts_meet_every_part_of_every_figure(session: Session) -> None:
    """Otherwise the test above would compare nothing with nothing."""
    figures.population(session, random.Random(SEEDS[0]))
    parts = {kind: {case[1] for case in figures.RECOUNTS[kind](session, ALL)} for kind in KINDS}
    assert parts[K.CONFIRMATIONS] == {kind.value for kind in PayerKind}
    assert parts[K.EXPIRED] == {"in_time", "late", "expired", "unknown"}
    assert parts[K.DIRECTORY] == {"in_time", "late", "not_seen"}
    assert parts[K.REQUESTS] == {"0-1", "2-3", "4-7", "8-14", "15 or more"}
    assert parts[K.CANCELLATIONS] == {"in_time", "late", "open"}


def test_expired_sessions_cost_what_a_recount_of_the_raw_rows_gives(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "LIMIT", 1000)
    figures.population(session, random.Random(seed))
    lost = [case for case in figures.expired(session, ALL) if case[1] == "expired"]
    expected = {of: figures.expected_pay(session, of) for _, _, of in lost}
    found = expired_sessions(look(session), ALL)
    rows = expired_session_rows(look(session), ALL, Pick(part="expired")).rows
    assert {row.session_ref: row.expected_cents for row in rows} == expected
    assert found.cents == sum(pay or 0 for pay in expected.values())
    assert found.unpriced == sum(pay is None for pay in expected.values())


def test_reading_only_the_first_rows_leaves_no_cursor_open(engine: Engine) -> None:
    with db.writing(engine) as session:
        for _ in range(3):
            open_session(session, NOW - timedelta(days=3))
    with db.looking(engine) as session:
        found = export_rows(look(session), K.CONFIRMATIONS, ALL, Pick())
        assert next(found)
        assert next(found)
        found.close()
        assert open_confirmations(look(session), ALL).total == 3


def test_a_csv_has_all_rows_and_the_page_the_first_of_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures.population(session, random.Random(7))
    monkeypatch.setattr(shared, "LIMIT", 2)
    for kind in FigureKind:
        heads, *lines = export_rows(look(session), kind, ALL, Pick())
        every = list(EXPORTS[kind].every(look(session), ALL, Pick()))
        assert heads == [one.name for one in fields(EXPORTS[kind].row)], kind
        assert len(lines) == len(every) > 2, kind
        if kind in ROWS:
            page = ROWS[kind](look(session), ALL, Pick())
            assert (page.rows, page.has_more) == (tuple(every[:2]), True), kind


def test_a_csv_of_a_mark_has_the_rows_of_that_mark(session: Session) -> None:
    figures.population(session, random.Random(7), FEW)
    for kind in KINDS:
        for mark in FIGURES[kind](look(session), ALL).marks:
            pick = Pick(mark.bucket, mark.part)
            _, *lines = export_rows(look(session), kind, ALL, pick)
            assert len(lines) == mark.count, kind


def test_numbers_in_a_csv_stay_numbers_and_days_are_iso(session: Session) -> None:
    of = open_session(session, NOW - timedelta(days=45), payer_kind=PayerKind.MOS)
    heads, line = export_rows(look(session), K.EXPIRED, ALL, Pick())
    cells = dict(zip(heads, line, strict=True))
    assert cells["expected_cents"] == 10000
    assert cells["last_on"] == of.confirm_last_on.isoformat()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1"])
def test_no_cell_of_a_csv_is_a_formula(session: Session, name: str) -> None:
    provider = make.provider(session, first_name=name, last_name="Doe")
    open_session(session, NOW - timedelta(days=3), provider=provider)
    heads, line = export_rows(look(session), K.CONFIRMATIONS, ALL, Pick())
    assert dict(zip(heads, line, strict=True))["provider"] == f"'{name} Doe"


def test_no_client_is_named_in_a_csv(session: Session) -> None:
    figures.population(session, random.Random(7), FEW)
    names = session.query(make.Client.last_name, make.Client.first_name).all()
    for kind in FigureKind:
        text = repr(list(export_rows(look(session), kind, ALL, Pick())))
        assert not [name for row in names for name in row if name in text], kind


def test_rows_are_read_a_batch_at_a_time(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.writing(engine) as session:
        for _ in range(7):
            open_session(session, NOW - timedelta(days=3))
    monkeypatch.setattr(shared, "BATCH", 2)
    with db.looking(engine) as session:
        found = export_rows(look(session), K.CONFIRMATIONS, ALL, Pick())
        assert len([next(found) for _ in range(4)]) == 4
        assert len(list(found)) == 4


# limits, at the exact instant


def open_session(session: Session, start: datetime, **given: Any) -> CareSession:
    provider = given.pop("provider", None) or make.provider(session)
    return make.care_session(session, provider, make.client(session), start=start, **given)


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
        assert expired_sessions(look(session), FigureFilter(*days)).total == number


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


# refusals


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "wanted",
    [
        FigureFilter(date(2026, 3, 2), date(2026, 3, 1)),
        FigureFilter(date(2020, 1, 1), date(2026, 3, 1)),
        FigureFilter(*DAYS, provider_ref="P-\0"),
    ],
)
def test_filters_that_make_no_sense_are_refused(
    session: Session, kind: FigureKind, wanted: FigureFilter
) -> None:
    with pytest.raises(InvalidInput):
        FIGURES[kind](look(session), wanted)


def test_behind_a_mark_that_is_not_there_are_no_rows(session: Session) -> None:
    figures.population(session, random.Random(7), FEW)
    for pick in (Pick("no such bucket"), Pick("", "no such part")):
        assert [ROWS[kind](look(session), ALL, pick).rows for kind in KINDS] == [()] * len(KINDS)


@pytest.mark.parametrize("kind", list(FigureKind))
@pytest.mark.parametrize("pick", [Pick("\0"), Pick("x" * 50), Pick("", "\0")])
def test_a_mark_that_cannot_be_is_refused(session: Session, kind: FigureKind, pick: Pick) -> None:
    with pytest.raises(InvalidInput):
        list(export_rows(look(session), kind, ALL, pick))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN])
def test_the_figures_are_for_leads_and_managers(session: Session, role: Role) -> None:
    for kind in KINDS:
        with pytest.raises(NotPermitted):
            FIGURES[kind](look(session, role=role), ALL)
        with pytest.raises(NotPermitted):
            ROWS[kind](look(session, role=role), ALL, Pick())
        with pytest.raises(NotPermitted):
            export_rows(look(session, role=role), kind, ALL, Pick())


def test_a_csv_is_only_for_a_role_that_may_see_the_figure(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.TABLE, ROW_OF[K.NOTES], frozenset({Role.LEAD}))
    with pytest.raises(NotPermitted):
        export_rows(look(session), K.NOTES, ALL, Pick())


def test_every_figure_has_its_row_of_the_access_table_and_its_export() -> None:
    assert ROW_OF.keys() == EXPORTS.keys() == set(FigureKind)
    assert set(ROW_OF.values()) <= access.TABLE.keys()


@pytest.mark.parametrize(("number", "rate"), [(9, None), (10, 0.5)])
def test_a_rate_is_given_of_ten_cases_or_more(number: int, rate: float | None) -> None:
    assert share(5, number) == rate


def test_marks_come_as_plain_values(session: Session) -> None:
    """They go into a chart as they are."""
    figures.population(session, random.Random(7), FEW)
    for kind in KINDS:
        for mark in FIGURES[kind](look(session), ALL).marks:
            assert [type(value) for value in astuple(mark)] == [str, str, int, int, int]
