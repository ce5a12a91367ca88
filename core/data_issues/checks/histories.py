"""Sessions whose events cannot have happened as they are recorded (R10, R13, R16)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import (
    CONFIRMED,
    ENDS,
    KEY,
    STANDING,
    STATUS,
    CheckTime,
    DataCheck,
)
from core.models.care import CareSession, Note
from core.rules.time.formats import instant_text
from core.rules.time.instants import zone
from core.vocabulary.care import NoteMode, SessionStatus
from core.vocabulary.data_issues import DataIssueCode as F

CONFIRMED_AT: Any = col(CareSession.confirmed_at)
CANCELED_AT: Any = col(CareSession.cancelled_at)
ZONE: Any = col(CareSession.zone)


def _after_canceling(_at: CheckTime) -> Select[Any]:
    """A canceled session that is confirmed, or was after it had been canceled."""
    is_back = STATUS.in_(CONFIRMED) & CANCELED_AT.is_not(None)
    return select(KEY, CANCELED_AT, CONFIRMED_AT, ZONE).where(
        or_(is_back, CONFIRMED_AT > CANCELED_AT)
    )


def _both(canceled: datetime, confirmed: datetime | None, name: str) -> str:
    then = f"on {instant_text(confirmed, zone(name))}" if confirmed else "at an unknown time"
    return f"canceled on {instant_text(canceled, zone(name))} and confirmed {then}"


def _no_instant(_at: CheckTime) -> Select[Any]:
    ended = (*CONFIRMED, SessionStatus.CANCELLED_AFTER_CONFIRM)
    return select(KEY).where(STATUS.in_(ended), CONFIRMED_AT.is_(None))


def _disputed(_at: CheckTime) -> Select[Any]:
    other: Any = col(CareSession.disputed_confirmed_at)
    return select(KEY, CONFIRMED_AT, other, ZONE).where(other.is_not(None))


def _two_instants(first: datetime | None, other: datetime, name: str) -> str:
    said = [instant_text(at, zone(name)) for at in (first, other) if at]
    return " and ".join(said)


def _signed_early(_at: CheckTime) -> Select[Any]:
    signed: Any = col(Note.signed_at)
    return (
        select(KEY, signed, ENDS, ZONE)
        .join(Note, col(Note.session_id) == KEY)
        .where(STATUS.in_(STANDING), col(Note.is_discarded).is_(False))
        .where(col(Note.mode) != NoteMode.NONE, signed < ENDS)
    )


def before_end(at: datetime, ends: datetime, name: str) -> str:
    """ "on … but ended on …", on the session's clock."""
    return f"on {instant_text(at, zone(name))} but ended on {instant_text(ends, zone(name))}"


CHECKS = (
    DataCheck(F.CONFIRMED_AFTER_CANCELING, "care_session", _after_canceling, _both),
    DataCheck(F.CONFIRMED_NO_INSTANT, "care_session", _no_instant, str),
    DataCheck(F.FIRST_CONFIRMATION_DISPUTED, "care_session", _disputed, _two_instants),
    DataCheck(F.NOTE_SIGNED_EARLY, "care_session", _signed_early, before_end),
)
