"""Session notes: when they are drafted and signed, how they come late, and when they never do."""

from datetime import datetime, timedelta
from typing import Any

from core.demo.appointments import Appointment
from core.demo.catalog import catalog, demo_list
from core.demo.chance import Chance
from core.demo.coverages import covers
from core.demo.period import Period
from core.exchange.care_rows import NoteRow
from core.vocabulary.care import NoteMode, PayerKind, SignatureSource
from core.vocabulary.coverage import GOVERNMENT_LINES

NEVER_SIGNED, UNKNOWN_SIGNING = 0.006, 0.35
LATE_AFTER_CHANGE = {0: 0.30, 1: 0.12}
"""By week after the payer change: the share of notes that are late on top of the usual ones."""
TEMPLATES = (NoteMode.TEMPLATE_MANUAL, NoteMode.TEMPLATE_AI)
MODES = {NoteMode.TEMPLATE_MANUAL: 52, NoteMode.TEMPLATE_AI: 46, NoteMode.NONE: 2}


def make_note(
    chance: Chance, session_ref: str, ended: datetime, appointment: Appointment, period: Period
) -> tuple[list[NoteRow], datetime | None]:
    """What is written by now, and from when it no longer blocks the confirmation, None: never."""
    practice = appointment.care.practice
    weeks_after = (ended.date() - period.bad_week).days // 7
    extra = LATE_AFTER_CHANGE.get(weeks_after, 0.0)
    lag = _lag(chance, min(0.8, practice.late_notes + extra))
    signed_at = None if chance.hits(NEVER_SIGNED) else ended + lag
    is_late = lag > timedelta(hours=_hours_due(appointment)) and chance.hits(0.6)
    values: dict[str, Any] = {
        "ref": f"N-{session_ref[2:]}-1",
        "session_id": session_ref,
        "mode": NoteMode.UPLOAD if chance.hits(practice.uploads) else chance.weighted(MODES),
        "drafted_at": ended + min(chance.minutes(1, 120), lag),
        "signed_at": signed_at and period.happened(signed_at),
        "signature_source": SignatureSource.SYSTEM,
        "late_reason": chance.choice(demo_list("care")["text"]["late_reasons"])
        if is_late
        else None,
    }
    is_template = values["mode"] in TEMPLATES
    if not is_template:
        values |= _outside_template(chance, values)
    if values["signed_at"] is None:
        values |= {"signature_source": None, "late_reason": None}
    drafted_at = values["drafted_at"]
    is_there = drafted_at <= period.until if drafted_at else chance.hits(0.5)
    return [NoteRow(**values)] if is_there else [], signed_at if is_template else ended


def _outside_template(chance: Chance, values: dict[str, Any]) -> dict[str, Any]:
    """An upload, whose signing the provider attests or nobody knows; or the choice of no note."""
    if values["mode"] == NoteMode.NONE:
        return {"drafted_at": None, "signed_at": None}
    signed_at = None if chance.hits(UNKNOWN_SIGNING) else values["signed_at"]
    return {"signed_at": signed_at, "signature_source": SignatureSource.ATTESTED}


def _lag(chance: Chance, late: float) -> timedelta:
    """From the session's end to the signature: in time for 72 hours, not always for 48."""
    if chance.hits(late):
        return chance.hours(73, 260)
    if chance.hits(0.64):
        return chance.hours(0.1, 5)
    return chance.hours(5, 34) if chance.hits(0.8) else chance.hours(34, 71)


def _hours_due(appointment: Appointment) -> int:
    """Within how many hours the note is due: fewer through Medicare and Medicaid."""
    day, plans = appointment.start.date(), catalog().plans
    is_government = appointment.payer_kind == PayerKind.INSURANCE and any(
        plans[one.plan_id].line in GOVERNMENT_LINES and covers(one, day)
        for one in appointment.care.membership.coverages
    )
    return 48 if is_government else 72
