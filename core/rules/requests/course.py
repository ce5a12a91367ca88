"""The steps of a request from received to closed, and where it is: one way for every kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.rules.requests.transitions import ENDED_EARLY
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.words import label

WORK = {
    RequestKind.CLIENT_CORRECTION: (("Corrected", "client.corrected"),),
    RequestKind.DIRECTORY_UPDATE: (
        ("Submitted", "listing.submitted"),
        ("Seen in listing", "request.done"),
    ),
    RequestKind.SESSION_CANCELLATION: (
        ("Approved", "approval.given"),
        ("Settled", "session.cancelled_after_confirm"),
    ),
    RequestKind.SESSION_EDIT: (
        ("Approved", "approval.given"),
        ("Edited", "session.edited_late"),
        ("Claims corrected", "request.done"),
    ),
}
"""What is particular to a kind: its steps between "In progress" and "Reply sent", each with the
event that completes it."""
OTHER_WORK = (("Done", "request.done"),)
UNDONE_BY = {
    "listing.submitted": frozenset({"listing.returned"}),
    "approval.given": frozenset({"approval.asked", "approval.refused"}),
}
"""Events after which a completed step is open again; reopening undoes all of them."""
STARTED = frozenset({"request.taken", "request.reassigned"})


class StepState(StrEnum):
    """Where a step is on the way of its request."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True)
class CourseFacts:
    """What is known about a request. `events` are pairs of action and instant, newest first;
    `skips` names steps that this request does not need."""

    kind: RequestKind
    status: RequestStatus
    received_at: datetime
    ready_at: datetime | None
    first_action_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    events: tuple[tuple[str, datetime], ...]
    skips: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CourseStep:
    """A step, when it was completed, and whether it is done, current or ahead."""

    name: str
    at: datetime | None
    state: StepState


def course_of(facts: CourseFacts) -> tuple[CourseStep, ...]:
    """The steps in their order. The first one that is not done is current; one word and a day
    replace the rest once the request has ended early."""
    steps = _steps(facts)
    done = _done_count(facts, [name for name, _ in steps])
    passed = [CourseStep(name, at, StepState.DONE) for name, at in steps[:done]]
    if facts.status in ENDED_EARLY:
        return (*passed, CourseStep(label(facts.status), facts.closed_at, StepState.CURRENT))
    ahead = [CourseStep(name, None, StepState.AHEAD) for name, _ in steps[done:]]
    if ahead:
        ahead[0] = CourseStep(ahead[0].name, None, StepState.CURRENT)
    return (*passed, *ahead)


def _steps(facts: CourseFacts) -> list[tuple[str, datetime | None]]:
    """The name of each step, and when it was last completed."""
    found = _last_instants(facts.events)
    started = max((found[one] for one in STARTED & found.keys()), default=facts.first_action_at)
    work = [
        (name, found.get(event))
        for name, event in WORK.get(facts.kind, OTHER_WORK)
        if name not in facts.skips or event in found
    ]
    return [
        ("Received", facts.received_at),
        ("Ready", facts.ready_at),
        ("In progress", started),
        *work,
        ("Reply sent", facts.told_at),
        ("Closed", facts.closed_at),
    ]


def _last_instants(events: Iterable[tuple[str, datetime]]) -> Mapping[str, datetime]:
    """When each thing last happened since the request was reopened, unless it was undone since."""
    found: dict[str, datetime] = {}
    later: set[str] = set()
    for action, at in events:
        if action == "request.reopened":
            break
        if action not in found and not UNDONE_BY.get(action, frozenset()) & later:
            found[action] = at
        later.add(action)
    return found


def _done_count(facts: CourseFacts, names: list[str]) -> int:
    """How many steps, from the first on, are done: the status says which, the events only which of
    the work."""
    if facts.status == RequestStatus.CLOSED:
        return len(names)
    if facts.status == RequestStatus.REPLY_PENDING:
        return names.index("Reply sent")
    if facts.ready_at is None or facts.status == RequestStatus.NEEDS_INFORMATION:
        return 1
    if facts.status == RequestStatus.READY or facts.first_action_at is None:
        return 2
    instants = dict(_steps(facts))
    work = names[3 : names.index("Reply sent")]
    return 3 + next((place for place, name in enumerate(work) if instants[name] is None), len(work))
