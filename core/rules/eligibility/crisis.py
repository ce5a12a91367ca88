"""The emergency: case by case, fully documented, billed as a crisis, at an exact address (R28)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from core.rules.eligibility.session_facts import (
    CrisisDecline,
    CrisisFact,
    SessionCase,
    SessionQuestion,
)
from core.rules.eligibility.verdict import Answer
from core.rules.reasons import CATALOGUE, reason
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import local_date, start_of
from core.rules.time.platform_clock import platform_zone
from core.vocabulary.care import ApprovalEnd
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.verdicts import Path

MAIN, ADDED = "90839", "90840"
SHORTEST_MINUTES = 30
WAIVED = frozenset({"R17", "R23", "R24", "R25", "R27", "R29", "R30"})
"""What an approval sets aside: the state, its license and its credential, and nothing else."""
ABROAD = frozenset({"outside_us_states", "outside_us_states_mos"})
"""No approval sets aside that the client was in none of the 56 states and territories."""
UNDECIDED = frozenset({"crisis_unapproved", "crisis_declined"})
"""A manager has not approved it, and may still do so."""
CHANGED = {
    ApprovalEnd.ADDRESS: "the address changed",
    ApprovalEnd.CODE: "the CPT code changed",
    ApprovalEnd.DOCUMENTATION: "the documentation was taken away",
}


def judged(
    asked: SessionQuestion, reasons: Iterable[Reason], paths: Iterable[Path]
) -> tuple[list[Reason], list[Path]]:
    """The reasons and ways of a crisis, given those of its places (R28).

    Where the locations pass, only its documentation is checked. Where one fails, a manager decides,
    and what failed stays in the list as information (A18). A short one with another code is an
    ordinary session (A55).
    """
    crisis = asked.case.crisis or CrisisFact()
    reasons, paths = list(reasons), list(paths)
    if _is_short(asked.case) and asked.case.cpt not in (None, MAIN):
        return reasons, paths
    fails = any(one.rule in WAIVED and one.decides for one in reasons)
    if fails and not any(one.code in ABROAD for one in reasons):
        reasons = [*map(_set_aside, reasons), *_exception(asked, crisis)]
        paths = [Path.CRISIS]
    return [*reasons, *_documentation(asked, crisis)], paths


def awaits_decision(case: SessionCase, billed: Answer) -> bool:
    """Whether a manager has to decide, given where the session may be billed: a place fails, or has
    no street address. A short crisis, or a client abroad, is not for a manager to allow."""
    if case.crisis is None or _is_short(case) or billed.codes & ABROAD:
        return False
    lacks_street = "crisis_address" in billed.codes and lacks_only_street(case)
    return bool(billed.codes & UNDECIDED) or lacks_street


def stops_decision(case: SessionCase, billed: Answer) -> list[Reason]:
    """What has to be there before a manager may approve: neither an earlier decline, nor a street
    that the manager may do without."""
    known = {"crisis_declined", *(["crisis_address"] if lacks_only_street(case) else [])}
    return [one for one in billed.reasons if one.weight == Weight.BLOCK and one.code not in known]


def needed_because(billed: Answer) -> list[str]:
    """What an approval would set aside, in words."""
    return [
        one.text for one in billed.reasons if one.rule in WAIVED and CATALOGUE[one.code].decides
    ]


def lacks_only_street(case: SessionCase) -> bool:
    """Whether city and ZIP code are there and some place has no street with a number."""
    where = case.places_of_care
    is_known = bool(where) and all(set(place.missing) <= {"street"} for place in where)
    return is_known and not all(place.has_street_number for place in where)


def approval_end(case: SessionCase) -> ApprovalEnd | None:
    """Why an approval no longer applies; None while it does, or without one (A47). Documentation
    that is added does not end it."""
    crisis = case.crisis
    if crisis is None or not crisis.approved_by:
        return None
    if crisis.ended_by:
        return crisis.ended_by
    if not (crisis.has_narrative and crisis.has_resolution):
        return ApprovalEnd.DOCUMENTATION
    given = crisis.approved_for
    if given is None:
        return None
    if given.places != frozenset(case.places_of_care):
        return ApprovalEnd.ADDRESS
    is_same_code = (given.cpt, given.cpt_addon) == (case.cpt, case.cpt_addon)
    return None if is_same_code else ApprovalEnd.CODE


def decide_by(asked: SessionQuestion, calendar: BusinessCalendar) -> datetime | None:
    """The first instant too late for a manager's decision: a business day after the exception was
    first needed and visible here, by the platform's clock, and never after the last day to confirm
    (R28, A46). None where none was needed by `asked.now`."""
    case, book = asked.case, asked.book
    needed_at = case.crisis.needed_at if case.crisis else None
    if needed_at is None:
        return None
    tz = platform_zone(needed_at.date(), book)
    days = book.on("crisis_review_bd", case.day).number
    last = calendar.after(local_date(needed_at, tz), days).day
    confirm = deadlines.confirmation(case.session, book)
    return min(start_of(last + timedelta(days=1), tz), confirm.too_late_from)


def _is_short(case: SessionCase) -> bool:
    """Too short for the code of a crisis; Military OneSource has no code."""
    return not case.is_mos and case.minutes < SHORTEST_MINUTES


def _set_aside(one: Reason) -> Reason:
    return replace(one, weight=Weight.INFO) if one.rule in WAIVED else one


def _exception(asked: SessionQuestion, crisis: CrisisFact) -> Iterator[Reason]:
    end = approval_end(asked.case)
    if crisis.approved_by and crisis.is_approved_at(asked.now):
        if end is None:
            yield reason("crisis_approved", by=crisis.approved_by)
            return
        yield reason("crisis_approval_ended", because=CHANGED[end])
    if crisis.declined:
        yield _declined(asked, crisis.declined)
    else:
        yield reason("crisis_unapproved")


def _declined(asked: SessionQuestion, no: CrisisDecline) -> Reason:
    return reason("crisis_declined", by=no.by, at=asked.instant_text(no.at), detail=no.because)


def _documentation(asked: SessionQuestion, crisis: CrisisFact) -> Iterator[Reason]:
    """The four items (R28); Military OneSource has no code and always goes to a person."""
    case = asked.case
    if case.is_mos:
        yield reason("crisis_mos")
    elif case.cpt != MAIN or case.cpt_addon not in (None, ADDED):
        yield reason("crisis_cpt")
    elif _is_short(case):
        yield reason("crisis_short", minutes=str(case.minutes))
    if not crisis.has_narrative:
        yield reason("crisis_narrative")
    if not crisis.has_resolution:
        yield reason("crisis_resolution")
    yield from _address(asked, crisis)


def _address(asked: SessionQuestion, crisis: CrisisFact) -> Iterator[Reason]:
    """A street with a number, city and ZIP code, or the reason a manager gave why there is none."""
    case, given = asked.case, crisis.approved_for
    where = case.places_of_care
    if where and all(one.has_street_number and not one.missing for one in where):
        return
    holds = crisis.is_approved_at(asked.now) and approval_end(case) is None
    if holds and given and given.no_street and lacks_only_street(case):
        yield reason("crisis_no_street", by=crisis.approved_by or "", detail=given.no_street)
        return
    yield reason("crisis_address")
    if crisis.declined and lacks_only_street(case):
        yield _declined(asked, crisis.declined)
