"""The rows of the session list, each client masked."""

from collections import namedtuple
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select, select

from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.facts.session_deadlines import SessionDeadlines, load_session_deadlines
from core.models.all_tables import metadata
from core.rules.sessions.masking import initials
from core.rules.sessions.stage import stage, stage_of
from core.rules.time.deadline_status import by_clock, confirmation_answer
from core.rules.time.deadlines import StoredLimit
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import Modality, PayerKind, SessionKind, SessionStage
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus

SESSION, PROVIDER = metadata.tables["care_session"].c, metadata.tables["provider"].c
CLIENT, PAYER = metadata.tables["client"].c, metadata.tables["payer"].c
_COLUMNS = (
    SESSION.id,
    SESSION.ref,
    SESSION.zone,
    SESSION.date_of_service,
    SESSION.scheduled_start_at,
    SESSION.scheduled_end_at,
    SESSION.actual_start_at,
    SESSION.actual_end_at,
    SESSION.kind,
    SESSION.modality,
    SESSION.payer_kind,
    SESSION.status,
    SESSION.confirmed_at,
    SESSION.cancelled_at,
    SESSION.note_due_at,
    SESSION.note_signed_at,
    SESSION.has_uploaded_note,
    SESSION.confirm_blocked_from,
    PROVIDER.ref.label("provider_ref"),
    PROVIDER.first_name.label("provider_first"),
    PROVIDER.last_name.label("provider_last"),
    CLIENT.ref.label("client_ref"),
    CLIENT.first_name.label("client_first"),
    CLIENT.last_name.label("client_last"),
    PAYER.name.label("payer"),
)
_NAMES = [column.key for column in _COLUMNS]
STORED: Any = namedtuple("STORED", _NAMES)  # type: ignore[misc]  # names of columns, not written out
"""A row of `rows_of`."""


class ListedDeadline(NamedTuple):
    """How a deadline stands, and the words for it."""

    status: DeadlineStatus
    words: str


class ListedSession(NamedTuple):
    """One session of a list. `note_due` and `confirm_by` are None when there is no such deadline,
    `payer` is None when no coverage pays."""

    ref: str
    provider_ref: str
    provider: str
    client_ref: str
    client: str
    starts_at: datetime
    zone: str
    date_of_service: date
    kind: SessionKind
    modality: Modality
    stage: SessionStage
    payer: str | None
    payer_kind: PayerKind
    note_due: ListedDeadline | None
    confirm_by: ListedDeadline | None


def rows_of(found: FromClause) -> Select[Any]:
    """The SELECT of what `listed_sessions` shows of the sessions whose ids are in `found`."""
    session, payer = metadata.tables["care_session"], metadata.tables["payer"]
    return select(*_COLUMNS).select_from(
        found.join(session, SESSION.id == found.c.id)
        .join(metadata.tables["provider"], PROVIDER.id == SESSION.provider_id)
        .join(metadata.tables["client"], CLIENT.id == SESSION.client_id)
        .outerjoin(payer, PAYER.id == SESSION.payer_id)
    )


def listed_sessions(context: ReadContext, rows: Sequence[Any]) -> tuple[ListedSession, ...]:
    """The rows of a list, in their order."""
    if not rows:
        return ()
    now, book = context.now, policy_book(context)
    ahead = [row.id for row in rows if _is_ahead(row, now)]
    known = load_session_deadlines(context, ahead) if ahead else {}
    return tuple(
        [
            _row_then(row, known[row.id], now)
            if row.id in known
            else _row_as_stored(row, now, book)
            for row in rows
        ]
    )


def _is_ahead(row: Any, now: datetime) -> bool:
    """Whether the row may tell of a later instant, which an extract may by mistake: then it is not
    yet as it is stored. Of an upload only the note says since when it is there."""
    confirmed, canceled, signed = row.confirmed_at, row.cancelled_at, row.note_signed_at
    return (
        (confirmed is not None and confirmed > now)
        or (canceled is not None and canceled > now)
        or (row.has_uploaded_note and (signed is None or signed > now))
    )


def _row_then(row: Any, known: SessionDeadlines, now: datetime) -> ListedSession:
    note, confirm = known.of(DeadlineKind.NOTE_SIGNATURE), known.of(DeadlineKind.CONFIRMATION)
    return _row(
        row,
        stage(known.facts, row.confirm_blocked_from, now),
        ListedDeadline(note.status, note.words) if note else None,
        ListedDeadline(confirm.status, confirm.words) if confirm else None,
    )


def _row_as_stored(row: Any, now: datetime, book: PolicyBook) -> ListedSession:
    end_at, blocked_from = row.actual_end_at or row.scheduled_end_at, row.confirm_blocked_from
    note = confirm = None
    if row.note_due_at:
        signed, due = row.note_signed_at, StoredLimit(row.note_due_at, is_inclusive=True)
        met_at = signed if signed is not None and signed <= now else None
        note = ListedDeadline(*by_clock(due, now, met_at, book)[:2])
    if blocked_from:
        limit = StoredLimit(blocked_from, is_inclusive=False)
        confirm = ListedDeadline(*confirmation_answer(limit, row.confirmed_at, now, book)[:2])
    at = stage_of(row.status, row.kind, end_at, blocked_from, now)
    return _row(row, at, note, confirm)


def _row(
    row: Any, at: SessionStage, note: ListedDeadline | None, confirm: ListedDeadline | None
) -> ListedSession:
    return ListedSession(
        row.ref,
        row.provider_ref,
        f"{row.provider_first} {row.provider_last}",
        row.client_ref,
        initials(row.client_first, row.client_last),
        row.actual_start_at or row.scheduled_start_at,
        row.zone,
        row.date_of_service,
        row.kind,
        row.modality,
        at,
        row.payer,
        row.payer_kind,
        note,
        confirm,
    )
