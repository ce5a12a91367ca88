"""Progress notes: when they are drafted and signed, how they come late, and when they never do."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from core.demo.book import book
from core.demo.dice import Dice
from core.demo.practices import Habits
from core.demo.rows.care import NoteRow
from core.demo.timeline import Timeline
from core.vocabulary.care import NoteMode, SignatureSource

NEVER_SIGNED = 0.012
UNKNOWN_SIGNING = 0.35
DISCARDED = 0.006


@dataclass(frozen=True)
class Documented:
    """A session's notes, and from when none of them holds the confirmation back; None: never."""

    notes: list[NoteRow]
    free_from: datetime | None


def document(
    dice: Dice,
    session_id: str,
    ended: datetime,
    limit_hours: int,
    habits: Habits,
    timeline: Timeline,
) -> Documented:
    """What a provider of these habits has written by now about a session that ended at `ended`."""
    lag = _lag(dice, min(0.8, habits.late_notes + timeline.lagging(ended.date())))
    drafted = ended + min(dice.minutes(1, 120), lag)
    signed = None if dice.hits(NEVER_SIGNED) else ended + lag
    is_late = lag > timedelta(hours=limit_hours) and dice.hits(0.6)
    note = NoteRow(
        note_id=f"N-{session_id[2:]}-1",
        session_id=session_id,
        mode=_mode(dice, habits),
        drafted_at=drafted.astimezone(UTC),
        signed_at=signed and timeline.event(signed),
        signature_source=SignatureSource.SYSTEM,
        late_reason=dice.choice(book().text["late_reasons"]) if is_late else None,
        is_discarded=False,
    )
    if note.mode in (NoteMode.TEMPLATE_MANUAL, NoteMode.TEMPLATE_AI):
        is_discarded = dice.hits(DISCARDED)
        notes = _discarded(dice, note) if is_discarded else [_whole(note)]
        return Documented(_begun(notes, timeline), ended if is_discarded else signed)
    notes = [_upload(dice, note)] if note.mode == NoteMode.UPLOAD else _none(dice, note)
    return Documented(_begun(notes, timeline), ended)


def _lag(dice: Dice, late: float) -> timedelta:
    """From the session's end to the signature. The last band fits into 72 hours and not always
    into 48, which is why notes for Medicare and Medicaid do somewhat worse."""
    if dice.hits(late):
        return dice.hours(73, 260)
    if dice.hits(0.6):
        return dice.hours(0.1, 5)
    return dice.hours(5, 34) if dice.hits(0.75) else dice.hours(34, 71)


def _mode(dice: Dice, habits: Habits) -> NoteMode:
    if dice.hits(habits.uploads):
        return NoteMode.UPLOAD
    return dice.weighted({NoteMode.TEMPLATE_MANUAL: 52, NoteMode.TEMPLATE_AI: 46, NoteMode.NONE: 2})


def _begun(notes: list[NoteRow], timeline: Timeline) -> list[NoteRow]:
    """The notes that someone has begun by now."""
    return [one for one in notes if one.drafted_at is None or timeline.event(one.drafted_at)]


def _whole(note: NoteRow) -> NoteRow:
    """A note with the marks of a signature only where it is signed."""
    if note.signed_at is None:
        return replace(note, signature_source=None, late_reason=None)
    return note


def _upload(dice: Dice, note: NoteRow) -> NoteRow:
    """A note written elsewhere: the provider attests when it was signed, or nobody knows."""
    signed_at = None if dice.hits(UNKNOWN_SIGNING) else note.signed_at
    attested = replace(note, signed_at=signed_at, signature_source=SignatureSource.ATTESTED)
    return _whole(attested)


def _discarded(dice: Dice, note: NoteRow) -> list[NoteRow]:
    """A template's draft given up for an upload."""
    draft = replace(note, signed_at=None, is_discarded=True)
    upload = replace(note, note_id=f"{note.note_id[:-1]}2", mode=NoteMode.UPLOAD)
    return [_whole(draft), _upload(dice, upload)]


def _none(dice: Dice, note: NoteRow) -> list[NoteRow]:
    """The choice of having no note is recorded, or it is not."""
    nothing = replace(note, drafted_at=None, signed_at=None)
    return [_whole(nothing)] if dice.hits(0.5) else []
