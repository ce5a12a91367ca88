"""One request, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from core import deadlines, facts
from core.access import guard
from core.errors import NotFound
from core.models import client_record
from core.models.care import CareSession
from core.models.people import Client, Staff
from core.models.requests import Approval, Comment, CorrectionLine, SupportRequest
from core.queries.replies import reply_text
from core.queries.standings import DeadlineRow, deadline_row
from core.queries.timeline import Event, timeline
from core.rules import corrections
from core.rules.corrections import Line
from core.rules.deadlines import standing
from core.transaction import Reading
from core.vocabulary.ledgers import ReadingAction
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    ApprovalOutcome,
    RequestKind,
    RequestStatus,
    Visibility,
)
from core.vocabulary.words import label

HIDDEN = "•••••"


@dataclass(frozen=True)
class CorrectionView:
    """One line: the field, what the record holds now, what was said, what is right."""

    field: str
    error_type: str
    record_value: str
    current_value: str
    correct_value: str
    is_applied: bool
    is_reverification_needed: bool


@dataclass(frozen=True)
class ApprovalView:
    """Where the second person's look stands."""

    outcome: ApprovalOutcome
    asked_by: str
    decided_by: str | None
    reason: str | None
    record_version: int
    may_decide: bool


@dataclass(frozen=True)
class RequestDetail:
    """Everything the page of a request shows; values are hidden from a viewer."""

    ref: str
    version: int
    kind: RequestKind
    status: RequestStatus
    requester: str
    requester_type: str
    requester_contact: str | None
    channel: str
    named_as: str | None
    client_ref: str | None
    session_ref: str | None
    record_version: int
    assignee: str | None
    is_mine: bool
    filed_by: str
    received_at: datetime
    ready_at: datetime | None
    first_action_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    missing: tuple[str, ...]
    lines: tuple[CorrectionView, ...]
    needs_approval: bool
    is_approved: bool
    approval: ApprovalView | None
    deadlines: tuple[DeadlineRow, ...]
    reply: str
    told_text: str | None
    timeline: tuple[Event, ...]


@guard
def request_page(reading: Reading, ref: str) -> RequestDetail:
    """The request `ref` with its record beside it; NotFound without one. The look is logged."""
    request, client, names = _load(reading, ref)
    lines = _lines(reading, request, client)
    fields = [line.field for line in lines]
    approval = _approval(reading, request)
    typed = [Line(one.field, one.current_value, one.correct_value) for one in lines]
    if client is not None:
        reading.log(ReadingAction.VIEW, "client", client.key, reason=request.ref)
    return RequestDetail(
        ref=request.ref,
        version=request.version,
        kind=request.kind,
        status=request.status,
        requester=request.requester_name,
        requester_type=request.requester_type.value,
        requester_contact=request.requester_contact,
        channel=request.channel.value,
        named_as=_shown(reading, request.named_as) or None,
        client_ref=client.ref if client else None,
        session_ref=_session_ref(reading, request),
        record_version=client.version if client else 0,
        assignee=names.get(request.assignee_id),
        is_mine=request.assignee_id == reading.actor.staff_id,
        filed_by=names.get(request.filed_by_id, ""),
        received_at=request.received_at,
        ready_at=request.ready_at,
        first_action_at=request.first_action_at,
        told_at=request.told_at,
        closed_at=request.closed_at,
        missing=_missing(request, client, typed),
        lines=tuple(lines),
        needs_approval=corrections.needs_second_person(fields),
        is_approved=_is_approved(approval, client),
        approval=approval,
        deadlines=_deadlines(reading, request),
        reply=reply_text(request.kind, request.ref, request.requester_name, fields),
        told_text=_told_text(reading, request),
        timeline=timeline(reading, request),
    )


