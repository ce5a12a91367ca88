"""The steps that requests of every kind share: filed, taken, worked on, replied to."""

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.demo.catalog import demo_list
from core.demo.replay.desk import Action, DemoDesk, Steps
from core.demo.replay.plan import PlannedRequest
from core.demo.replay.records import ProviderOnFile
from core.facts.approvals import record_version
from core.models.requests import SupportRequest
from core.queries.requests.replies import reply_text
from core.requests import (
    approvals,
    assignment,
    duplicates,
    endings,
    internal_notes,
    replies,
    snooze,
)
from core.requests.filing import Requester
from core.vocabulary.requests import Channel, RequesterType, RequestKind
from core.vocabulary.requests import RequestStatus as S

ENDED_EARLY = {S.REJECTED, S.WITHDRAWN, S.REDIRECTED}
CHANNELS = {Channel.EMAIL: 5, Channel.CONTACT_FORM: 4, Channel.PHONE: 2}
NEVER = 1000  # hours later the demo is over


class RequestSteps(ABC):
    """One request; subclasses say what is particular to its kind."""

    fields: tuple[str, ...] = ()

    def __init__(self, desk: DemoDesk, planned: PlannedRequest, provider: ProviderOnFile) -> None:
        self.desk, self.planned, self.provider, self.ref = desk, planned, provider, ""
        self.asks = _who_asks(planned, provider)

    @abstractmethod
    def file(self) -> str:
        """File it, with something missing if so planned; returns its reference."""

    @abstractmethod
    def complete(self) -> None:
        """Add what was missing."""

    @abstractmethod
    def work(self) -> Steps:
        """Do what was asked, until only the reply is left."""

    def withdraw(self) -> None:
        """End it because the requester withdraws it."""
        self.carry_out(endings.withdraw_request, reason=self.planned.text("withdrawn"))

    def carry_out(self, action: Action, **given: Any) -> None:
        """The next step of this request, as who is assigned to it or as `who`."""
        self.desk.act_on(self.ref, action, **given)

    def requester(self) -> Requester:
        """Who asks, some minutes before it is filed now."""
        before = timedelta(minutes=self.planned.chance.randint(4, 55))
        return Requester(*self.asks, self.desk.now - before)

    def steps(self) -> Steps:
        """From the moment it comes in, as far as it is planned and the time allows."""
        desk, planned = self.desk, self.planned
        yield desk.at(planned.days_ago, planned.hour)
        self.ref, twin = self.file(), ""
        if "twice" in planned.turns:
            yield desk.later(0.6)
            twin = self.file()
        if planned.ends == S.NEEDS_INFORMATION:
            return
        yield from self._taken()
        if twin:
            yield desk.later(0.1)
            desk.act_on(twin, duplicates.mark_duplicate, who=planned.worker, of_ref=self.ref)
        if planned.ends in (S.SNOOZED, *ENDED_EARLY):
            yield from self._stopped()
        elif planned.ends != S.READY and (
            planned.ends != S.IN_PROGRESS or "asked" in planned.turns
        ):
            yield desk.later(planned.work)
            yield from self.work()
            yield from self._replied()

    def _taken(self) -> Steps:
        """Completed if need be, and assigned to the one who works on it."""
        desk, planned, turns = self.desk, self.planned, self.planned.turns
        if "incomplete" in turns:
            yield desk.later(3 + planned.take)
            self.complete()
        if planned.ends == S.READY and "unassigned" not in turns:
            return
        yield desk.later(planned.take)
        self._take()
        if "commented" in turns:
            yield desk.later(0.4)
            body = planned.text("comments")
            desk.act(planned.worker, internal_notes.add_internal_note, ref=self.ref, body=body)
        if "unassigned" in turns:
            yield desk.later(0.8)
            self.carry_out(assignment.unassign_request, reason=planned.text("unassigned"))
            if planned.ends == S.READY:
                return
            yield desk.later(planned.take)
            self._take()
        if "reassigned" in turns:
            yield desk.later(1.5)
            colleague = "Amir" if planned.worker != "Amir" else "Avery"
            key, reason = desk.staff[colleague].staff_id, planned.text("reassigned")
            self.carry_out(assignment.assign_request, who="Lena", assignee_id=key, reason=reason)
            desk.workers[self.ref] = colleague
        if "snoozed" in turns:
            yield desk.later(0.3)
            back_at, reason = desk.days_later(2, 9.4), planned.text("snoozed")
            self.carry_out(snooze.snooze_request, reason=reason, wake_on=back_at.date())
            yield back_at
            self.carry_out(snooze.resume_request)

    def _take(self) -> None:
        self.desk.workers[self.ref] = self.planned.worker
        self.carry_out(assignment.take_request)

    def _stopped(self) -> Steps:
        """Snoozed for now, or ended without being done."""
        desk, planned = self.desk, self.planned
        if "refused" in planned.turns:
            yield from self.approved(is_approved=False)
        yield desk.later(planned.work)
        if planned.ends == S.SNOOZED:
            wake_on = desk.business_day(-planned.wake_in)
            self.carry_out(snooze.snooze_request, reason=planned.text("snoozed"), wake_on=wake_on)
        elif planned.ends == S.REJECTED:
            self.carry_out(endings.reject_request, reason=planned.text("rejected"))
        elif planned.ends == S.REDIRECTED:
            self.carry_out(endings.redirect_request, to=planned.text("redirected"))
        else:
            self.withdraw()

    def _replied(self) -> Steps:
        """The reply to the requester, and what is taken up again."""
        desk, planned, ref = self.desk, self.planned, self.ref
        if planned.ends != S.CLOSED:
            return
        yield desk.later(planned.reply)
        text = desk.load(lambda db: reply_text(request_of(db, ref), self.fields))
        self.carry_out(replies.send_reply, is_told=True, text=text)
        if "reopened" in planned.turns:
            yield desk.later(9)
            self.carry_out(
                endings.reopen_request, who=planned.filer, reason=planned.text("reopened")
            )
            yield desk.later(1)
            self._take()

    def approved(self, *, is_approved: bool = True) -> Steps:
        """A second person is asked for approval, and answers some hours later."""
        desk, planned, ref = self.desk, self.planned, self.ref
        yield desk.later(0.3)
        self.carry_out(approvals.ask_approval)
        yield desk.later(NEVER if "asked" in planned.turns else 1.7)
        self.carry_out(
            approvals.decide_approval,
            who=planned.approver,
            record_version=desk.load(lambda db: record_version(db, request_of(db, ref))),
            is_approved=is_approved,
            reason="" if is_approved else planned.text("declined"),
        )


def request_of(db: Session, ref: str) -> SupportRequest:
    """The request with this reference."""
    return db.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()


def _who_asks(
    planned: PlannedRequest, provider: ProviderOnFile
) -> tuple[RequesterType, str, str, Channel]:
    """Mostly the provider; sometimes a colleague for them, of a correction now and then a payer."""
    chance, texts = planned.chance, demo_list("requests")
    kinds = {RequesterType.PROVIDER: 8, RequesterType.STAFF: 2}
    if planned.kind == RequestKind.CLIENT_CORRECTION:
        kinds[RequesterType.PAYER] = 1
    kind = chance.weighted(kinds)
    if kind == RequesterType.PROVIDER:
        return kind, provider.name, provider.email, chance.weighted(CHANNELS)
    if kind == RequesterType.PAYER:
        return kind, chance.choice(texts["payers"]), "800-555-0119", Channel.PHONE
    name: str = chance.choice(texts["staff"])
    return kind, name, f"{name.lower().replace(' ', '.')}@desk.example", Channel.INTERNAL
