"""The deadlines of sessions with their "why", and how each stands at an instant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.policies import policy_book
from core.facts.sessions import session_facts
from core.models.care import CarReport, ClientCharge, Note
from core.rules.sessions import as_of
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.notes import NoteFact, NoteState, state_of
from core.rules.time import deadlines as rules
from core.rules.time.deadline_row import DeadlineRow, deadline_row
from core.rules.time.deadline_status import Done, answer
from core.vocabulary.care import ChargeStatus
from core.vocabulary.deadlines import DeadlineKind


@dataclass(frozen=True)
class Standing:
    """One session's facts, its note, and its deadlines by the time they fall due."""

    facts: SessionFacts
    note: NoteState
    deadlines: tuple[DeadlineRow, ...]

    def of(self, kind: DeadlineKind) -> DeadlineRow | None:
        """The deadline of this kind; None where the session has none."""
        return next((row for row in self.deadlines if row.kind == kind), None)


def standings(db: Session, session_ids: Sequence[int], now: datetime) -> dict[int, Standing]:
    """By session id, as they stood at `now`; a fixed number of queries however many there are."""
    book = policy_book(db)
    notes, charges, cars = (
        _notes(db, session_ids),
        _charges(db, session_ids, now),
        _cars(db, session_ids, now),
    )
    found = {}
    for key, stored in session_facts(db, session_ids).items():
        session = as_of.session(stored, now)
        note = state_of(as_of.notes(notes[key], now))
        done = Done(
            date_of_service=session.date_of_service,
            note=note,
            confirmed_at=session.confirmed_at,
            charges=tuple(charges[key]),
            car_entered_on=cars.get(key),
        )
        rows = (
            deadline_row(one, *answer(one, done, now, book))
            for one in rules.of_session(session, book)
        )
        found[key] = Standing(session, note, tuple(rows))
    return found


def _notes(db: Session, ids: Sequence[int]) -> defaultdict[int, list[NoteFact]]:
    columns = (Note.mode, Note.drafted_at, Note.signed_at, Note.late_reason, Note.is_discarded)
    found = defaultdict[int, list[NoteFact]](list)
    statement = select(col(Note.session_id), *map(col, columns))
    for key, *values in db.execute(
        statement.where(col(Note.session_id).in_(ids)).order_by(col(Note.id))
    ):
        found[key].append(NoteFact(*values))
    return found


def _charges(
    db: Session, ids: Sequence[int], now: datetime
) -> defaultdict[int, list[tuple[ChargeStatus, datetime | None]]]:
    found = defaultdict[int, list[tuple[ChargeStatus, datetime | None]]](list)
    statement = select(
        col(ClientCharge.session_id), col(ClientCharge.status), col(ClientCharge.charged_at)
    )
    for key, status, charged_at in db.execute(
        statement.where(col(ClientCharge.session_id).in_(ids))
    ):
        found[key].append((status, charged_at if charged_at and charged_at <= now else None))
    return found


def _cars(db: Session, ids: Sequence[int], now: datetime) -> dict[int, date | None]:
    """The dates entered in reports; one that was truly made after `now` is not there yet."""
    columns = (CarReport.session_id, CarReport.entered_on, CarReport.completed_at)
    rows = db.execute(select(*map(col, columns)).where(col(CarReport.session_id).in_(ids)))
    return {
        row.session_id: row.entered_on
        for row in rows
        if row.completed_at is None or row.completed_at <= now
    }
