"""Who is counted when notes are: one population for the chart, its table and the rows behind it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, select
from sqlmodel import col

from core.metrics.population import of_sessions
from core.models.care import CareSession, Note
from core.rules.metric_filters import MetricFilter, check
from core.rules.time.deadlines import NOT_HELD
from core.vocabulary.care import NoteClass, NoteMode, PayerKind, SessionKind
from core.vocabulary.states import StateCode


class NoteOutcome(StrEnum):
    """How a note that was due came out."""

    ON_TIME = "on_time"
    LATE = "late"
    UNSIGNED = "unsigned"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NoteFilter:
    """Notes due in the weeks from that of `from_week` to that of `to_week`, both included; any
    day of a week stands for it. A state is that of the session's first place, else of its
    practice location."""

    from_week: date
    to_week: date
    state_code: StateCode | None = None
    note_class: NoteClass | None = None
    provider_ref: str = ""
    payer_kind: PayerKind | None = None


def monday(day: date) -> date:
    """The first day of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def note_cases(wanted: NoteFilter, now: datetime) -> Subquery:
    """Each session whose note was due in the weeks and is past due at `now`, with its outcome.

    Counted are sessions that took place, or are not said not to have; a deadline that has passed
    implies an end that has. Raises InvalidInput for weeks out of order or too many and
    for what is no reference.
    """
    signed_at, due_at = func.min(col(Note.signed_at)), col(CareSession.note_due_at)
    uploads = func.sum(case((col(Note.mode) == NoteMode.UPLOAD, 1), else_=0))
    outcome = case(
        (signed_at <= due_at, NoteOutcome.ON_TIME.value),
        (signed_at > due_at, NoteOutcome.LATE.value),
        (uploads > 0, NoteOutcome.UNKNOWN.value),
        else_=NoteOutcome.UNSIGNED.value,
    )
    columns: tuple[Any, ...] = (
        col(CareSession.id),
        col(CareSession.note_due_on),
        col(CareSession.note_class),
        due_at,
        signed_at.label("signed_at"),
        outcome.label("outcome"),
    )
    return (
        select(*columns)
        .outerjoin(Note, _active_note())
        .where(*_population(wanted, now))
        # in the order of the index on the due day, which is then used instead of a whole scan
        .group_by(col(CareSession.note_due_on), col(CareSession.note_class), col(CareSession.id))
        .subquery("note_case")
    )


def _active_note() -> ColumnElement[bool]:
    return and_(
        col(Note.session_id) == col(CareSession.id),
        col(Note.is_discarded).is_(False),
        col(Note.mode) != NoteMode.NONE,
    )


def _population(wanted: NoteFilter, now: datetime) -> list[ColumnElement[bool]]:
    first, last = monday(wanted.from_week), monday(wanted.to_week) + timedelta(days=6)
    shared = MetricFilter(first, last, wanted.state_code, wanted.payer_kind, wanted.provider_ref)
    check(shared)
    found = [
        col(CareSession.note_due_on).between(first, last),
        col(CareSession.note_due_at) < now,
        col(CareSession.kind) == SessionKind.SESSION,
        col(CareSession.status).not_in(NOT_HELD),
    ]
    if wanted.note_class:
        found.append(col(CareSession.note_class) == wanted.note_class)
    return found + of_sessions(shared)
