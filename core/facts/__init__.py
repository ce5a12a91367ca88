"""Rows in, frozen facts out: what the rules are handed instead of tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.care import CareSession
from core.models.coverage import Coverage, Plan
from core.models.people import Provider
from core.models.policies import HolidayOverride, Policy
from core.models.requests import (
    CancellationCase,
    DirectoryLine,
    DirectorySubmission,
    SupportRequest,
    Wait,
)
from core.rules.requests.listing import Course, ProviderFact
from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import PLATFORM_ZONE
from core.rules.time.instants import local_date, zone
from core.rules.time.pauses import Pause
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.administration import HolidayOverrideKind
from core.vocabulary.care import SessionStatus

SESSION_COLUMNS = (
    col(CareSession.id),
    col(CareSession.client_id),
    col(CareSession.scheduled_start_at),
    col(CareSession.scheduled_end_at),
    col(CareSession.zone),
    col(CareSession.payer_kind),
    col(CareSession.kind),
    col(CareSession.status),
    col(CareSession.actual_start_at),
    col(CareSession.actual_end_at),
    col(CareSession.confirmed_at),
    col(CareSession.cancelled_at),
)


CANCELLING = (SessionStatus.CANCEL_REQUESTED, SessionStatus.CANCELLED_AFTER_CONFIRM)


POLICY_COLUMNS = (
    col(Policy.policy_key),
    col(Policy.value),
    col(Policy.unit),
    col(Policy.from_on),
    col(Policy.to_on),
    col(Policy.origin),
    col(Policy.rule),
    col(Policy.citation),
)


def policy_book(db: Session) -> PolicyBook:
    """Every dated policy value of this database."""
    return _book(tuple(tuple(row) for row in db.execute(select(*POLICY_COLUMNS))))


@lru_cache(maxsize=8)
def _book(rows: tuple[tuple[Any, ...], ...]) -> PolicyBook:
    """The book of just these rows: they are read each time, and hardly ever others."""
    return PolicyBook(
        PolicyValue(key, json.loads(value), unit, from_on, to_on, origin.value, rule, citation)
        for key, value, unit, from_on, to_on, origin, rule, citation in rows
    )


def business_calendar(db: Session) -> BusinessCalendar:
    """The federal calendar with this database's overrides."""
    overrides = db.scalars(select(HolidayOverride)).all()
    return BusinessCalendar(
        closed=[(row.day, row.name) for row in overrides if row.kind == HolidayOverrideKind.CLOSED],
        opened=[row.day for row in overrides if row.kind == HolidayOverrideKind.OPEN],
    )


def pauses(db: Session, request: SupportRequest, book: PolicyBook) -> tuple[Pause, ...]:
    """The waits of a request since its clocks began; days are the platform's."""
    if request.ready_at is None:
        return ()
    rows = db.execute(
        select(col(Wait.from_on), col(Wait.wake_on), col(Wait.ended_at))
        .where(col(Wait.request_id) == request.key, col(Wait.created_at) >= request.ready_at)
        .order_by(col(Wait.id))
    )
    return tuple(Pause(from_on, wake_on, _day(ended, book)) for from_on, wake_on, ended in rows)


def provider_fact(provider: Provider) -> ProviderFact:
    """What the rules are told of a provider."""
    return ProviderFact(
        ref=provider.ref,
        npi=provider.npi,
        first_name=provider.first_name,
        last_name=provider.last_name,
        suffix=provider.suffix,
        enrolled_from=provider.mos_enrolled_from,
        enrolled_to=provider.mos_enrolled_to,
    )


def listing_course(db: Session, request_id: int) -> Course:
    """How far the change of a listing is, by its hand-overs and by the looks at its lines."""
    of = col(DirectorySubmission.request_id) == request_id
    columns = (col(DirectorySubmission.submitted_on), col(DirectorySubmission.returned_on))
    handed = db.execute(select(*columns).where(of).order_by(col(DirectorySubmission.attempt))).all()
    lines = col(DirectoryLine.request_id) == request_id
    seen = db.scalars(select(col(DirectoryLine.reflected_on)).where(lines)).all()
    days = [day for day in seen if day is not None]
    return Course(
        submitted_on=handed[-1].submitted_on if handed else None,
        returned_on=max((one.returned_on for one in handed if one.returned_on), default=None),
        is_out=bool(handed) and handed[-1].returned_on is None,
        seen_on=max(days) if days and len(days) == len(seen) else None,
    )


def session_facts(db: Session, session_ids: Sequence[int]) -> dict[int, SessionFacts]:
    """The facts of these sessions by id, with their clients' coverages; three queries at most."""
    rows = db.execute(select(*SESSION_COLUMNS).where(col(CareSession.id).in_(session_ids))).all()
    coverages = coverage_facts(db, {row.client_id for row in rows})
    asked = _cancel_asked(db, [row.id for row in rows if row.status in CANCELLING])
    return {row.id: _facts(row, coverages[row.client_id], asked.get(row.id)) for row in rows}


def _cancel_asked(db: Session, session_ids: Sequence[int]) -> dict[int, datetime]:
    """When the newest cancellation of each of these was asked for here."""
    if not session_ids:
        return {}
    case = CancellationCase
    rows = db.execute(
        select(col(case.session_id), col(case.created_at))
        .where(col(case.session_id).in_(session_ids))
        .order_by(col(case.id))
    )
    return {row.session_id: row.created_at for row in rows}


def coverage_facts(
    db: Session, client_ids: Iterable[int]
) -> defaultdict[int, tuple[CoverageFact, ...]]:
    """The coverages of these clients, first rank first; an unknown client has none."""
    rows = db.execute(
        select(
            col(Coverage.client_id),
            col(Plan.line),
            col(Coverage.from_on),
            col(Coverage.to_on),
            col(Coverage.known_at),
        )
        .join(Plan, col(Plan.id) == col(Coverage.plan_id))
        .where(col(Coverage.client_id).in_(list(client_ids)))
        .order_by(col(Coverage.client_id), col(Coverage.rank), col(Coverage.from_on))
    )
    found: defaultdict[int, tuple[CoverageFact, ...]] = defaultdict(tuple)
    for client_id, line, from_on, to_on, known_at in rows:
        found[client_id] += (CoverageFact(line, from_on, to_on, known_at),)
    return found


def _day(instant: datetime | None, book: PolicyBook) -> date | None:
    if instant is None:
        return None
    return local_date(instant, zone(book.on(PLATFORM_ZONE, instant.date()).text))


def _facts(
    row: Any, coverages: tuple[CoverageFact, ...], cancel_asked_at: datetime | None
) -> SessionFacts:
    return SessionFacts(
        scheduled_start_at=row.scheduled_start_at,
        scheduled_end_at=row.scheduled_end_at,
        tz=zone(row.zone),
        payer_kind=row.payer_kind,
        kind=row.kind,
        status=row.status,
        actual_start_at=row.actual_start_at,
        actual_end_at=row.actual_end_at,
        confirmed_at=row.confirmed_at,
        cancelled_at=row.cancelled_at,
        cancel_asked_at=cancel_asked_at,
        coverages=coverages,
    )
