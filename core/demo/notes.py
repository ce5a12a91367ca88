"""Session notes: when they are drafted and signed, how they come late, and when they never do."""

from dataclasses import dataclass
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

NEVER_SIGNED, UNKNOWN_SIGNING, DISCARDED = 0.006, 0.35, 0.006
TEMPLATES = (NoteMode.TEMPLATE_MANUAL, NoteMode.TEMPLATE_AI)
MODES = {NoteMode.TEMPLATE_MANUAL: 52, NoteMode.TEMPLATE_AI: 46, NoteMode.NONE: 2}


@dataclass(frozen=True)
class WrittenNote:
    """A session's note rows, and from when none of them blocks the confirmation; None: never."""

    rows: list[NoteRow]
    free_from: datetime | None


def make_note(
    chance: Chance, session_ref: str, ended: datetime, appointment: Appointment, period: Period
) -> WrittenNote:
    """What the provider has written by now about a session that ended at `ended`."""
    practice = appointment.care.practice
    lag = _lag(chance, min(0.8, practice.late_notes + period.late_extra(ended.date())))
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
    is_template, is_discarded = values["mode"] in TEMPLATES, chance.hits(DISCARDED)
    notes = _written(chance, values, is_discarded=is_template and is_discarded)
    rows = [
        _row(one) for one in notes if not one["drafted_at"] or one["drafted_at"] <= period.until
    ]
    return WrittenNote(rows, signed_at if is_template and not is_discarded else ended)


def _lag(chance: Chance, late: float) -> timedelta:
    """From the session's end to the signature. The last band fits into 72 hours and not always
    into 48, so government notes do somewhat worse."""
    if chance.hits(late):
        return chance.hours(73, 260)
    if chance.hits(0.64):
        return chance.hours(0.1, 5)
    return chance.hours(5, 34) if chance.hits(0.85) else chance.hours(34, 71)


def _hours_due(appointment: Appointment) -> int:
    """Within how many hours the note is due: fewer through Medicare and Medicaid."""
    day, plans = appointment.start.date(), catalog().plans
    is_government = appointment.payer_kind == PayerKind.INSURANCE and any(
        plans[one.plan_id].line in GOVERNMENT_LINES and covers(one, day)
        for one in appointment.care.membership.coverages
    )
    return 48 if is_government else 72


def _written(chance: Chance, values: dict[str, Any], *, is_discarded: bool) -> list[dict[str, Any]]:
    """The notes of a session: one; a discarded template and an upload; or the choice of having
    none, which is recorded or not."""
    if is_discarded:
        second = {"ref": f"{values['ref'][:-1]}2", "mode": NoteMode.UPLOAD}
        draft = values | {"signed_at": None, "is_discarded": True}
        return [draft, _uploaded(chance, values | second)]
    if values["mode"] == NoteMode.UPLOAD:
        return [_uploaded(chance, values)]
    if values["mode"] == NoteMode.NONE:
        nothing = values | {"drafted_at": None, "signed_at": None}
        return [nothing] if chance.hits(0.5) else []
    return [values]


def _uploaded(chance: Chance, values: dict[str, Any]) -> dict[str, Any]:
    """A note written elsewhere: the provider attests when it was signed, or nobody knows."""
    signed_at = None if chance.hits(UNKNOWN_SIGNING) else values["signed_at"]
    return values | {"signed_at": signed_at, "signature_source": SignatureSource.ATTESTED}


def _row(values: dict[str, Any]) -> NoteRow:
    """A note; only a signed one has a source of its signature and a reason why it is late."""
    if values["signed_at"] is None:
        values = values | {"signature_source": None, "late_reason": None}
    return NoteRow(**values)
