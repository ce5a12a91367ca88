"""Everything that the page of a request shows, whatever its kind."""

from dataclasses import dataclass
from datetime import datetime

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.gather import gather
from core.facts.policies import business_calendar, policy_book
from core.facts.references import find_by_ref
from core.facts.requests import pauses
from core.models.requests import SupportRequest
from core.queries.requests.extras import (
    COMMENTS,
    HIDDEN,
    LINKS_FROM,
    LINKS_TO,
    RELATED,
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
from core.queries.requests.rows import business_days_left, platform_today, stage_of
from core.queries.timeline import TimelineEvent, request_timeline
from core.rules.requests.request_deadlines import request_deadlines
from core.rules.time.deadline_status import DeadlineRow
from core.rules.time.deadlines import Deadline, status_at
from core.rules.time.formats import day_text
from core.rules.time.pauses import paused_business_days
from core.vocabulary.deadlines import RUNNING, DeadlineStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import (
    RequestKind,
    RequestStage,
    RequestStatus,
    Visibility,
)
from core.vocabulary.words import label


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
    found = gather(context.db, ([key], (RELATED, LINKS_FROM, LINKS_TO, COMMENTS)))
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
        comments=internal_notes_of(context, found, key),
        replies=tuple(written_for(Visibility.REQUESTER, found, key)),
        ending_text=ending_text(request),
        timeline=request_timeline(context, request),
        urgent_since=urgent_since(context, request),
    )


def find_request(context: ReadContext, ref: str) -> SupportRequest:
    """The request of this reference, in any case; raises NotFound for an unknown one."""
    request = find_by_ref(context.db, SupportRequest, ref)
    if request is None:
        raise NotFound("We found no request with this reference.")
    return request


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
