"""Everything that the page of a request shows, whatever its kind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, union_all
from sqlmodel import col, select

from core.access import LOOKING, WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.gather import gather
from core.facts.policies import business_calendar, policy_book
from core.facts.references import find_by_ref
from core.facts.requests import IS_OPEN, pauses
from core.models.care import CareSession
from core.models.requests import Comment, SupportRequest
from core.queries.requests.extras import (
    ALSO_OPEN,
    COMMENTS,
    HIDDEN,
    LINKS_FROM,
    LINKS_TO,
    RELATED,
    AlsoOpen,
    InternalNoteView,
    LinkView,
    SnoozeView,
    internal_notes_of,
    links_of,
    snooze_of,
    urgent_since,
    written_for,
)
from core.queries.requests.replies import ending_text, outcome_of
from core.queries.requests.rows import DUE_ORDER, business_days_left, platform_today, stage_of
from core.queries.timeline import TimelineEvent, request_timeline
from core.rules.requests.request_deadlines import request_deadlines
from core.rules.time.deadline_status import DeadlineRow
from core.rules.time.deadlines import Deadline, status_at
from core.rules.time.formats import day_text
from core.rules.time.pauses import paused_business_days
from core.vocabulary.administration import ReadingAction
from core.vocabulary.deadlines import RUNNING, DeadlineStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    RequestKind,
    RequestStage,
    RequestStatus,
    Visibility,
)
from core.vocabulary.words import label, phrase

UNKNOWN = "We found no request with this reference."
MOST_IN_QUEUE = 100


@dataclass(frozen=True)
class RequestDetail:
    """What every kind of request has. A viewer does not see the client's name."""

    ref: str
    version: int
    kind: RequestKind
    status: RequestStatus
    stage: RequestStage
    requester: str
    requester_type: str
    requester_contact: str | None
    channel: str
    named_as: str | None
    client_ref: str | None
    session_ref: str | None
    assignee: str | None
    is_mine: bool
    filed_by: str
    received_at: datetime
    ready_at: datetime | None
    first_action_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    deadlines: tuple[DeadlineRow, ...]
    reopen_count: int
    outcome: str | None
    wait: SnoozeView | None
    links: tuple[LinkView, ...]
    also_open: tuple[AlsoOpen, ...]
    comments: tuple[InternalNoteView, ...]
    replies: tuple[InternalNoteView, ...]
    ending_text: str | None
    timeline: tuple[TimelineEvent, ...]
    urgent_since: datetime | None


@guard(LOOKING)
def request_page(context: ReadContext, ref: str) -> RequestDetail:
    """The request `ref`; raises NotFound for an unknown one."""
    request = find_request(context, ref)
    key = request.key
    found = gather(context.db, ([key], (RELATED, ALSO_OPEN, LINKS_FROM, LINKS_TO, COMMENTS)))
    ((client_ref, session_ref, assignee, filer),) = found[RELATED][key]
    day = platform_today(context)
    wait = snooze_of(context, request, day)
    return RequestDetail(
        ref=request.ref,
        version=request.version,
        kind=request.kind,
        status=request.status,
        stage=stage_of(request.status, wait.wake_on if wait else None, day),
        requester=request.requester_name,
        requester_type=request.requester_type.value,
        requester_contact=request.requester_contact,
        channel=request.channel.value,
        named_as=text_for_role(context, request.named_as) or None,
        client_ref=client_ref,
        session_ref=session_ref,
        assignee=assignee,
        is_mine=request.assignee_id == context.actor.staff_id,
        filed_by=filer or "",
        received_at=request.received_at,
        ready_at=request.ready_at,
        first_action_at=request.first_action_at,
        told_at=request.told_at,
        closed_at=request.closed_at,
        deadlines=_deadlines(context, request, wait),
        reopen_count=request.reopen_count,
        outcome=outcome_of(request),
        wait=wait,
        links=links_of(found, key),
        also_open=found[ALSO_OPEN][key],
        comments=internal_notes_of(context, found, key),
        replies=tuple(written_for(Visibility.REQUESTER, found, key)),
        ending_text=ending_text(request),
        timeline=request_timeline(context, request),
        urgent_since=urgent_since(context, request),
    )


