"""The steps of a request, and which of them is current."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.rules.requests.course import CourseFacts, StepState, course_of
from core.vocabulary.requests import RequestKind as Kind
from core.vocabulary.requests import RequestStatus as Status

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
NEW = CourseFacts(
    Kind.DIRECTORY_UPDATE, Status.NEEDS_INFORMATION, START, None, None, None, None, ()
)
TAKEN = replace(
    NEW,
    status=Status.IN_PROGRESS,
    ready_at=START,
    first_action_at=START,
    events=(("request.taken", START),),
)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def current(facts: CourseFacts) -> str:
    (found,) = (step.name for step in course_of(facts) if step.state == StepState.CURRENT)
    return found


def events(facts: CourseFacts, *actions: str) -> CourseFacts:
    """The same, after these events in their order."""
    newer = tuple((action, at(hour)) for hour, action in enumerate(actions, 1))
    return replace(facts, events=(*reversed(newer), *facts.events))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (NEW, "Ready"),
        (replace(NEW, status=Status.READY, ready_at=START), "In progress"),
        (TAKEN, "Submitted"),
        (replace(TAKEN, status=Status.SNOOZED), "Submitted"),
        (events(TAKEN, "listing.submitted"), "Seen in listing"),
        (events(TAKEN, "listing.submitted", "listing.returned"), "Submitted"),
        (
            events(TAKEN, "listing.submitted", "listing.returned", "listing.submitted"),
            "Seen in listing",
        ),
        (replace(TAKEN, status=Status.REPLY_PENDING), "Reply sent"),
        (replace(TAKEN, kind=Kind.CLIENT_CORRECTION), "Corrected"),
        (replace(TAKEN, kind=Kind.SESSION_CANCELLATION), "Approved"),
        (
            replace(TAKEN, kind=Kind.SESSION_CANCELLATION, skips=frozenset({"Approved"})),
            "Settled",
        ),
        (
            events(replace(TAKEN, kind=Kind.SESSION_CANCELLATION), "approval.given"),
            "Settled",
        ),
        (
            events(
                replace(TAKEN, kind=Kind.SESSION_CANCELLATION), "approval.given", "approval.asked"
            ),
            "Approved",
        ),
        (replace(TAKEN, kind=Kind.OTHER), "Done"),
        (events(TAKEN, "listing.submitted", "request.reopened"), "Submitted"),
    ],
)
def test_the_current_step_is_the_first_that_is_not_done(facts, expected):
    assert current(facts) == expected


def test_a_closed_request_has_completed_every_step():
    done = events(TAKEN, "listing.submitted", "request.done")
    found = course_of(replace(done, status=Status.CLOSED, told_at=at(9), closed_at=at(9)))
    assert {step.state for step in found} == {StepState.DONE}
    assert [(step.name, step.at) for step in found] == [
        ("Received", START),
        ("Ready", START),
        ("In progress", START),
        ("Submitted", at(1)),
        ("Seen in listing", at(2)),
        ("Reply sent", at(9)),
        ("Closed", at(9)),
    ]


@pytest.mark.parametrize(
    "status", [Status.REJECTED, Status.WITHDRAWN, Status.REDIRECTED, Status.DUPLICATE]
)
def test_an_early_end_replaces_the_steps_that_are_left(status):
    found = course_of(replace(TAKEN, status=status, closed_at=at(3)))
    assert [step.name for step in found][:3] == ["Received", "Ready", "In progress"]
    assert len(found) == 4
    assert found[-1].at == at(3)