def _load(
    reading: Reading, ref: str
) -> tuple[SupportRequest, Client | None, dict[int | None, str]]:
    known = select(SupportRequest).where(col(SupportRequest.ref) == ref.strip().upper())
    request = reading.db.scalar(known) if ref.isprintable() else None
    if request is None:
        raise NotFound("There is no request with this reference.")
    client = reading.db.get(Client, request.client_id) if request.client_id else None
    people = [request.assignee_id, request.filed_by_id]
    rows = reading.db.execute(select(Staff.id, Staff.name).where(col(Staff.id).in_(people)))
    return request, client, {row.id: row.name for row in rows}


def _lines(
    reading: Reading, request: SupportRequest, client: Client | None
) -> list[CorrectionView]:
    stored = client_record.values(reading.db, client) if client else {}
    rows = reading.db.scalars(
        select(CorrectionLine)
        .where(col(CorrectionLine.request_id) == request.key)
        .order_by(col(CorrectionLine.id))
    )
    return [
        CorrectionView(
            field=row.field,
            error_type=row.error_type.value,
            record_value=_shown(reading, stored.get(row.field, "")),
            current_value=_shown(reading, row.current_value),
            correct_value=_shown(reading, row.correct_value),
            is_applied=row.applied_at is not None,
            is_reverification_needed=row.is_reverification_needed,
        )
        for row in rows
    ]


def _shown(reading: Reading, value: str | None) -> str:
    """Client data for those who work on requests or approve them; dots for a viewer."""
    return HIDDEN if value and reading.actor.role == Role.VIEWER else value or ""


def _missing(request: SupportRequest, client: Client | None, lines: list[Line]) -> tuple[str, ...]:
    if request.status != RequestStatus.INCOMPLETE:
        return ()
    return corrections.missing(client is not None, request.named_as or "", lines)


def _approval(reading: Reading, request: SupportRequest) -> ApprovalView | None:
    asker, decider = aliased(Staff), aliased(Staff)
    row = reading.db.execute(
        select(Approval, asker.name, decider.name)
        .join(asker, col(asker.id) == col(Approval.asked_by_id))
        .outerjoin(decider, col(decider.id) == col(Approval.decided_by_id))
        .where(col(Approval.request_id) == request.key)
        .order_by(col(Approval.id).desc())
    ).first()
    if row is None:
        return None
    approval, asked_by, decided_by = row
    own = (approval.asked_by_id, request.filed_by_id, request.assignee_id)
    is_open = approval.outcome == ApprovalOutcome.ASKED
    return ApprovalView(
        outcome=approval.outcome,
        asked_by=asked_by,
        decided_by=decided_by,
        reason=approval.reason,
        record_version=approval.record_version,
        may_decide=is_open
        and reading.actor.may("decide_approval")
        and reading.actor.staff_id not in own,
    )


def _is_approved(approval: ApprovalView | None, client: Client | None) -> bool:
    return (
        approval is not None
        and client is not None
        and approval.outcome == ApprovalOutcome.APPROVED
        and approval.record_version == client.version
    )


def _deadlines(reading: Reading, request: SupportRequest) -> tuple[DeadlineRow, ...]:
    if request.ready_at is None:
        return ()
    book, calendar = facts.policy_book(reading.db), facts.business_calendar(reading.db)
    first, told = deadlines.of_request(request.kind, request.ready_at, book, calendar)
    rows = []
    for one, met_at in ((first, request.first_action_at), (told, request.told_at)):
        stands = standing(one, reading.now, met_at)
        rows.append(deadline_row(one, stands, label(stands), met_at))
    return tuple(rows)


def _session_ref(reading: Reading, request: SupportRequest) -> str | None:
    found = select(col(CareSession.ref)).where(col(CareSession.id) == request.session_id)
    return reading.db.scalar(found) if request.session_id else None


def _told_text(reading: Reading, request: SupportRequest) -> str | None:
    told = select(col(Comment.body)).where(
        col(Comment.request_id) == request.key, col(Comment.visibility) == Visibility.REQUESTER
    )
    return reading.db.scalars(told.order_by(col(Comment.id).desc())).first()
