"""What the rules say of a session: may it be confirmed, edited, cancelled, and where billed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.access import EVERYONE, guard
from core.db.transaction import ReadContext
from core.facts import reference
from core.facts.eligibility import cases
from core.facts.places import around
from core.facts.policies import business_calendar, policy_book
from core.facts.session_deadlines import Standing, standings
from core.models.care import CareSession
from core.rules.eligibility import billing, canceling, crisis
from core.rules.eligibility.billing import Box
from core.rules.eligibility.canceling import CancelRoute
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import Asked
from core.rules.eligibility.verdict import Answer
from core.rules.sessions import as_of
from core.rules.sessions.stage import stage
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadline_row import DeadlineRow
from core.rules.time.policy import PolicyBook
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import SessionStage


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


@guard(EVERYONE)
def session_verdicts(
    context: ReadContext, refs: Sequence[str], at: datetime | None = None
) -> dict[str, ExplainedSession]:
    """The sessions of these references as they stood at `at`, or now; unknown ones are left out.

    Each look is logged. Raises PolicyGap for a session of a day without a policy.
    """
    then = at or context.now
    wanted = [ref for ref in refs if ref.isprintable()]
    columns = (col(CareSession.id), col(CareSession.ref))
    rows = context.db.execute(select(*columns).where(col(CareSession.ref).in_(wanted)))
    by_id = {row.id: row.ref for row in rows}
    known = standings(context.db, list(by_id), then)
    book = context.once(policy_book)
    found = verdicts_of(context.db, list(by_id), then, book)
    for key in by_id:
        context.log(ReadingAction.VIEW, "care_session", key)
    return {ref: _explained(ref, then, known[key], found[key], book) for key, ref in by_id.items()}


def verdicts_of(
    db: Session, session_ids: Sequence[int], now: datetime, book: PolicyBook
) -> dict[int, Verdicts]:
    """By session id, as they stood at `now`."""
    calendar, places = business_calendar(db), around(db, session_ids)
    data = reference.load_reference()
    return {
        key: _judged(Asked(as_of.case(case, now), now, book, data), places[key], calendar)
        for key, case in cases(db, session_ids).items()
    }


def _judged(asked: Asked, places: Iterable[PlaceFact], calendar: BusinessCalendar) -> Verdicts:
    case = asked.case
    return Verdicts(
        confirm=may_be_confirmed(asked),
        edit=may_be_edited(asked),
        cancel=canceling.route(asked),
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
