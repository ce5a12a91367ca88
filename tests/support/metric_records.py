"""Random records around every limit that a metric has."""

import random
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.due_instants import rewrite_cancellations
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.people import Client, PracticeLocation, Provider
from core.models.requests import (
    CancellationCase,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.vocabulary.care import NoteMode, PayerKind, PayoutStatus, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
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
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Phoenix")
STATES = (StateCode.NY, StateCode.NJ, StateCode.CT)
CODES = (None, "90837", "90834")
SECOND = timedelta(seconds=1)


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


def line(session: Session, of: SupportRequest, seen_on: date | None, *wrong_on: date) -> None:
    """A field that was found correct on a day, if ever; it is so now unless it was wrong later."""
    is_right = seen_on is not None and max((seen_on, *wrong_on)) == seen_on
    made = DirectoryLine(
        request_id=of.key,
        topic=DirectoryTopic.PHONE,
        evernorth_status=EvernorthStatus.SUBMITTED,
        reflected_on=seen_on if is_right else None,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(made)
    session.flush()
    looked = [(day, False) for day in wrong_on] + ([(seen_on, True)] if seen_on else [])
    for day, found in looked:
        session.add(
            ListingCheck(
                line_id=made.key,
                looked_on=day,
                seen_value="",
                is_right=found,
                by_id=of.filed_by_id,
            )
        )
    session.flush()


def happened(session: Session, of: SupportRequest, action: str, at: datetime) -> None:
    """An entry of the audit trail."""
    number = session.query(AuditEntry).count() + 1
    session.add(
        AuditEntry(
            number=number,
            at=at,
            actor="Somebody",
            action=action,
            entity="support_request",
            entity_id=of.key,
        )
    )
    session.flush()


def cancellation(
    session: Session,
    of: SupportRequest,
    parts: list[SettleStatus],
    settled_at: datetime | None = None,
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
            settled_at=settled_at,
            created_at=NOW,
            updated_at=NOW,
        )
    )
    session.flush()
    rewrite_cancellations(session, col(CancellationCase.request_id) == of.key)


def practices(session: Session) -> tuple[list[Provider], list[PracticeLocation]]:
    """A provider with an office in each of STATES."""
    providers = [make.provider(session) for _ in STATES]
    offices = [
        make.practice_location(session, one, state)
        for one, state in zip(providers, STATES, strict=True)
    ]
    return providers, offices


def some_clients(session: Session, chance: random.Random) -> list[Client]:
    """Five clients, three with a home and two of these on Medicaid."""
    clients = [make.client(session) for _ in range(5)]
    plan = make.plan(session, LineOfBusiness.MEDICAID)
    for number, client in enumerate(clients[:3]):
        make.home(session, client, state_code=chance.choice(STATES).value)
        if number:
            make.coverage(session, client, plan)
    return clients


def population(
    session: Session, chance: random.Random, sessions: int = 77, now: datetime = NOW
) -> str:
    """Records for every metric of the ten weeks before `now`, about half as many requests as
    sessions; the reference of a provider who has some."""
    providers, offices = practices(session)
    clients = some_clients(session, chance)
    made = []
    for _ in range(sessions):
        which = chance.randrange(3)
        of = make.care_session(
            session,
            providers[which],
            chance.choice(clients),
            start=now - timedelta(minutes=chance.randrange(60 * 24 * 75)),
            zone=chance.choice(ZONES),
            status=chance.choice([*[SessionStatus.SCHEDULED] * 5, *SessionStatus]),
            kind=chance.choice([*[SessionKind.SESSION] * 6, SessionKind.CONSULT]),
            payer_kind=chance.choice([*[PayerKind.INSURANCE] * 2, *PayerKind]),
            cpt=chance.choice(CODES),
            practice_location_id=chance.choice([None, offices[which].key]),
        )
        made.append(of)
        for ordinal in range(1, chance.randrange(3) + 1):
            make.place(session, of, chance.choice(STATES), ordinal=ordinal)
        _notes(session, chance, of)
        if of.status not in (SessionStatus.SCHEDULED, SessionStatus.CANCELLED):
            _confirmation(session, chance, of)
    for _ in range(sessions * 6 // 11):
        _request(session, chance, now, made, providers, clients)
    session.flush()
    ref: str = providers[0].ref
    return ref


def _notes(session: Session, chance: random.Random, of: CareSession) -> None:
    limit = of.note_due_at or of.scheduled_end_at
    for _ in range(chance.choice([0, 1, 1, 2])):
        signed = [None, limit, limit + SECOND, limit - SECOND, of.scheduled_end_at]
        make.note(
            session,
            of,
            chance.choice(signed),
            mode=chance.choice(list(NoteMode)),
            is_discarded=chance.random() < 0.2,
        )


def _confirmation(session: Session, chance: random.Random, of: CareSession) -> None:
    start = of.scheduled_start_at
    limit = of.confirm_blocked_from or start
    of.confirmed_at = chance.choice([None, limit, limit - SECOND, start + timedelta(days=1)])
    make.payout(
        session,
        of,
        amount_cents=chance.randrange(5000, 20000),
        status=chance.choice(list(PayoutStatus)),
    )


def _request(
    session: Session,
    chance: random.Random,
    now: datetime,
    sessions: list[CareSession],
    providers: list[Provider],
    clients: list[Client],
) -> None:
    kind = chance.choice(
        [*[RequestKind.DIRECTORY_UPDATE] * 4, *[RequestKind.SESSION_CANCELLATION] * 4, *RequestKind]
    )
    days = chance.choice([2, 4, 8, 15, chance.randrange(40)])
    about = chance.choice([None, *sessions[:20]])
    if kind == RequestKind.SESSION_CANCELLATION:
        about, days = about or sessions[0], chance.randrange(12, 40)
    received = now - timedelta(days=days) + timedelta(seconds=chance.choice([-1, 0, 1]))
    ready = chance.choice([None, received, *[received + timedelta(hours=3)] * 4])
    of = request(
        session,
        kind=kind,
        status=chance.choice([*RequestStatus, *[RequestStatus.REPLY_PENDING] * 4]),
        received_at=received,
        ready_at=ready,
        due_at=chance.choice([None, now, now + timedelta(seconds=1)]),
        session_id=about.key if about else None,
        provider_id=chance.choice([None, chance.choice(providers).key]),
        client_id=chance.choice([None, chance.choice(clients).key]),
    )
    for action in chance.choice([[], [], [of.status], ["rejected", "reopened"]]):
        happened(session, of, f"request.{action}", received + timedelta(days=chance.randrange(25)))
    if kind == RequestKind.DIRECTORY_UPDATE:
        last_on = now.date() - timedelta(days=chance.randrange(-1, 30))
        next_day = last_on + timedelta(days=1)
        returned_on = chance.choice([None, None, None, last_on, next_day])
        submission(session, of, last_on, returned_on=returned_on)
        for _ in range(chance.randrange(3)):
            wrong_on = chance.choice([[], [], [last_on], [next_day]])
            line(session, of, chance.choice([None, last_on, next_day]), *wrong_on)
    if kind == RequestKind.SESSION_CANCELLATION:
        done = [SettleStatus.DONE, SettleStatus.NOT_APPLICABLE]
        parts = [chance.choice(done) for _ in range(4)]
        settled_at = received + timedelta(days=chance.randrange(25))
        if chance.random() < 0.3:
            parts[chance.randrange(4)] = SettleStatus.TODO
            settled_at = chance.choice([None, None, settled_at])
        cancellation(session, of, parts, settled_at)
