"""The emergency: case by case, fully documented, billed as a crisis, at an exact address (R28)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.rules.eligibility.session_facts import Asked, CrisisFact
from core.rules.eligibility.verdict import Finding, found, weighed
from core.rules.reasons.billing import BLUES, STATES
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import local_date, start_of
from core.vocabulary.verdicts import Code, Path, Weight

MAIN, ADDED = "90839", "90840"
SHORTEST_MINUTES = 30
WAIVED = frozenset({*STATES, *BLUES})
"""What an approval sets aside: the state, its license and its credential, and nothing else."""


def judged(
    asked: Asked, findings: Iterable[Finding], paths: Iterable[Path]
) -> tuple[list[Finding], list[Path]]:
    """The findings and ways of a crisis, given those of its places (R28).

    Where the places pass, its papers alone are asked for. Where one fails, a manager decides; what
    failed stays in the list as information (A18).
    """
    crisis = asked.case.crisis or CrisisFact()
    findings, paths = list(findings), list(paths)
    fails = any(one.code in WAIVED and one.decides for one in findings)
    if fails:
        findings = [_set_aside(one) for one in findings] + [_exception(asked, crisis)]
        paths = [Path.CRISIS]
    return [*findings, *_papers(asked, crisis)], paths


def decide_by(asked: Asked, calendar: BusinessCalendar) -> datetime:
    """The first instant too late for a manager's decision that is asked for at `asked.now`: a
    business day later by the platform's clock, and never after the last day to confirm (R28)."""
    case, book = asked.case, asked.book
    tz = ZoneInfo(book.on(deadlines.PLATFORM_ZONE, asked.now.date()).text)
    days = book.on("crisis_review_bd", case.day).number
    last = calendar.after(local_date(asked.now, tz), days).day
    confirm = deadlines.confirmation(case.session, book)
    return min(start_of(last + timedelta(days=1), tz), confirm.too_late_from)


def _set_aside(finding: Finding) -> Finding:
    return weighed(finding, Weight.INFO) if finding.code in WAIVED else finding


def _exception(asked: Asked, crisis: CrisisFact) -> Finding:
    if crisis.approved_by and crisis.is_approved_at(asked.now):
        return found(Code.CRISIS_APPROVED, by=crisis.approved_by)
    return found(Code.CRISIS_UNAPPROVED)


def _papers(asked: Asked, crisis: CrisisFact) -> Iterator[Finding]:
    """The four items (R28); Military OneSource has no code and always goes to a person."""
    case = asked.case
    if case.is_mos:
        yield found(Code.CRISIS_MOS)
    elif case.cpt != MAIN or case.cpt_addon not in (None, ADDED):
        yield found(Code.CRISIS_CPT)
    elif case.minutes < SHORTEST_MINUTES:
        yield found(Code.CRISIS_SHORT, minutes=str(case.minutes))
    if not crisis.has_narrative:
        yield found(Code.CRISIS_NARRATIVE)
    if not crisis.has_resolution:
        yield found(Code.CRISIS_RESOLUTION)
    where = case.places_of_care
    if not where or any(place.missing for place in where):
        yield found(Code.CRISIS_ADDRESS)
