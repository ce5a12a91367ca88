"""What the rules say about a session: may it be confirmed, edited, canceled, billed, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.access import EVERYONE, guard
from core.db.transaction import ReadContext
from core.facts.policies import business_calendar, policy_book
from core.facts.reference import load_reference
from core.facts.references import as_written, has_ref
from core.facts.session_bundles import SessionBundle, session_bundles
from core.facts.session_deadlines import SessionDeadlines, session_deadlines
from core.models.care import CareSession
from core.rules.eligibility import billing, canceling, crisis
from core.rules.eligibility.billing import StateVerdict
from core.rules.eligibility.canceling import CancelRoute
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.rules.eligibility.session_facts import CrisisDecline, SessionQuestion
from core.rules.eligibility.verdict import Answer
from core.rules.sessions import as_of
from core.rules.sessions.stage import stage
from core.rules.time import deadlines
from core.rules.time.deadline_status import DeadlineRow
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import SessionStage


@dataclass(frozen=True)
class CrisisDecision:
    """A decision that a manager makes on a crisis (R28). `because`: what an approval would set
    aside. `needs_street`: it must say why there is no street address. `declined`: a manager said
    no, and may still approve. `by`: the first instant too late; None where the need is not known
    yet."""

    because: tuple[str, ...]
    needs_street: bool
    declined: CrisisDecline | None
    by: datetime | None


@dataclass(frozen=True)
class SessionVerdicts:
    """The answers about one session. `boxes`: one for each state that matters to provider and
    client (R22); none where nothing is known of either's places. `decision`: what a manager has to
    decide; None for nothing."""

    confirm: Answer
    edit: Answer
    cancel: CancelRoute
    billing: Answer
    boxes: tuple[StateVerdict, ...]
    decision: CrisisDecision | None


@dataclass(frozen=True)
class ExplainedSession:
    """A session as it was at `at`, with its deadlines and every answer; nothing of the client."""

    ref: str
    at: datetime
    stage: SessionStage
    date_of_service: date
    zone: str
    deadlines: tuple[DeadlineRow, ...]
    verdicts: SessionVerdicts


@guard(EVERYONE)
def session_verdicts(
    context: ReadContext, refs: Sequence[str], at: datetime | None = None
) -> dict[str, ExplainedSession]:
    """The sessions as they were at `at`, or now, by the reference asked for; unknown ones are left
    out.

    Viewing each is logged. Raises PolicyGap for a session of a day without a policy.
    """
    then = at or context.now
    wanted = [ref for ref in refs if ref.isprintable()]
    found = session_bundles(context.db, has_ref(CareSession, wanted)) if wanted else {}
    bundles = {one.session.ref: one for one in found.values()}
    named = {ref: one for ref in wanted if (one := as_written(bundles, ref)) is not None}
    for one in named.values():
        context.log(ReadingAction.VIEW, "care_session", one.session.key)
    return {ref: _explained(context, one, then) for ref, one in named.items()}


def verdicts_of(context: ReadContext, bundle: SessionBundle, at: datetime) -> SessionVerdicts:
    """The answers about this session as it was at `at`."""
    money = as_of.money(bundle.claims, bundle.charges, bundle.payouts, at)
    case = as_of.case(replace(bundle.case, money=money), at)
    asked = SessionQuestion(case, at, policy_book(context), load_reference(context))
    billed = billing.of_session(asked)
    return SessionVerdicts(
        confirm=may_be_confirmed(asked),
        edit=may_be_edited(asked),
        cancel=canceling.route(asked),
        billing=billed,
        boxes=billing.matrix(asked.billing, {*bundle.nearby, *case.places_of_care}),
        decision=_decision(context, asked, billed),
    )


def _decision(
    context: ReadContext, asked: SessionQuestion, billed: Answer
) -> CrisisDecision | None:
    case = asked.case
    if case.crisis is None or not crisis.awaits_decision(case, billed):
        return None
    return CrisisDecision(
        because=tuple(crisis.needed_because(billed)),
        needs_street=crisis.lacks_only_street(case),
        declined=case.crisis.declined,
        by=crisis.decide_by(asked, business_calendar(context)),
    )


def deadlines_of(context: ReadContext, bundle: SessionBundle, at: datetime) -> SessionDeadlines:
    """The deadlines of this session as they were at `at`."""
    case = bundle.case
    cars = (case.car,) if case.car else ()
    book = policy_book(context)
    return session_deadlines(case.session, case.notes, bundle.charges, cars, at, book)


def _explained(context: ReadContext, bundle: SessionBundle, at: datetime) -> ExplainedSession:
    found = deadlines_of(context, bundle, at)
    session = found.facts
    limit = deadlines.confirmation(session, policy_book(context))
    return ExplainedSession(
        ref=bundle.session.ref,
        at=at,
        stage=stage(session, limit.blocked_from, at),
        date_of_service=session.date_of_service,
        zone=session.tz.key,
        deadlines=found.deadlines,
        verdicts=verdicts_of(context, bundle, at),
    )
