"""Deciding a conflict: an extract has another value than the one that was corrected here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlmodel import col

from core.access import LEADING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Clash, Conflict, InvalidInput
from core.facts.due_instants import write_sessions, write_sessions_of_clients
from core.facts.policies import policy_book
from core.models.base import ImportedRow
from core.models.care import CareSession
from core.models.coverage import Coverage
from core.models.exchange import OutboundChange, OutboundConflict
from core.outbound.records import KINDS, cell_of, put_cell
from core.vocabulary.exchange import OutboundConflictStatus, OutboundStatus


class Stands(StrEnum):
    """Whose value the record keeps."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True)
class ResolveConflict:
    """Whose value the record keeps, and why; `version` is that of the conflict that was seen,
    `ours` the value the record had then."""

    conflict_id: int
    version: int
    ours: str
    stands: Stands
    reason: str


@guard(LEADING)
def resolve_conflict(context: WriteContext, command: ResolveConflict) -> Receipt:
    """Keep our value, which goes out again with the next change file as a change from the
    platform's, or take the platform's value into the record, which ends the correction.

    Raises InvalidInput without a reason, Conflict when it was resolved or corrected meanwhile.
    """
    reason = " ".join(command.reason.split())
    if not 3 <= len(reason) <= 300:
        raise InvalidInput({"reason": "Enter a reason of 3 to 300 characters."})
    conflict = context.lock(OutboundConflict, command.conflict_id, command.version)
    if conflict.status != OutboundConflictStatus.OPEN:
        raise Conflict("Someone already resolved this conflict. Load the page again.")
    about = context.db.get_one(OutboundChange, conflict.outbound_change_id)
    record = context.lock(KINDS[about.entity], about.entity_id)
    _must_be_as_seen(context, record, about.field, command.ours, conflict.seen_value or "")
    unsettled = _unsettled(context, about)
    if command.stands == Stands.OURS:
        _send_again(context, unsettled, conflict.seen_value)
        text = "Our value is kept. It goes out with the next change file."
    else:
        _take_theirs(context, record, unsettled, conflict.seen_value or "", reason)
        text = "The platform's value is accepted. The record has it now."
    _close(context, unsettled, f"{command.stands.value}: {reason}")
    return Receipt(record.ref, text)


def _must_be_as_seen(
    context: WriteContext, record: ImportedRow, field: str, ours: str, theirs: str
) -> None:
    now = cell_of(record, field)
    if now != ours:
        raise Conflict(
            f"{context.last_edit_text(record)} Load the page again.",
            [Clash(field, ours, now, theirs)],
        )


def _unsettled(context: WriteContext, about: OutboundChange) -> list[OutboundChange]:
    """Every change of this field that is not over, the oldest first."""
    waits = col(OutboundChange.status) == OutboundStatus.WAITING
    contradicted = (col(OutboundChange.status) == OutboundStatus.CONTRADICTED) & col(
        OutboundChange.settled_at
    ).is_(None)
    rows = context.db.scalars(
        select(OutboundChange)
        .where(col(OutboundChange.entity) == about.entity)
        .where(col(OutboundChange.entity_id) == about.entity_id)
        .where(col(OutboundChange.field) == about.field)
        .where(or_(waits, contradicted))
        .order_by(col(OutboundChange.id))
        .with_for_update()
    )
    return sorted(rows, key=lambda row: (row.changed_at, row.key))


def _send_again(
    context: WriteContext, unsettled: Sequence[OutboundChange], seen: str | None
) -> None:
    """The newest change waits again, from what the platform has now; earlier ones are over."""
    *earlier, newest = unsettled
    _end(context, earlier)
    newest.status, newest.old = OutboundStatus.WAITING, seen
    newest.exported_at = newest.batch_id = None


def _take_theirs(
    context: WriteContext,
    record: ImportedRow,
    unsettled: Sequence[OutboundChange],
    theirs: str,
    reason: str,
) -> None:
    field = unsettled[-1].field
    before = cell_of(record, field)
    put_cell(record, field, theirs)
    context.db.flush()
    _follow(context, record)
    _end(context, unsettled)
    entity = str(record.__tablename__)
    context.record(
        f"{entity}.taken_from_platform",
        entity,
        record.key,
        before={field: before},
        after={field: theirs},
        reason=reason,
        request_id=unsettled[-1].request_id,
    )


def _follow(context: WriteContext, record: ImportedRow) -> None:
    """Write the due instants that depend on the record."""
    book = policy_book(context)
    if isinstance(record, CareSession):
        write_sessions(context.db, [record.key], book)
    elif isinstance(record, Coverage):
        write_sessions_of_clients(context.db, [record.client_id], book)


def _end(context: WriteContext, rows: Sequence[OutboundChange]) -> None:
    for row in rows:
        row.status, row.settled_at = OutboundStatus.CONTRADICTED, context.now


def _close(context: WriteContext, unsettled: Sequence[OutboundChange], resolution: str) -> None:
    """Resolve every open conflict about the field."""
    of = {row.key: row for row in unsettled}
    found = select(OutboundConflict).where(
        col(OutboundConflict.outbound_change_id).in_(of),
        col(OutboundConflict.status) == OutboundConflictStatus.OPEN,
    )
    for conflict in context.db.scalars(found.order_by(col(OutboundConflict.id)).with_for_update()):
        conflict.status, conflict.resolution = OutboundConflictStatus.RESOLVED, resolution
        conflict.resolved_by_id = context.staff_id
        about = of[conflict.outbound_change_id]
        context.record(
            "outbound_conflict.resolved",
            "outbound_conflict",
            conflict.key,
            after={"field": about.field},
            reason=resolution,
            request_id=about.request_id,
        )
