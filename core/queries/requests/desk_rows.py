"""A row of the desk: what the request asks for in a few words, how far it is, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import col, select

from core.access import APPROVING
from core.db.transaction import ReadContext
from core.facts.gather import Gathered, Kind, gather
from core.facts.policies import business_calendar, policy_book
from core.models.care import Claim, ClientCharge, Payout
from core.models.people import Client
from core.models.requests import (
    Approval,
    CancellationCase,
    CorrectionLine,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.queries.requests.desk_terms import DueDays, group_of
from core.queries.requests.rows import RequestRow, platform_today, request_row
from core.rules.people.judgment import identity_limits
from core.rules.requests.about import correction_text, listing_text
from core.rules.requests.corrections import Line, judged
from core.rules.requests.listing import ListingLine, stand_of
from core.rules.requests.next_step import NextStep, StepFacts, next_step
from core.rules.sessions.masking import initials
from core.vocabulary.care import ClaimStatus
from core.vocabulary.requests import (
    ApprovalOutcome,
    CancellationPart,
    DueGroup,
    RequestKind,
    RequestStage,
    SettleStatus,
)
from core.vocabulary.words import label


@dataclass(frozen=True)
class DeskRow:
    """A request of the desk. `whose` is the provider, or the client in initials with the reference
    of the client or of the session; `about` the kind and size of the change, never a value."""

    request: RequestRow
    whose: str
    about: str
    status: str
    step: NextStep
    group: DueGroup
    is_mine: bool


class Item(NamedTuple):
    """One item of a directory update; `checked_on` is the last day somebody looked at it."""

    topic: str
    listed: str
    correct: str
    seen_on: date | None
    checked_on: date | None


class Handover(NamedTuple):
    """A submission to Evernorth."""

    submitted_on: date
    expected_on: date
    late_after_on: date
    returned_on: date | None


class ClaimState(NamedTuple):
    """A claim that a cancellation settles."""

    status: ClaimStatus
    paid_cents: int


IDENTITY = ("first_name", "last_name", "preferred_name", "date_of_birth", "sex")
RECORD = (*IDENTITY, "email", "phone")
"""Fields of a client that are compared with a correction, and shown to nobody."""
EXTRA = (
    col(SupportRequest.id).label("key"),
    col(SupportRequest.requester_type),
    col(SupportRequest.reopen_count),
    col(SupportRequest.filed_by_id),
    col(SupportRequest.assignee_id),
    *(col(getattr(Client, name)).label(f"client_{name}") for name in RECORD),
)
"""What a row of the desk needs beside that of a list."""
_checked = (
    select(func.max(col(ListingCheck.looked_on)))
    .where(col(ListingCheck.line_id) == col(DirectoryLine.id))
    .correlate(DirectoryLine)
    .scalar_subquery()
)


def _of_case(table: Any, *columns: Any, fact: Any) -> Kind[Any]:
    """What hangs on the session that a request cancels."""
    return Kind(
        CancellationCase.request_id,
        tuple(map(col, columns)),
        fact,
        order=(table.id,),
        source=lambda found: found.join(
            table, col(table.session_id) == col(CancellationCase.session_id)
        ),
    )


LINES: Kind[Line] = Kind(
    CorrectionLine.request_id,
    tuple(
        map(col, (CorrectionLine.field, CorrectionLine.current_value, CorrectionLine.correct_value))
    ),
    Line,
    order=(CorrectionLine.id,),
)
ITEMS: Kind[Item] = Kind(
    DirectoryLine.request_id,
    (
        col(DirectoryLine.topic),
        col(DirectoryLine.listed_value),
        col(DirectoryLine.correct_value),
        col(DirectoryLine.reflected_on),
        _checked,
    ),
    Item,
    order=(DirectoryLine.id,),
)
HANDOVERS: Kind[Handover] = Kind(
    DirectorySubmission.request_id,
    tuple(
        col(getattr(DirectorySubmission, name))
        for name in ("submitted_on", "expected_on", "late_after_on", "returned_on")
    ),
    Handover,
    order=(DirectorySubmission.attempt,),
)
PARTS: Kind[tuple[str, ...]] = Kind(
    CancellationCase.request_id,
    tuple(col(getattr(CancellationCase, f"{part}_settled")) for part in CancellationPart),
    lambda *parts: parts,
    order=(CancellationCase.id,),
)
APPROVALS: Kind[tuple[str, int]] = Kind(
    Approval.request_id,
    (col(Approval.outcome), col(Approval.asked_by_id)),
    lambda outcome, asked_by: (outcome, asked_by),
    order=(Approval.id,),
)
CLAIMS = _of_case(Claim, Claim.status, Claim.paid_cents, fact=ClaimState)
CHARGES = _of_case(ClientCharge, ClientCharge.status, fact=str)
PAYOUTS = _of_case(Payout, Payout.status, fact=str)
BY_KIND: dict[RequestKind, tuple[Kind[Any], ...]] = {
    RequestKind.CLIENT_CORRECTION: (LINES, APPROVALS),
    RequestKind.DIRECTORY_UPDATE: (ITEMS, HANDOVERS),
    RequestKind.SESSION_EDIT: (APPROVALS,),
    RequestKind.SESSION_CANCELLATION: (PARTS, APPROVALS, CLAIMS, CHARGES, PAYOUTS),
}
EVERY = tuple(dict.fromkeys(kind for kinds in BY_KIND.values() for kind in kinds))


def desk_rows(context: ReadContext, found: Sequence[Any], days: DueDays) -> list[DeskRow]:
    """The rows of these requests (`request_columns` with EXTRA), in order; one statement."""
    more = gather(context.db, ([one.key for one in found], EVERY))
    return [_row(context, one, more, days) for one in found]


def _row(context: ReadContext, one: Any, more: Gathered, days: DueDays) -> DeskRow:
    request, today = request_row(context, one), platform_today(context)
    facts = StepFacts(
        kind=request.kind,
        stage=request.stage,
        requester=one.requester_type,
        wake_on=one.wake_on,
        **_of_approval(context, one, more),
        **_of_listing(context, more[ITEMS][one.key], more[HANDOVERS][one.key], today),
        unsettled=_unsettled(more, one.key),
    )
    is_paused = request.paused_until is not None
    return DeskRow(
        request=request,
        whose=_whose(one),
        about=_about(one, more),
        status=_status(context, request, one, more, facts),
        step=next_step(facts, today),
        group=group_of(days.place(request.due_at, is_paused=is_paused)),
        is_mine=one.assignee_id is not None and one.assignee_id == context.actor.staff_id,
    )


def _whose(one: Any) -> str:
    if one.kind == RequestKind.DIRECTORY_UPDATE or not one.client_ref:
        return one.provider or ""
    name = initials(one.client_first_name, one.client_last_name)
    return " · ".join(filter(None, (name, one.session_ref or one.client_ref)))


def _about(one: Any, more: Gathered) -> str:
    """What is asked for; where the requester quoted no value, the one on record is compared."""
    lines = [
        Line(of.field, of.current_value or _on_record(one, of.field), of.correct_value)
        for of in more[LINES][one.key]
    ]
    items = [ListingLine(of.topic, of.listed, of.correct) for of in more[ITEMS][one.key]]
    return correction_text(lines) or listing_text(items)


def _on_record(one: Any, field: str) -> str:
    value = getattr(one, f"client_{field}", None)
    return value.isoformat() if isinstance(value, date) else value or ""


def _of_approval(context: ReadContext, one: Any, more: Gathered) -> dict[str, Any]:
    """Whether an approval is asked for, is this person's to give, or is still to be asked for."""
    outcome, asked_by = (more[APPROVALS][one.key] or ((None, None),))[-1]
    own = (asked_by, one.filed_by_id, one.assignee_id)
    is_asked = outcome == ApprovalOutcome.ASKED
    unanswered = (ClaimStatus.PAID, ClaimStatus.DENIED, ClaimStatus.ACCEPTED)
    paid = any(of.paid_cents and of.status in unanswered for of in more[CLAIMS][one.key])
    return {
        "asks_approval": is_asked,
        "may_decide": is_asked
        and context.actor.role in APPROVING
        and context.actor.staff_id not in own,
        "needs_approval": outcome != ApprovalOutcome.APPROVED
        and (paid or _is_another(context, one, more[LINES][one.key])),
    }


