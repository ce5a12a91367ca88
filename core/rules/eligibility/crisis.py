"""The emergency: case by case, fully documented, billed as a crisis, at an exact address (R28)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from core.rules.eligibility.session_facts import CrisisFact, SessionQuestion
from core.rules.reasons import reason
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import local_date, start_of
from core.rules.time.platform_clock import platform_zone
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.verdicts import Path

MAIN, ADDED = "90839", "90840"
SHORTEST_MINUTES = 30
WAIVED = frozenset({"R17", "R23", "R24", "R25", "R27", "R29", "R30"})
"""What an approval sets aside: the state, its license and its credential, and nothing else."""


def judged(
    asked: SessionQuestion, reasons: Iterable[Reason], paths: Iterable[Path]
) -> tuple[list[Reason], list[Path]]:
    """The reasons and ways of a crisis, given those of its places (R28).

    Where the locations pass, only its documentation is checked. Where one fails, a manager decides,
    and what failed stays in the list as information (A18).
    """
    crisis = asked.case.crisis or CrisisFact()
    reasons, paths = list(reasons), list(paths)
    fails = any(one.rule in WAIVED and one.decides for one in reasons)
    if fails:
        reasons = [_set_aside(one) for one in reasons] + [_exception(asked, crisis)]
        paths = [Path.CRISIS]
    return [*reasons, *_documentation(asked, crisis)], paths


def decide_by(asked: SessionQuestion, calendar: BusinessCalendar) -> datetime:
    """The first instant too late for a manager's decision that is asked for at `asked.now`: a
    business day later by the platform's clock, and never after the last day to confirm (R28)."""
    case, book = asked.case, asked.book
    tz = platform_zone(asked.now.date(), book)
    days = book.on("crisis_review_bd", case.day).number
    last = calendar.after(local_date(asked.now, tz), days).day
    confirm = deadlines.confirmation(case.session, book)
    return min(start_of(last + timedelta(days=1), tz), confirm.too_late_from)


def _set_aside(one: Reason) -> Reason:
    return replace(one, weight=Weight.INFO) if one.rule in WAIVED else one


def _exception(asked: SessionQuestion, crisis: CrisisFact) -> Reason:
    if crisis.approved_by and crisis.is_approved_at(asked.now):
        return reason("crisis_approved", by=crisis.approved_by)
    return reason("crisis_unapproved")


def _documentation(asked: SessionQuestion, crisis: CrisisFact) -> Iterator[Reason]:
    """The four items (R28); Military OneSource has no code and always goes to a person."""
    case = asked.case
    if case.is_mos:
        yield reason("crisis_mos")
    elif case.cpt != MAIN or case.cpt_addon not in (None, ADDED):
        yield reason("crisis_cpt")
    elif case.minutes < SHORTEST_MINUTES:
        yield reason("crisis_short", minutes=str(case.minutes))
    if not crisis.has_narrative:
        yield reason("crisis_narrative")
    if not crisis.has_resolution:
        yield reason("crisis_resolution")
    where = case.places_of_care
    if not where or any(place.missing for place in where):
        yield reason("crisis_address")