@guard(LOOKING)
def request_stamp(context: ReadContext, ref: str) -> tuple[int, int]:
    """The version of request `ref` and how many notes and replies it has: what an open page asks to
    learn of a change. One statement; raises NotFound for an unknown one."""
    if not ref.isprintable():
        raise NotFound(UNKNOWN)
    written = select(func.count()).where(col(Comment.request_id) == col(SupportRequest.id))
    found = context.db.execute(
        select(col(SupportRequest.version), written.scalar_subquery()).where(
            col(SupportRequest.ref) == ref
        )
    ).first()
    if found is None:
        raise NotFound(UNKNOWN)
    return found[0], found[1]


@guard(WORKING)
def work_queue(context: ReadContext) -> tuple[str, ...]:
    """The references of my open requests and the unassigned ones, the next to fall due first; at
    most 100 of each. One statement."""
    due, assignee = col(SupportRequest.due_at), col(SupportRequest.assignee_id)
    columns = (due, col(SupportRequest.id), col(SupportRequest.ref))
    picks = [
        select(*columns).where(IS_OPEN, whose).order_by(*DUE_ORDER).limit(MOST_IN_QUEUE).subquery()
        for whose in (assignee == context.actor.staff_id, assignee.is_(None))
    ]
    rows = context.db.execute(union_all(*(select(pick) for pick in picks))).all()
    ordered = sorted(rows, key=lambda row: (row[0] is None, row[0] or context.now, row[1]))
    return tuple(row[2] for row in ordered)


def find_request(context: ReadContext, ref: str) -> SupportRequest:
    """The request of this reference, in any case; raises NotFound for an unknown one."""
    request = find_by_ref(context.db, SupportRequest, ref)
    if request is None:
        raise NotFound(UNKNOWN)
    return request


def request_about_session(
    context: ReadContext, ref: str, kind: RequestKind
) -> tuple[SupportRequest, CareSession]:
    """The request of this kind and its session; raises NotFound for another. Viewing the session is
    logged."""
    request = find_request(context, ref)
    session = context.db.get(CareSession, request.session_id) if request.session_id else None
    if request.kind != kind or session is None:
        raise NotFound(f"We found no {phrase(kind)} with this reference.")
    context.log(ReadingAction.VIEW, "care_session", session.key, reason=request.ref)
    return request, session


def text_for_role(context: ReadContext, value: str | None) -> str:
    """`value`, which may hold client data; dots for a viewer."""
    return HIDDEN if value and context.actor.role == Role.VIEWER else value or ""


def _deadlines(
    context: ReadContext, request: SupportRequest, wait: SnoozeView | None
) -> tuple[DeadlineRow, ...]:
    if request.ready_at is None:
        return ()
    book, calendar = policy_book(context), business_calendar(context)
    paused = paused_business_days(pauses(context.db, request, book), calendar)
    first, reply = request_deadlines(request.kind, request.ready_at, book, calendar, paused)
    rows = []
    for one, met_at in ((first, request.first_action_at), (reply, request.told_at)):
        if one is None:
            continue
        status = status_at(one, context.now, met_at)
        rows.append(request_deadline(context, one, status, met_at, wait))
    return tuple(rows)


def request_deadline(
    context: ReadContext,
    deadline: Deadline,
    status: DeadlineStatus,
    met_at: datetime | None = None,
    wait: SnoozeView | None = None,
) -> DeadlineRow:
    """The row of a request's deadline; `wait` is the snooze that pauses it until it is met."""
    today, words = platform_today(context), label(status)
    if wait is not None and not wait.is_over and status in RUNNING:
        status = DeadlineStatus.NOT_APPLICABLE
        words = f"Paused until {day_text(wait.wake_on, today)}"
    left = business_days_left(business_calendar(context), today, deadline.last_day)
    return DeadlineRow(deadline, status, words, met_at, left)
