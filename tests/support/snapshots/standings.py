"""How each deadline of a session stands, around its limit: standing, words, when it was met."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.rules.sessions.notes import NoteFact, NoteProgress, NoteState
from core.rules.time import deadlines
from core.rules.time.deadline_status import DeadlineActions, answer
from core.rules.time.deadlines import Deadline
from core.vocabulary.care import ChargeStatus as Charge
from core.vocabulary.care import NoteMode, PayerKind, SessionStatus, SignatureSource
from core.vocabulary.deadlines import DeadlineKind
from tests.rules.test_vectors import BOOK, session
from tests.support.snapshots.block import Block, together

START = datetime(2026, 5, 12, 19, 0, tzinfo=UTC)
END, SERVED = START + timedelta(minutes=50), date(2026, 5, 12)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
NOTHING = DeadlineActions(SERVED, NoteState(NoteProgress.NONE), None, (), None)
AROUND = {
    "a day and a second before": -DAY - SECOND,
    "a day before": -DAY,
    "a second before": -SECOND,
    "at the limit": timedelta(),
    "a second after": SECOND,
}
EVENINGS = {f"day {number}": timedelta(days=number, hours=8) for number in (0, 1, 7, 8)}
"""Of a report, from the start on: eleven at night, so that another zone has the next day."""


def blocks() -> Iterator[Block]:
    note, confirmation, edits, charge, _ = (_limit(kind) for kind in list(DeadlineKind)[:5])
    for name, state in _notes(note).items():
        yield f"note: {name}", _lines(note, note=state)
    yield "confirmation: none", _lines(confirmation)
    for name, at in _either_side(confirmation).items():
        yield f"confirmation: {name}", _lines(confirmation, confirmed_at=at)
    yield "edit window", _lines(edits)
    for name, charges in _charges(charge).items():
        yield f"charge: {name}", _lines(charge, charges=charges)
    yield from _reports()


def _reports() -> Iterator[Block]:
    report = _limit(DeadlineKind.CAR_DATE)
    days = {"none": None, "as due": SERVED + DAY, "a day early": SERVED, "late": SERVED + 2 * DAY}
    for name, day in days.items():
        done = replace(NOTHING, car_entered_on=day)
        said = {when: _said(report, done, START + gap) for when, gap in EVENINGS.items()}
        yield f"report: {name}", together(said, "always")


def _limit(kind: DeadlineKind) -> Deadline:
    """That deadline of a session at three in the afternoon in New York, confirmed at once."""
    payer = PayerKind.MOS if kind == DeadlineKind.CAR_DATE else PayerKind.INSURANCE
    done = {"status": SessionStatus.CONFIRMED, "confirmed_at": END, "payer_kind": payer}
    found = deadlines.of_session(session(START, END, "America/New_York", **done), BOOK)
    return next((one for one in found if one.kind == kind), found[0])


def _notes(limit: Deadline) -> dict[str, NoteState]:
    upload = NoteFact(NoteMode.UPLOAD, signature_source=SignatureSource.ATTESTED)
    return {
        "none": NOTHING.note,
        "an upload without a signing time": NoteState(NoteProgress.UNKNOWN, upload),
        **{
            f"signed {name}": NoteState(NoteProgress.SIGNED, replace(upload, signed_at=at))
            for name, at in _either_side(limit).items()
        },
    }


def _either_side(limit: Deadline) -> dict[str, datetime]:
    end = limit.too_late_from
    return {"in time": end - SECOND, "at the limit": end, "late": end + SECOND}


def _charges(limit: Deadline) -> dict[str, tuple[tuple[Charge, datetime | None], ...]]:
    first, at_limit, _ = _either_side(limit).values()
    return {
        "none": (),
        "due": ((Charge.DUE, None),),
        "on hold": ((Charge.ON_HOLD, None),),
        "stopped, and on hold": ((Charge.STOPPED, None), (Charge.ON_HOLD, None)),
        "on hold, another due": ((Charge.ON_HOLD, None), (Charge.DUE, None)),
        "drawn in time": ((Charge.CHARGED, first),),
        "drawn late": ((Charge.CHARGED, at_limit),),
        "drawn twice, another stopped": (
            (Charge.CHARGED, at_limit),
            (Charge.REFUNDED, first),
            (Charge.STOPPED, None),
        ),
    }


def _lines(limit: Deadline, **done: Any) -> Iterator[str]:
    given, end = replace(NOTHING, **done), limit.too_late_from
    said = {name: _said(limit, given, end + gap) for name, gap in AROUND.items()}
    return together(said, "always")


def _said(limit: Deadline, done: DeadlineActions, now: datetime) -> str:
    standing, words, met_at = answer(limit, done, now, BOOK)
    return f'{standing} "{words}"' + (f", met {met_at:%d %b %H:%M:%S}" if met_at else "")
