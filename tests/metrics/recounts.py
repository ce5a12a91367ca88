"""A recount of every metric from all raw rows, one by one, without a condition in SQL."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.facts.policies import dated_rules
from core.models.audit import AuditEntry
from core.models.care import CareSession, Note, Payout, SessionPlace
from core.models.people import ClientLocation, PracticeLocation, Provider
from core.models.requests import (
    CancellationCase,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import NoteMode, SignatureSource
from tests.support import make

NOW = make.NOW
PLATFORM = ZoneInfo("America/New_York")
Row = TypeVar("Row")


class Case(NamedTuple):
    """One counted record."""

    group: str
    series: str
    outcome: str
    ref: str


def rows(session: Session, table: type[Row]) -> list[Row]:
    """All of them, read once: a recount goes through them again for each case."""
    read: dict[type[Row], list[Row]] = session.info.setdefault("read", {})
    if table not in read:
        read[table] = list(session.scalars(select(table)))
    return read[table]


def day_of(instant: datetime) -> date:
    return instant.astimezone(PLATFORM).date()


def state_of(session: Session, of: CareSession) -> str | None:
    places = [one for one in rows(session, SessionPlace) if one.session_id == of.id]
    if places:
        return min(places, key=lambda place: place.ordinal).state_code
    office = session.get(PracticeLocation, of.practice_location_id or 0)
    return office.state_code.value if office else None


def _session_counts(session: Session, of: CareSession, wanted: MetricFilter) -> bool:
    provider = session.get(Provider, of.provider_id)
    return (
        wanted.payer_kind in (None, of.payer_kind)
        and (not wanted.provider_ref or provider.ref == wanted.provider_ref)
        and (not wanted.state_code or state_of(session, of) == wanted.state_code.value)
    )


def _request_counts(
    session: Session, of: SupportRequest, wanted: MetricFilter, payer: bool = True
) -> bool:
    about = session.get(CareSession, of.session_id or 0)
    if payer and wanted.payer_kind and (not about or about.payer_kind != wanted.payer_kind):
        return False
    whose = of.provider_id or (about.provider_id if about else 0)
    provider = session.get(Provider, whose or 0)
    if wanted.provider_ref and (provider is None or provider.ref != wanted.provider_ref):
        return False
    if not wanted.state_code:
        return True
    if about:
        return state_of(session, about) == wanted.state_code.value
    offices = {
        one.state_code
        for one in rows(session, PracticeLocation)
        if one.provider_id == of.provider_id and one.is_active
    }
    homes = {
        one.state_code
        for one in rows(session, ClientLocation)
        if one.client_id == of.client_id and one.kind == "home" and one.to_on is None
    }
    return wanted.state_code.value in offices | homes


ENDED_EARLY = ("rejected", "withdrawn", "redirected", "duplicate")


def _had_ended_early(session: Session, of: SupportRequest, day: date) -> bool:
    """By the end of `day`, as the audit trail has it."""
    known = [f"request.{one}" for one in (*ENDED_EARLY, "reopened")]
    last = ""
    for entry in sorted(rows(session, AuditEntry), key=lambda entry: entry.number):
        is_of = (entry.entity, entry.entity_id) == ("support_request", of.id)
        if is_of and entry.action in known and day_of(entry.at) <= day:
            last = entry.action
    return last in known[:-1]


def notes_on_time(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    first, last = (_monday(day) for day in (wanted.from_on, wanted.to_on))
    for of in rows(session, CareSession):
        if of.kind == "consult" or of.note_due_at is None or of.note_due_on is None:
            continue
        if of.status in CANCELED or of.note_due_at >= NOW:
            continue
        if first <= _monday(of.note_due_on) <= last and _session_counts(session, of, wanted):
            week = _monday(of.note_due_on).isoformat()
            yield Case(week, of.note_class.value, _note_outcome(session, of), of.ref)


CANCELED = ("cancelled", "no_show", "cancelled_after_confirm")


def _monday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)


def _note_outcome(session: Session, of: CareSession) -> str:
    active = [
        note
        for note in rows(session, Note)
        if note.session_id == of.id and not note.is_discarded and note.mode != "none"
    ]
    signatures = [
        note.signed_at
        for note in active
        if note.signed_at is not None
        and (note.mode != NoteMode.UPLOAD or note.signature_source == SignatureSource.ATTESTED)
    ]
    if signatures and of.note_due_at is not None:
        return "on_time" if min(signatures) <= of.note_due_at else "late"
    return "unknown" if any(note.mode == "upload" for note in active) else "unsigned"


def sessions_to_confirm(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for of in rows(session, CareSession):
        end = of.actual_end_at or of.scheduled_end_at
        if of.status != "scheduled" or of.kind != "session" or end > NOW:
            continue
        if of.confirm_blocked_from <= NOW or not _session_counts(session, of, wanted):
            continue
        left = (of.confirm_last_on - NOW.astimezone(ZoneInfo(of.zone)).date()).days
        groups = ((2, "0-2"), (8, "3-8"), (15, "9-15"), (999, "16+"))
        group = next(name for most, name in groups if left <= most)
        yield Case(group, of.payer_kind.value, group, of.ref)


def expired_sessions(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for of in rows(session, CareSession):
        if of.kind != "session" or of.confirm_blocked_from is None or of.confirm_last_on is None:
            continue
        if of.status in CANCELED:
            continue
        if of.confirm_blocked_from > NOW or not _session_counts(session, of, wanted):
            continue
        if not wanted.from_on <= of.confirm_last_on <= wanted.to_on:
            continue
        if of.status == "scheduled":
            outcome = "expired"
        elif of.confirmed_at is None:
            outcome = "unknown"
        else:
            outcome = "on_time" if of.confirmed_at < of.confirm_blocked_from else "late"
        yield Case(f"{of.confirm_last_on:%Y-%m}", outcome, outcome, of.ref)


def expected_pay(session: Session, ref: str) -> int | None:
    """What an expired session would have paid."""
    (of,) = [one for one in rows(session, CareSession) if one.ref == ref]
    if of.payer_kind == "mos":
        return 10000
    before = [
        (other.date_of_service, payout.id, payout.amount_cents)
        for payout in rows(session, Payout)
        for other in [session.get(CareSession, payout.session_id)]
        if payout.status in ("pending", "scheduled", "paid")
        and other.provider_id == of.provider_id
        and of.cpt
        and other.cpt == of.cpt
        and other.payer_kind == of.payer_kind
        and other.date_of_service < of.date_of_service
    ]
    return max(before)[2] if before else None


def directory_updates(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for one in rows(session, DirectorySubmission):
        of, day = session.get(SupportRequest, one.request_id), one.late_after_on
        if day >= day_of(NOW) or not wanted.from_on <= day <= wanted.to_on:
            continue
        if (one.returned_on and one.returned_on <= day) or _had_ended_early(session, of, day):
            continue
        if not _request_counts(session, of, wanted, payer=False):
            continue
        lines = [x for x in rows(session, DirectoryLine) if x.request_id == of.id]
        outcome = "not_seen"
        if lines and all(_was_right(session, x, day) for x in lines):
            outcome = "on_time"
        elif lines and all(x.reflected_on for x in lines):
            outcome = "late"
        yield Case(f"{day:%Y-%m}", outcome, outcome, of.ref)


def _was_right(session: Session, line: DirectoryLine, day: date) -> bool:
    looks = [
        (look.looked_on, look.id, look.is_right)
        for look in rows(session, ListingCheck)
        if look.line_id == line.id and look.looked_on <= day
    ]
    return bool(looks) and max(looks)[-1]


def open_requests(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for of in rows(session, SupportRequest):
        if of.status in ("closed", *ENDED_EARLY):
            continue
        if not _request_counts(session, of, wanted):
            continue
        days = (NOW - of.received_at) // timedelta(days=1)
        ages = ((1, "0-1"), (3, "2-3"), (7, "4-7"), (14, "8-14"), (999, "15+"))
        age = next(name for most, name in ages if days <= most)
        yield Case(of.kind.value, age, age, of.ref)


def settled_cancellations(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    calendar = dated_rules(session).calendar
    for one in rows(session, CancellationCase):
        of = session.get(SupportRequest, one.request_id)
        if of.ready_at is None or not _request_counts(session, of, wanted):
            continue
        last_on, left = day_of(of.ready_at), 10
        while left:
            last_on += timedelta(days=1)
            left -= calendar.is_business_day(last_on)
        if not wanted.from_on <= last_on <= wanted.to_on or last_on >= day_of(NOW):
            continue
        if _had_ended_early(session, of, last_on):
            continue
        outcome = "open"
        if one.settled_at:
            outcome = "on_time" if day_of(one.settled_at) <= last_on else "late"
        yield Case(f"{last_on:%Y-%m}", outcome, outcome, of.ref)


RECOUNTS: dict[str, Callable[[Session, MetricFilter], Iterator[Case]]] = {
    one.__name__: one
    for one in (
        notes_on_time,
        sessions_to_confirm,
        expired_sessions,
        directory_updates,
        open_requests,
        settled_cancellations,
    )
}
"""By the code of the metric."""
