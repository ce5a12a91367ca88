"""Cancellations of confirmed sessions, as the demo has them requested and settled."""

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.demo.replay.desk import DemoDesk, Steps
from core.demo.replay.plan import PlannedRequest
from core.demo.replay.records import SessionOnFile
from core.demo.replay.steps import RequestSteps, request_of
from core.facts import approvals
from core.facts import cancellations as facts
from core.models.care import CareSession
from core.requests.cancellation.file import file_session_cancellation
from core.requests.cancellation.finish import finish_cancellation, withdraw_cancellation
from core.requests.cancellation.settle import settle_step
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import CancellationStep


class CancellationSteps(RequestSteps):
    """One confirmed session to be canceled."""

    def __init__(self, desk: DemoDesk, planned: PlannedRequest, session: SessionOnFile) -> None:
        super().__init__(desk, planned, session.provider)
        self.session = session

    def file(self) -> str:
        """For the session as it is now."""
        return self.desk.act(
            self.planned.filer,
            file_session_cancellation,
            session_ref=self.session.ref,
            record_version=self.desk.load(self._version),
            reason=self.planned.text("canceled"),
            requester=self.requester(),
        )

    def complete(self) -> None:
        """Nothing is ever missing: without a session there is no such request."""

    def work(self) -> Steps:
        """Step by step until all is settled, after an approval where one is needed."""
        desk, work = self.desk, self.planned.work
        if desk.load(lambda db: approvals.approval_needed(db, request_of(db, self.ref), desk.now)):
            yield from self.approved()
        while step := desk.load(self._open_step):
            yield desk.later(work)
            self._settle(step)
        yield desk.later(work)
        self.carry_out(finish_cancellation, record_version=desk.load(self._version))

    def withdraw(self) -> None:
        """The provider wants the session kept."""
        self.carry_out(withdraw_cancellation, reason=self.planned.text("withdrawn"))

    def _settle(self, step: CancellationStep) -> None:
        """The first answer of the step, with the reference of what was done outside."""
        move = step.moves[0]
        number = f"{self.planned.number % 89 + 10}{len(step.code)}"
        self.carry_out(
            settle_step,
            code=step.code,
            answer=move.to,
            reference=self.planned.text("settled").format(n=number),
            control_number=f"ICN{self.session.ref[2:]}" if move.needs_number else "",
        )

    def _session(self, db: Session) -> CareSession:
        wanted = col(CareSession.ref) == self.session.ref
        return db.scalars(select(CareSession).where(wanted)).one()

    def _version(self, db: Session) -> int:
        return facts.cancellation_rows(db, self._session(db)).version

    def _open_step(self, db: Session) -> CancellationStep | None:
        found = facts.cancellation_rows(db, self._session(db))
        steps = cancellation.plan(facts.cancellation_facts(found, self.desk.now))
        answered = facts.answered(facts.items_of(db, request_of(db, self.ref)))
        return next(iter(cancellation.open_steps(steps, answered)), None)
