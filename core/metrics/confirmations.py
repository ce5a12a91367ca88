"""Sessions that wait for their confirmation, by the days left for it and by who pays (R01)."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, false, func, or_, select
from sqlmodel import col

from core.access import MANAGING, guard
from core.db.transaction import ReadContext
from core.metrics.contract import Cases, Export, Figure, counted, first, picked, plain, stream
from core.metrics.population import PEOPLE, Where, of_sessions, people
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.rules.metric_filters import MetricFilter, Pick, check
from core.rules.time.instants import local_date, zone
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus
from core.vocabulary.metrics import DaysLeft

LAST = {DaysLeft.TO_2: 2, DaysLeft.TO_8: 8, DaysLeft.TO_15: 15}
"""The most days left of each group; the last group has no end."""


@dataclass(frozen=True)
class OpenConfirmation:
    """One session that waits; on the day `last_on` itself no day is left."""

    session_ref: str
    provider_ref: str
    provider: str
    client_ref: str
    client: str
    payer_kind: PayerKind
    zone: str
    date_of_service: date
    last_on: date
    days_left: int
    group: DaysLeft


@guard(MANAGING)
def open_confirmations(context: ReadContext, wanted: MetricFilter) -> Figure:
    """The sessions that took place, or are not said not to have, are not confirmed, and can still
    be: all of this moment, whatever the period. Raises InvalidInput by field."""
    return Figure(context.now, counted(context.db, _cases(context, wanted)))


@guard(MANAGING)
def open_confirmation_rows(
    context: ReadContext, wanted: MetricFilter, pick: Pick
) -> Cases[OpenConfirmation]:
    """The first sessions behind a mark, by the end of their time to confirm."""
    return first(_every(context, wanted, pick))


def _every(context: ReadContext, wanted: MetricFilter, pick: Pick) -> Generator[OpenConfirmation]:
    cases = _cases(context, wanted)
    columns: tuple[Any, ...] = (
        cases.c.bucket,
        col(CareSession.ref),
        col(CareSession.payer_kind),
        col(CareSession.zone),
        col(CareSession.date_of_service),
        col(CareSession.confirm_last_on),
        *PEOPLE,
    )
    statement = (
        select(*columns)
        .select_from(cases)
        .join(CareSession, col(CareSession.id) == cases.c.id)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
        .order_by(col(CareSession.confirm_blocked_from), col(CareSession.id))
    )
    for row in stream(context.db, picked(statement, cases, pick)):
        yield _row(row, context.now)


EXPORT = Export(OpenConfirmation, _every)


def _cases(context: ReadContext, wanted: MetricFilter) -> Subquery:
    population = _population(wanted, context.now)
    zones = context.db.scalars(select(col(CareSession.zone)).distinct().where(*population))
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        _group({name: local_date(context.now, zone(name)) for name in zones}).label("bucket"),
        plain(col(CareSession.payer_kind)).label("part"),
    )
    return select(*columns).where(*population).subquery("open_confirmation")


def _population(wanted: MetricFilter, now: datetime) -> Where:
    check(wanted)
    end = func.coalesce(col(CareSession.actual_end_at), col(CareSession.scheduled_end_at))
    return [
        col(CareSession.status) == SessionStatus.SCHEDULED,
        col(CareSession.kind) == SessionKind.SESSION,
        col(CareSession.confirm_blocked_from) > now,
        end <= now,
        *of_sessions(wanted),
    ]


def _group(today: dict[str, date]) -> ColumnElement[str]:
    """The group of a session; which day it is, is told for each zone."""
    whens = [(_at_most(days, today), group.value) for group, days in LAST.items()]
    return case(*whens, else_=DaysLeft.MORE.value)


def _at_most(days: int, today: dict[str, date]) -> ColumnElement[bool]:
    """No more than `days` are left on the session's own calendar."""
    zones = {day: [name for name in today if today[name] == day] for day in today.values()}
    here, last_on = col(CareSession.zone), col(CareSession.confirm_last_on)
    each = (
        and_(here.in_(names), last_on <= day + timedelta(days=days)) for day, names in zones.items()
    )
    return or_(false(), *each)


def _row(row: Any, now: datetime) -> OpenConfirmation:
    return OpenConfirmation(
        session_ref=row.ref,
        **people(row),
        payer_kind=row.payer_kind,
        zone=row.zone,
        date_of_service=row.date_of_service,
        last_on=row.confirm_last_on,
        days_left=(row.confirm_last_on - local_date(now, zone(row.zone))).days,
        group=DaysLeft(row.bucket),
    )