def _is_another(context: ReadContext, one: Any, lines: Sequence[Line]) -> bool:
    """Whether the correction alone makes another person; its page judges recent ones with it."""
    today = platform_today(context)
    limits = identity_limits(policy_book(context), today)
    record = {name: _on_record(one, name) for name in IDENTITY}
    return bool(one.client_ref and lines and judged(lines, record, limits, {}, today).another)


def _of_listing(
    context: ReadContext, items: Sequence[Item], out: Sequence[Handover], today: date
) -> dict[str, Any]:
    """How far a listing is, and the day of its next check: the day Evernorth is to be done, then
    each business day."""
    if not out or out[-1].returned_on is not None:
        return {}
    last, unseen = out[-1], [one for one in items if one.seen_on is None]
    checked = [one.checked_on for one in unseen]
    check_from = last.expected_on
    if checked and all(day is not None and day >= check_from for day in checked):
        check_from = business_calendar(context).after(min(filter(None, checked)), 1).day
    stand = stand_of(last.expected_on, last.late_after_on, today)
    return {"listing": stand, "check_from": check_from}


def _unsettled(more: Gathered, key: int) -> tuple[tuple[CancellationPart, str], ...]:
    """The open parts of a cancellation with the status of each claim, charge and payout."""
    statuses: dict[CancellationPart, Sequence[str]] = {
        CancellationPart.CLAIM: [one.status for one in more[CLAIMS][key]],
        CancellationPart.CHARGE: more[CHARGES][key],
        CancellationPart.PAYOUT: more[PAYOUTS][key],
        CancellationPart.CAR: ("",),
    }
    lights = next(iter(more[PARTS][key]), ())
    open_parts = (
        part
        for part, light in zip(CancellationPart, lights, strict=False)
        if light == SettleStatus.TODO
    )
    return tuple((part, status) for part in open_parts for status in statuses[part])


def _status(
    context: ReadContext, request: RequestRow, one: Any, more: Gathered, facts: StepFacts
) -> str:
    """How far the request is, in two or three words."""
    stage, lights = request.stage, next(iter(more[PARTS][one.key]), ())
    if facts.asks_approval:
        return "Awaiting approval"
    if stage == RequestStage.READY and one.reopen_count:
        return "Reopened"
    if stage == RequestStage.IN_PROGRESS and facts.check_from is not None:
        day = platform_today(context)
        sent = more[HANDOVERS][one.key][-1].submitted_on
        return f"Submitted, day {business_calendar(context).between(sent, day)}"
    if stage == RequestStage.IN_PROGRESS and lights:
        done = sum(light != SettleStatus.TODO for light in lights)
        return f"{done} of {len(lights)} settled"
    return label(stage)
