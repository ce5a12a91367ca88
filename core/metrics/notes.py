"""Notes completed and signed in time, by the week they were due and by their clock (R10, R11)."""

from collections import Counter, defaultdict
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.errors import InvalidInput, NotFound
from core.metrics.contract import Export, stream
from core.metrics.note_cases import NoteFilter, NoteOutcome, monday, note_cases
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.rules.metric_filters import MetricFilter, Pick
from core.rules.rates import share
from core.rules.sessions.masking import initials
from core.vocabulary.care import NoteClass

LIMIT = 50


@dataclass(frozen=True)
class Timeliness:
    """Notes that were due, by outcome. `unsigned` have no note or none that is signed; `unknown`
    are uploads whose signing time nobody attested: they are no part of the rate."""

    on_time: int
    late: int
    unsigned: int
    unknown: int

    @property
    def due(self) -> int:
        """How many the rate is of."""
        return self.on_time + self.late + self.unsigned

    @property
    def rate(self) -> float | None:
        """The share signed in time, 0 to 1; None of fewer than `FEWEST`."""
        return share(self.on_time, self.due)

    @property
    def unknown_share(self) -> float | None:
        """The share of all that the rate says nothing about, 0 to 1; None where none was due."""
        everyone = self.due + self.unknown
        return self.unknown / everyone if everyone else None


@dataclass(frozen=True)
class NoteWeek:
    """One mark of the chart: the notes of one class due in the week of the Monday `week_on`."""

    week_on: date
    note_class: NoteClass
    notes: Timeliness


@dataclass(frozen=True)
class NoteTimeliness:
    """The figure: its weeks in order, the whole, and the period and instant it holds for."""

    first_on: date
    last_on: date
    as_of: datetime
    weeks: tuple[NoteWeek, ...]
    total: Timeliness


@dataclass(frozen=True)
class NoteCase:
    """One session behind a mark; the client in initials."""

    session_ref: str
    provider_ref: str
    provider: str
    client_ref: str
    client: str
    zone: str
    note_class: NoteClass
    due_at: datetime
    signed_at: datetime | None
    outcome: NoteOutcome


@dataclass(frozen=True)
class NoteCases:
    """Up to `LIMIT` sessions by the time their note was due, and whether there are more."""

    rows: tuple[NoteCase, ...]
    has_more: bool


@guard(MANAGING)
def note_timeliness(context: ReadContext, wanted: NoteFilter) -> NoteTimeliness:
    """Of the sessions whose note was due in these weeks and is past due now: how many were signed
    in time. Weeks are the platform's, Monday to Sunday; one in which no note was due is left out.

    Raises InvalidInput for weeks out of order.
    """
    weeks: defaultdict[tuple[date, NoteClass], Counter[str]] = defaultdict(Counter)
    for due_on, note_class, outcome, number in context.db.execute(_days(wanted, context.now)):
        weeks[monday(due_on), note_class][outcome] += number
    return NoteTimeliness(
        first_on=monday(wanted.from_week),
        last_on=monday(wanted.to_week) + timedelta(days=6),
        as_of=context.now,
        weeks=tuple(
            NoteWeek(week_on, note_class, _counted(counts))
            for (week_on, note_class), counts in sorted(weeks.items())
        ),
        total=_counted(sum(weeks.values(), Counter())),
    )


@guard(MANAGING)
def note_timeliness_rows(
    context: ReadContext,
    wanted: NoteFilter,
    week_on: date,
    note_class: NoteClass,
    outcome: NoteOutcome | None = None,
    after: str = "",
) -> NoteCases:
    """The sessions behind one mark of `note_timeliness`, of one outcome or of all, going on after
    the session `after`. Raises NotFound where that is not there."""
    one = replace(wanted, from_week=week_on, to_week=week_on, note_class=note_class)
    statement = _cases(one, context.now)
    cases = statement.selected_columns
    if outcome:
        statement = statement.where(cases.outcome == outcome.value)
    if after:
        due_at, key = _anchor(context, after)
        later = and_(cases.note_due_at == due_at, cases.id > key)
        statement = statement.where(or_(cases.note_due_at > due_at, later))
    ordered = statement.order_by(cases.note_due_at, cases.id).limit(LIMIT + 1)
    rows = tuple(_case(row) for row in context.db.execute(ordered))
    return NoteCases(rows[:LIMIT], len(rows) > LIMIT)


def _days(wanted: NoteFilter, now: datetime) -> Select[Any]:
    cases = note_cases(wanted, now).c
    by: tuple[Any, ...] = (cases.note_due_on, cases.note_class, cases.outcome)
    return select(*by, func.count()).group_by(*by)


def _every(context: ReadContext, wanted: MetricFilter, pick: Pick) -> Generator[NoteCase]:
    """Behind the whole figure, or behind the mark of a Monday (ISO) and a class."""
    statement = _cases(_of_mark(wanted, pick), context.now)
    cases = statement.selected_columns
    for row in stream(context.db, statement.order_by(cases.note_due_at, cases.id)):
        yield _case(row)


EXPORT = Export(NoteCase, _every)


def _of_mark(wanted: MetricFilter, pick: Pick) -> NoteFilter:
    try:
        note_class = NoteClass(pick.part) if pick.part else None
        week_on = date.fromisoformat(pick.bucket) if pick.bucket else None
    except ValueError as problem:
        raise InvalidInput({"bucket": "Choose one of the marks of the chart."}) from problem
    return NoteFilter(
        week_on or wanted.from_on,
        week_on or wanted.to_on,
        wanted.state_code,
        note_class,
        wanted.provider_ref,
        wanted.payer_kind,
    )


def _cases(wanted: NoteFilter, now: datetime) -> Select[Any]:
    case = note_cases(wanted, now)
    columns: tuple[Any, ...] = (
        *case.c,
        col(CareSession.ref),
        col(CareSession.zone),
        col(Provider.ref).label("provider_ref"),
        (col(Provider.first_name) + " " + col(Provider.last_name)).label("provider"),
        col(Client.ref).label("client_ref"),
        col(Client.first_name),
        col(Client.last_name),
    )
    return (
        select(*columns)
        .select_from(case)
        .join(CareSession, col(CareSession.id) == case.c.id)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
    )


def _anchor(context: ReadContext, ref: str) -> tuple[datetime | None, int | None]:
    found = context.db.execute(
        select(col(CareSession.note_due_at), col(CareSession.id)).where(col(CareSession.ref) == ref)
    ).one_or_none()
    if found is None:
        raise NotFound(f"There is no session {ref} to go on from. Start the list again.")
    return found[0], found[1]


def _case(row: Any) -> NoteCase:
    return NoteCase(
        session_ref=row.ref,
        provider_ref=row.provider_ref,
        provider=row.provider,
        client_ref=row.client_ref,
        client=initials(row.first_name, row.last_name),
        zone=row.zone,
        note_class=row.note_class,
        due_at=row.note_due_at,
        signed_at=row.signed_at,
        outcome=NoteOutcome(row.outcome),
    )


def _counted(counts: Counter[str]) -> Timeliness:
    return Timeliness(**{outcome.value: counts[outcome] for outcome in NoteOutcome})
