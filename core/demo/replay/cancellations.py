"""Cancellations of confirmed sessions, as the demo has them asked for and settled."""

from sqlalchemy.orm import Session
from sqlmodel import col, select

from core.demo.replay.asking import asker
from core.demo.replay.cast import Booked
from core.demo.replay.life import asked
from core.demo.replay.script import Part, texts
from core.demo.replay.stage import Stage, Story
from core.facts import approvals
from core.facts import cancellations as record
from core.models.care import CareSession
from core.models.requests import SupportRequest
from core.requests.cancellation.file import FileSessionCancellation, file_session_cancellation
from core.requests.cancellation.finish import (
    FinishCancellation,
    WithdrawCancellation,
    finish_cancellation,
    withdraw_cancellation,
)
from core.requests.cancellation.settle import SettleStep, settle_step
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import CancellationStep


class Cancellation:
    """One confirmed session that is to be cancelled."""

    def __init__(self, part: Part, booked: Booked) -> None:
        self.booked, self.asker = booked, asker(part, booked.provider)
        self.requester, self.fields = self.asker.name, tuple[str, ...]()

    def file(self, stage: Stage, part: Part) -> str:
        """For the session as it is now."""
        return stage.do(
            part.filer,
            file_session_cancellation,
            FileSessionCancellation,
            session_ref=self.booked.ref,
            record_version=stage.look(self._version),
            reason=part.dice.choice(texts()["cancelled"]),
            requester=self.asker.asks(stage, part),
        )

    def complete(self, stage: Stage, part: Part, ref: str) -> None:
        """Nothing is ever missing: without a session there is no such request."""

    def work(self, stage: Stage, part: Part, ref: str) -> Story:
        """Step by step until all is settled, after a second person's yes where one is needed."""
        worker = stage.workers[ref]
        if stage.look(lambda db: approvals.is_needed(db, _request(db, ref), stage.now)):
            yield from asked(stage, part, ref)
        while step := stage.look(lambda db: self._open_step(db, stage, ref)):
            yield stage.later(part.work)
            self._settle(stage, part, worker, ref, step)
        yield stage.later(part.work)
        seen = stage.look(self._version)
        stage.step(worker, finish_cancellation, FinishCancellation, ref, record_version=seen)

    def withdraw(self, stage: Stage, part: Part, ref: str) -> None:
        """The provider wants the session kept."""
        why = part.dice.choice(texts()["withdrawn"])
        stage.step(part.worker, withdraw_cancellation, WithdrawCancellation, ref, reason=why)

    def _settle(
        self, stage: Stage, part: Part, worker: str, ref: str, step: CancellationStep
    ) -> None:
        """The first answer of the step, with the reference of what was done outside."""
        move = step.moves[0]
        number = f"{part.number % 89 + 10}{len(step.code)}"
        stage.step(
            worker,
            settle_step,
            SettleStep,
            ref,
            code=step.code,
            answer=move.to,
            reference=part.dice.choice(texts()["settled"]).format(n=number),
            control_number=f"ICN{self.booked.ref[2:]}" if move.needs_number else "",
        )

    def _version(self, db: Session) -> int:
        return record.cancellation_rows(db, _session(db, self.booked.ref)).version

    def _open_step(self, db: Session, stage: Stage, ref: str) -> CancellationStep | None:
        found = record.cancellation_rows(db, _session(db, self.booked.ref))
        steps = cancellation.plan(record.cancellation_facts(found, stage.now))
        answered = record.answered(record.items_of(db, _request(db, ref)))
        return next(iter(cancellation.open_steps(steps, answered)), None)


def _session(db: Session, ref: str) -> CareSession:
    return db.scalars(select(CareSession).where(col(CareSession.ref) == ref)).one()


def _request(db: Session, ref: str) -> SupportRequest:
    return db.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()
