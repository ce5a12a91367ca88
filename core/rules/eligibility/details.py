"""The details a confirmation carries: actual times, CPT code, diagnoses (R03, R04, R06)."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.reasons import reason
from core.rules.reference import DIAGNOSIS, list_for, why_unchecked, with_dot
from core.rules.time.formats import date_text, instant_text, span_text
from core.vocabulary.reasons import Reason

CPT = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}")
MOST_DIAGNOSES = 12
"""As many as the claim form holds."""


def times(asked: SessionQuestion) -> Iterator[Reason]:
    """Start and stop, both or neither: without them the scheduled ones count (R03)."""
    session = asked.case.session
    if (session.actual_start_at is None) != (session.actual_end_at is None):
        yield reason("start_time" if session.actual_start_at is None else "stop_time")
        return
    if session.end_at <= session.start_at:
        span = span_of_times(session.start_at, session.end_at, session.tz, asked.now)
        yield reason("times_reversed", detail=span)
    hours = asked.book.on("max_session_hours", asked.case.day).number
    seconds = (session.end_at - session.start_at).total_seconds()
    if seconds > hours * 3600:
        yield reason("too_long", detail=span_text(seconds))


def span_of_times(start: datetime, end: datetime, tz: tzinfo, now: datetime | None = None) -> str:
    """Two instants as a reason names them, on the clock of `tz`, without the year of `now`."""
    return f"from {instant_text(start, tz, now)} to {instant_text(end, tz, now)}"


def times_as_scheduled(asked: SessionQuestion) -> Iterator[Reason]:
    """That the entered times are the scheduled ones to the minute (R03)."""
    session = asked.case.session
    entered = (session.actual_start_at, session.actual_end_at)
    if entered == (session.scheduled_start_at, session.scheduled_end_at):
        yield reason("times_as_scheduled")


def booked_afterwards(asked: SessionQuestion) -> Iterator[Reason]:
    """That it was put into the calendar after it had begun (R06)."""
    if asked.case.booked_at > asked.case.session.start_at:
        yield reason("booked_afterwards")


def codes(asked: SessionQuestion) -> Iterator[Reason]:
    """A CPT code and one to twelve diagnoses that can be billed, where a claim goes out (R04)."""
    case = asked.case
    if not case.is_billed_to_a_plan:
        return
    if not case.cpt:
        yield reason("cpt_missing")
    elif not CPT.fullmatch(case.cpt.strip().upper()):
        yield reason("cpt_invalid", cpt=case.cpt)
    if not case.diagnoses:
        yield reason("diagnosis_missing")
    if len(case.diagnoses) > MOST_DIAGNOSES:
        yield reason("diagnosis_count", count=str(len(case.diagnoses)))
    for code in case.diagnoses:
        yield from _diagnosis(asked, with_dot(code.strip().upper()))


def _diagnosis(asked: SessionQuestion, code: str) -> Iterator[Reason]:
    """A code is looked up in the list of its day; that no list can tell is a remark (A48)."""
    lists, day = asked.reference.diagnoses, asked.case.day
    known = list_for(lists, code, day)
    if not DIAGNOSIS.fullmatch(code):
        why = "ICD-10-CM codes are written like F41.1"
        yield reason("diagnosis_not_billable", diagnosis=code, why=why)
    elif known is None:
        why = why_unchecked(lists, code, day)
        yield reason("diagnosis_unchecked", diagnosis=code, why=why)
    elif not known.holds(code):
        why = f"the ICD-10-CM list of {known.release} does not have it"
        yield reason("diagnosis_not_billable", diagnosis=code, why=why)


def minutes(asked: SessionQuestion) -> Iterator[Reason]:
    """That the CPT codes do not fit the length of the session: a remark, never a stop (R04)."""
    case = asked.case
    if case.is_mos:
        return
    for cpt in filter(None, (case.cpt, case.cpt_addon)):
        band = asked.reference.bands.get(cpt.strip())
        if band and not band.holds(case.minutes):
            yield reason(
                "cpt_minutes",
                cpt=cpt,
                label=band.label,
                minutes=str(max(case.minutes, 0)),
                as_of=date_text(asked.reference.bands_as_of),
            )
