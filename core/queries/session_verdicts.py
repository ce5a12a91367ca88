"""What the rules say of a session: may it be confirmed, edited, cancelled, and where billed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core import facts, reference
from core.access import guard
from core.cases.places import around
from core.cases.sessions import cases
from core.models.care import CareSession
from core.queries.standings import DeadlineRow, Standing, standings
from core.rules import as_of, deadlines
from core.rules.business_days import BusinessCalendar
from core.rules.case.places import PlaceFact
from core.rules.case.session import Asked
from core.rules.gates import billing, cancelling, crisis
from core.rules.gates.billing import Box
from core.rules.gates.cancelling import CancelRoute
from core.rules.gates.confirming import may_be_confirmed
from core.rules.gates.editing import may_be_edited
from core.rules.policy import PolicyBook
from core.rules.session_life import stage
from core.rules.verdict import Answer
from core.transaction import Reading
from core.vocabulary.care import SessionStage
from core.vocabulary.ledgers import ReadingAction


@dataclass(frozen=True)
class Verdicts:
    """The answers about one session. `boxes`: one for each state that matters to provider and
    client (R22); none where nothing is known of either's places. `decide_by`: the first instant
    too late for a manager's decision on a crisis asked for now (R28); None for no crisis."""

    confirm: Answer
    edit: Answer
    cancel: CancelRoute
    billing: Answer
    boxes: tuple[Box, ...]
    decide_by: datetime | None


@dataclass(frozen=True)
class ExplainedSession:
    """A session as it stood at `at`, with its deadlines and every answer; nothing of the client."""

    ref: str
    at: datetime
    stage: SessionStage
    date_of_service: date
    zone: str
    deadlines: tuple[DeadlineRow, ...]
    verdicts: Verdicts


@guard
def session_verdicts(
    reading: Reading, refs: Sequence[str], at: datetime | None = None
) -> dict[str, ExplainedSession]:
    """The sessions of these references as they stood at `at`, or now; unknown ones are left out.

    Each look is logged. Raises PolicyGap for a session of a day without a policy.
    """
    then = at or reading.now
    wanted = [ref for ref in refs if ref.isprintable()]
    columns = (col(CareSession.id), col(CareSession.ref))
    rows = reading.db.execute(select(*columns).where(col(CareSession.ref).in_(wanted)))
    by_id = {row.id: row.ref for row in rows}
    known = standings(reading.db, list(by_id), then)
    book = facts.policy_book(reading.db)
    found = verdicts_of(reading.db, list(by_id), then, book)
    for key in by_id:
        reading.log(ReadingAction.VIEW, "care_session", key)
    return {ref: _explained(ref, then, known[key], found[key], book) for key, ref in by_id.items()}


def verdicts_of(
    db: Session, session_ids: Sequence[int], now: datetime, book: PolicyBook
) -> dict[int, Verdicts]:
    """By session id, as they stood at `now`."""
    calendar, places = facts.business_calendar(db), around(db, session_ids)
    data = reference.load()
    return {
        key: _judged(Asked(as_of.case(case, now), now, book, data), places[key], calendar)
        for key, case in cases(db, session_ids).items()
    }


def _judged(asked: Asked, places: Iterable[PlaceFact], calendar: BusinessCalendar) -> Verdicts:
    case = asked.case
    return Verdicts(
        confirm=may_be_confirmed(asked),
        edit=may_be_edited(asked),
        cancel=cancelling.route(asked),
        billing=billing.of_session(asked),
        boxes=billing.matrix(case.billing, {*places, *case.places_of_care}),
        decide_by=crisis.decide_by(asked, calendar) if case.crisis else None,
    )


def _explained(
    ref: str, at: datetime, standing: Standing, verdicts: Verdicts, book: PolicyBook
) -> ExplainedSession:
    session = standing.facts
    limit = deadlines.confirmation(session, book)
    return ExplainedSession(
        ref=ref,
        at=at,
        stage=stage(session, limit.blocked_from, at),
        date_of_service=session.date_of_service,
        zone=session.tz.key,
        deadlines=standing.deadlines,
        verdicts=verdicts,
    )
