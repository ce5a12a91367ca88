"""The deadlines of sessions, each with its status at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.db.transaction import ReadContext
from core.facts.money import CARS, CHARGES
from core.facts.policies import policy_book
from core.facts.sessions import NOTES, sessions_with
from core.rules.eligibility.session_facts import CarFact
from core.rules.sessions import as_of
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.money import SessionCharge
from core.rules.sessions.notes import NoteFact, NoteState, state_of
from core.rules.time import deadlines as rules
from core.rules.time.deadline_status import DeadlineActions, DeadlineRow, answer
from core.rules.time.policy import PolicyBook
from core.vocabulary.deadlines import DeadlineKind


@dataclass(frozen=True)
class SessionDeadlines:
    """One session's facts, its note, and its deadlines by the time they fall due."""

    facts: SessionFacts
    note: NoteState
    deadlines: tuple[DeadlineRow, ...]

    def of(self, kind: DeadlineKind) -> DeadlineRow | None:
        """The deadline of this kind; None where the session has none."""
        return next((row for row in self.deadlines if row.deadline.kind == kind), None)


def load_session_deadlines(
    context: ReadContext, session_ids: Sequence[int]
) -> dict[int, SessionDeadlines]:
    """By session id, with their status now; three statements however many there are."""
    sessions, found = sessions_with(context.db, session_ids, (NOTES, CHARGES, CARS))
    book = policy_book(context)
    return {
        key: session_deadlines(
            session, found[NOTES][key], found[CHARGES][key], found[CARS][key], context.now, book
        )
        for key, session in sessions.items()
    }


def session_deadlines(
    stored: SessionFacts,
    notes: Sequence[NoteFact],
    charges: Sequence[SessionCharge],
    cars: Sequence[CarFact],
    now: datetime,
    book: PolicyBook,
) -> SessionDeadlines:
    """Their status at `now`: what was done later is left out."""
    session = as_of.session(stored, now)
    note = state_of(as_of.notes(notes, now))
    done = DeadlineActions(
        date_of_service=session.date_of_service,
        note=note,
        confirmed_at=session.confirmed_at,
        charges=tuple(
            (one.status, one.charged_at if one.charged_at and one.charged_at <= now else None)
            for one in charges
        ),
        car_entered_on=next(
            (one.entered_on for one in cars if one.completed_at is None or one.is_done_by(now)),
            None,
        ),
        is_car_filed=any(one.is_done_by(now) for one in cars),
    )
    rows = (
        DeadlineRow(one, *answer(one, done, now, book)) for one in rules.of_session(session, book)
    )
    return SessionDeadlines(session, note, tuple(rows))
