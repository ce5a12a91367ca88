"""Random records for the figures, and a recount of every figure from all raw rows, one by one,
without a condition in SQL. A case is (bucket, part, reference)."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.facts.policies import dated_rules
from core.models.care import CareSession, Payout, SessionPlace
from core.models.people import ClientLocation, PracticeLocation, Provider
from core.models.requests import (
    CancellationCase,
    ChecklistItem,
    DirectoryLine,
    DirectorySubmission,
    SupportRequest,
)
from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import PayerKind, PayoutStatus, SessionKind, SessionStatus
from core.vocabulary.metrics import MetricKind
from core.vocabulary.requests import (
    Channel,
    DirectoryTopic,
    EvernorthStatus,
    Priority,
    RequesterType,
    RequestKind,
    RequestStatus,
    SettleStatus,
)
from core.vocabulary.states import StateCode
from tests.support import make

NOW = make.NOW
PLATFORM = ZoneInfo("America/New_York")
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Phoenix")
STATES = (StateCode.NY, StateCode.NJ, StateCode.CT)
CODES = (None, "90837", "90834")
Case = tuple[str, str, str]
Row = TypeVar("Row")


def request(session: Session, **given: object) -> SupportRequest:
    """A request as its columns say; what is not given is as plain as can be."""
    values = {
        "ref": f"R-{session.query(SupportRequest).count():05d}",
        "kind": RequestKind.OTHER,
        "status": RequestStatus.READY,
        "priority": Priority.NORMAL,
        "requester_type": RequesterType.PROVIDER,
        "requester_name": "Somebody",
        "channel": Channel.PHONE,
        "filed_by_id": make.staff(session).key,
        "received_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        **given,
    }
    made = SupportRequest(**values)
    session.add(made)
    session.flush()
    return made


def submission(session: Session, of: SupportRequest, last_on: date, **given: object) -> None:
    values = {
        "request_id": of.key,
        "attempt": 1,
        "full_name": "Dana Provider",
        "npi": "1000000000",
        "submitted_on": last_on - timedelta(days=9),
        "submission_reference": f"EV-{of.ref}",
        "expected_on": last_on - timedelta(days=2),
        "late_after_on": last_on,
        "created_at": NOW,
        "updated_at": NOW,
        **given,
    }
    session.add(DirectorySubmission(**values))
    session.flush()


def line(session: Session, of: SupportRequest, seen_on: date | None) -> None:
    session.add(
        DirectoryLine(
            request_id=of.key,
            topic=DirectoryTopic.PHONE,
            evernorth_status=EvernorthStatus.SUBMITTED,
            reflected_on=seen_on,
            created_at=NOW,
            updated_at=NOW,
        )
    )
    session.flush()


def cancellation(
    session: Session, of: SupportRequest, parts: list[SettleStatus], updated_at: datetime
) -> None:
    session.add(
        CancellationCase(
            request_id=of.key,
            session_id=of.session_id or 0,
            is_open=False,
            reason="Not held",
            claim_settled=parts[0],
            charge_settled=parts[1],
            payout_settled=parts[2],
            car_settled=parts[3],
            created_at=updated_at,
            updated_at=updated_at,
        )
    )
    session.flush()


def step(session: Session, of: SupportRequest, code: str, done_at: datetime | None) -> None:
    session.add(
        ChecklistItem(request_id=of.key, code=code, done_at=done_at, created_at=NOW, updated_at=NOW)
    )
    session.flush()


def practices(session: Session) -> tuple[list[Provider], list[PracticeLocation]]:
    """A provider with an office in each of STATES."""
    providers = [make.provider(session) for _ in STATES]
    offices = [
        make.practice_location(session, one, state)
        for one, state in zip(providers, STATES, strict=True)
    ]
    return providers, offices


def population(session: Session, chance: random.Random, sessions: int = 77) -> str:
    """Records of every figure around every limit, about half as many requests as sessions; the
    reference of a provider who has some."""
    providers, offices = practices(session)
    clients = [make.client(session) for _ in range(5)]
    for client in clients[:3]:
        make.home(session, client, state_code=chance.choice(STATES).value)
    made = []
    for _ in range(sessions):
        which = chance.randrange(3)
        start = NOW - timedelta(minutes=chance.randrange(60 * 24 * 75))
        of = make.care_session(
            session,
            providers[which],
            chance.choice(clients),
            start=start,
            zone=chance.choice(ZONES),
            status=chance.choice([*[SessionStatus.SCHEDULED] * 5, *SessionStatus]),
            kind=chance.choice([*[SessionKind.SESSION] * 6, SessionKind.CONSULT]),
            payer_kind=chance.choice([PayerKind.INSURANCE, *PayerKind]),
            cpt=chance.choice(CODES),
            practice_location_id=chance.choice([None, offices[which].key]),
        )
        made.append(of)
        for ordinal in range(1, chance.randrange(3) + 1):
            make.place(session, of, chance.choice(STATES), ordinal=ordinal)
        if of.status not in (SessionStatus.SCHEDULED, SessionStatus.CANCELLED):
            limit = of.confirm_blocked_from or start
            near = [None, limit, limit - timedelta(seconds=1), start + timedelta(days=1)]
            of.confirmed_at = chance.choice(near)
            make.payout(
                session,
                of,
                amount_cents=chance.randrange(5000, 20000),
                status=chance.choice(list(PayoutStatus)),
            )
    for _ in range(sessions * 6 // 11):
        _request(session, chance, made, providers, clients)
    session.flush()
    ref: str = providers[0].ref
    return ref


def _request(session, chance, sessions, providers, clients) -> None:
    kind = chance.choice(
        [RequestKind.DIRECTORY_UPDATE, *[RequestKind.SESSION_CANCELLATION] * 4, *RequestKind]
    )
    days = chance.choice([2, 4, 8, 15, chance.randrange(40)])
    about = chance.choice([None, *sessions[:20]])
    if kind == RequestKind.SESSION_CANCELLATION:
        about, days = about or sessions[0], chance.randrange(12, 40)
    received = NOW - timedelta(days=days) + timedelta(seconds=chance.choice([-1, 0, 1]))
    ready = chance.choice([None, received, *[received + timedelta(hours=3)] * 4])
    of = request(
        session,
        kind=kind,
        status=chance.choice([*RequestStatus, *[RequestStatus.REPLY_PENDING] * 4]),
        received_at=received,
        ready_at=ready,
        due_at=chance.choice([None, NOW, NOW + timedelta(seconds=1)]),
        session_id=about.key if about else None,
        provider_id=chance.choice([None, chance.choice(providers).key]),
        client_id=chance.choice([None, chance.choice(clients).key]),
    )
    if kind == RequestKind.DIRECTORY_UPDATE:
        last_on = NOW.date() - timedelta(days=chance.randrange(-1, 30))
        submission(session, of, last_on, returned_on=chance.choice([None, None, None, last_on]))
        for _ in range(chance.randrange(3)):
            line(session, of, chance.choice([None, last_on, last_on + timedelta(days=1)]))
    if kind == RequestKind.SESSION_CANCELLATION:
        done = [SettleStatus.DONE, SettleStatus.NOT_APPLICABLE]
        parts = [chance.choice(done) for _ in range(4)]
        if chance.random() < 0.3:
            parts[chance.randrange(4)] = SettleStatus.TODO
        cancellation(session, of, parts, received + timedelta(days=chance.randrange(25)))
        for number in range(chance.randrange(3)):
            step(session, of, f"step-{number}", received + timedelta(days=chance.randrange(25)))


# the recount


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


def _is_given_up(of: SupportRequest) -> bool:
    return of.status in ("rejected", "withdrawn", "redirected", "duplicate")


def confirmations(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for of in rows(session, CareSession):
        end = of.actual_end_at or of.scheduled_end_at
        if of.status != "scheduled" or of.kind != "session" or end > NOW:
            continue
        if of.confirm_blocked_from <= NOW or not _session_counts(session, of, wanted):
            continue
        left = (of.confirm_last_on - NOW.astimezone(ZoneInfo(of.zone)).date()).days
        groups = ((2, "0-2"), (8, "3-8"), (15, "9-15"), (999, "16 or more"))
        yield next(name for most, name in groups if left <= most), of.payer_kind.value, of.ref


def expired(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for of in rows(session, CareSession):
        if of.kind != "session" or of.confirm_blocked_from is None or of.confirm_last_on is None:
            continue
        if of.status in ("cancelled", "no_show", "cancelled_after_confirm"):
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
            outcome = "in_time" if of.confirmed_at < of.confirm_blocked_from else "late"
        yield f"{of.confirm_last_on:%Y-%m}", outcome, of.ref


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


def directory(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for one in rows(session, DirectorySubmission):
        of = session.get(SupportRequest, one.request_id)
        if one.returned_on or _is_given_up(of) or one.late_after_on >= day_of(NOW):
            continue
        if not wanted.from_on <= one.late_after_on <= wanted.to_on:
            continue
        if not _request_counts(session, of, wanted, payer=False):
            continue
        lines = [x for x in rows(session, DirectoryLine) if x.request_id == of.id]
        seen = [x.reflected_on for x in lines if x.reflected_on]
        outcome = "not_seen"
        if lines and len(seen) == len(lines):
            outcome = "in_time" if max(seen) <= one.late_after_on else "late"
        yield f"{one.late_after_on:%Y-%m}", outcome, of.ref


def open_requests(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    for of in rows(session, SupportRequest):
        if of.status in ("closed",) or _is_given_up(of):
            continue
        if not _request_counts(session, of, wanted):
            continue
        days = (NOW - of.received_at) // timedelta(days=1)
        ages = ((1, "0-1"), (3, "2-3"), (7, "4-7"), (14, "8-14"), (999, "15 or more"))
        yield of.kind.value, next(name for most, name in ages if days <= most), of.ref


def cancellations(session: Session, wanted: MetricFilter) -> Iterator[Case]:
    calendar = dated_rules(session).calendar
    for one in rows(session, CancellationCase):
        of = session.get(SupportRequest, one.request_id)
        if _is_given_up(of) or of.ready_at is None or not _request_counts(session, of, wanted):
            continue
        last_on, left = day_of(of.ready_at), 10
        while left:
            last_on += timedelta(days=1)
            left -= calendar.is_business_day(last_on)
        if not wanted.from_on <= last_on <= wanted.to_on or last_on >= day_of(NOW):
            continue
        parts = (one.claim_settled, one.charge_settled, one.payout_settled, one.car_settled)
        steps = [
            item.done_at
            for item in rows(session, ChecklistItem)
            if item.request_id == of.id and item.done_at
        ]
        outcome = "open"
        if "todo" not in parts:
            settled = max(steps) if steps else one.updated_at
            outcome = "in_time" if day_of(settled) <= last_on else "late"
        yield f"{last_on:%Y-%m}", outcome, of.ref


RECOUNTS: dict[MetricKind, Callable[[Session, MetricFilter], Iterator[Case]]] = {
    MetricKind.CONFIRMATIONS: confirmations,
    MetricKind.EXPIRED: expired,
    MetricKind.DIRECTORY: directory,
    MetricKind.REQUESTS: open_requests,
    MetricKind.CANCELLATIONS: cancellations,
}
