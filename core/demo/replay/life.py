"""The life that requests of every kind share: filed, taken, worked on, told; and its turns."""

from typing import Protocol

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.demo.replay.hours import days_later
from core.demo.replay.script import Part, Turn, texts
from core.demo.replay.stage import Stage, Story
from core.facts import approvals
from core.models.requests import SupportRequest
from core.queries.requests.replies import reply_text
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.requests.assignment import (
    AssignRequest,
    TakeRequest,
    UnassignRequest,
    assign_request,
    take_request,
    unassign_request,
)
from core.requests.duplicates import MarkDuplicate, mark_duplicate
from core.requests.endings import (
    RedirectRequest,
    RejectRequest,
    ReopenRequest,
    redirect_request,
    reject_request,
    reopen_request,
)
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.requests.replies import SendReply, send_reply
from core.requests.snooze import ResumeRequest, SnoozeRequest, resume_request, snooze_request
from core.vocabulary.requests import RequestStatus as S

ENDED_EARLY = {S.REJECTED, S.WITHDRAWN, S.REDIRECTED}


class Craft(Protocol):
    """What is particular to a kind of request."""

    requester: str
    fields: tuple[str, ...]

    def file(self, stage: Stage, part: Part) -> str:
        """File it, incomplete where the part says so; returns its reference."""

    def complete(self, stage: Stage, part: Part, ref: str) -> None:
        """Add what was missing."""

    def work(self, stage: Stage, part: Part, ref: str) -> Story:
        """Do what was asked; done when the requester is to be told."""

    def withdraw(self, stage: Stage, part: Part, ref: str) -> None:
        """End it because the requester takes it back."""


def live(stage: Stage, part: Part, craft: Craft) -> Story:
    """One request from the moment it comes in, as far as its part says and the time allows."""
    yield stage.hours.at(part.days_ago, part.hour)
    ref = craft.file(stage, part)
    twin = ""
    if Turn.TWICE in part.turns:
        yield stage.later(0.6)
        twin = craft.file(stage, part)
    if part.ends == S.NEEDS_INFORMATION:
        return
    yield from _taken(stage, part, craft, ref)
    if twin:
        yield stage.later(0.1)
        stage.step(part.worker, mark_duplicate, MarkDuplicate, twin, of_ref=ref)
    if part.ends in (S.READY, S.SNOOZED) or part.ends in ENDED_EARLY:
        yield from _stopped(stage, part, craft, ref)
    elif part.ends != S.IN_PROGRESS or Turn.ASKED in part.turns:
        yield from _done(stage, part, craft, ref)


def _taken(stage: Stage, part: Part, craft: Craft, ref: str) -> Story:
    """Completed if need be, and in the hands of the one who works on it."""
    if Turn.INCOMPLETE in part.turns:
        yield stage.later(3 + part.take)
        craft.complete(stage, part, ref)
    if part.ends == S.READY and Turn.RETURNED not in part.turns:
        return
    yield stage.later(part.take)
    _take(stage, part.worker, ref)
    if Turn.COMMENTED in part.turns:
        yield stage.later(0.4)
        body = part.dice.choice(texts()["comments"])
        stage.do(part.worker, add_internal_note, AddInternalNote, ref=ref, body=body)
    if Turn.RETURNED in part.turns and part.ends != S.READY:
        yield from _given_back(stage, part, ref)
        yield stage.later(part.take)
        _take(stage, part.worker, ref)
    if Turn.REASSIGNED in part.turns:
        yield from _reassigned(stage, part, ref)
    if Turn.WAITED in part.turns:
        yield from _waited(stage, part, ref)


def _take(stage: Stage, who: str, ref: str) -> None:
    stage.step(who, take_request, TakeRequest, ref)
    stage.workers[ref] = who


def _given_back(stage: Stage, part: Part, ref: str) -> Story:
    yield stage.later(0.8)
    why = part.dice.choice(texts()["returned"])
    stage.step(part.worker, unassign_request, UnassignRequest, ref, reason=why)


def _reassigned(stage: Stage, part: Part, ref: str) -> Story:
    """A lead gives it to another agent."""
    yield stage.later(1.5)
    why = part.dice.choice(texts()["reassigned"])
    colleague = "Amir" if part.worker != "Amir" else "Avery"
    key = stage.staff[colleague].staff_id
    stage.step("Lena", assign_request, AssignRequest, ref, assignee_id=key, reason=why)
    stage.workers[ref] = colleague


def _waited(stage: Stage, part: Part, ref: str) -> Story:
    """Put away for two business days and gone on with."""
    yield stage.later(0.3)
    worker = stage.workers[ref]
    back_at = days_later(stage.now, 2, 9.4)
    why = part.dice.choice(texts()["waits"])
    stage.step(worker, snooze_request, SnoozeRequest, ref, reason=why, wake_on=back_at.date())
    yield back_at
    stage.step(worker, resume_request, ResumeRequest, ref)


def _stopped(stage: Stage, part: Part, craft: Craft, ref: str) -> Story:
    """As far as it goes where it is not done: with the team again, put away, or ended."""
    if part.ends == S.READY:
        if Turn.RETURNED in part.turns:
            yield from _given_back(stage, part, ref)
        return
    if Turn.REFUSED in part.turns:
        yield from asked(stage, part, ref, is_approved=False)
    yield stage.later(part.work)
    worker, dice = stage.workers[ref], part.dice
    if part.ends == S.SNOOZED:
        why, day = dice.choice(texts()["waits"]), stage.hours.day(-part.wake_in)
        stage.step(worker, snooze_request, SnoozeRequest, ref, reason=why, wake_on=day)
    elif part.ends == S.REJECTED:
        why = dice.choice(texts()["rejected"])
        stage.step(worker, reject_request, RejectRequest, ref, reason=why)
    elif part.ends == S.REDIRECTED:
        to = dice.choice(texts()["redirected"])
        stage.step(worker, redirect_request, RedirectRequest, ref, to=to)
    else:
        craft.withdraw(stage, part, ref)


def _done(stage: Stage, part: Part, craft: Craft, ref: str) -> Story:
    """The work, the word to the requester, and what is taken up again."""
    yield stage.later(part.work)
    yield from craft.work(stage, part, ref)
    if part.ends != S.CLOSED:
        return
    yield stage.later(part.tell)
    words = reply_text(part.kind, ref, craft.requester, craft.fields)
    worker = stage.workers[ref]
    stage.step(worker, send_reply, SendReply, ref, is_told=True, text=words)
    if Turn.REOPENED in part.turns:
        yield stage.later(9)
        why = part.dice.choice(texts()["reopened"])
        stage.step(part.filer, reopen_request, ReopenRequest, ref, reason=why)
        yield stage.later(1)
        _take(stage, part.worker, ref)


def asked(stage: Stage, part: Part, ref: str, *, is_approved: bool = True) -> Story:
    """A second person is asked, and answers some hours later."""
    yield stage.later(0.3)
    stage.step(stage.workers[ref], ask_approval, AskApproval, ref)
    if Turn.ASKED in part.turns:
        yield stage.later(1000)
    yield stage.later(1.7)
    seen = stage.look(lambda db: _seen(db, ref))
    why = "" if is_approved else part.dice.choice(texts()["refused"])
    stage.step(
        part.second_person,
        decide_approval,
        DecideApproval,
        ref,
        record_version=seen,
        is_approved=is_approved,
        reason=why,
    )


def _seen(db: Session, ref: str) -> int:
    """The version of what a second person looks at."""
    request = db.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()
    return approvals.record_version(db, request)
