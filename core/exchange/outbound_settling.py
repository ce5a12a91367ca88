"""Keeps corrections made here from being undone by an extract that does not know them yet.

Such a change is waiting. An extract with the new value acknowledges it. An extract with an earlier
value changes nothing. Any other value contradicts it and opens a conflict for a lead. In the last
two cases our value stays.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlmodel import col

from core.db.transaction import WriteContext
from core.exchange.record_links import LinkedRecord
from core.models.exchange import OutboundChange, OutboundConflict
from core.rules.cells import as_cell
from core.vocabulary.exchange import OutboundConflictStatus, OutboundStatus

Changes = dict[tuple[int, str], list[OutboundChange]]


def open_outbound_changes(context: WriteContext, entity: str, ids: Sequence[int]) -> Changes:
    """Outbound changes of these rows, waiting or in conflict, by row and field, oldest first."""
    if not ids:
        return {}
    undecided = select(col(OutboundConflict.outbound_change_id)).where(
        col(OutboundConflict.status) == OutboundConflictStatus.OPEN
    )
    rows = context.db.scalars(
        select(OutboundChange)
        .where(col(OutboundChange.entity) == entity, col(OutboundChange.entity_id).in_(ids))
        .where(
            or_(
                col(OutboundChange.status) == OutboundStatus.WAITING,
                col(OutboundChange.id).in_(undecided),
            )
        )
        .order_by(col(OutboundChange.changed_at), col(OutboundChange.id))
    )
    found: Changes = defaultdict(list)
    for row in rows:
        found[row.entity_id, row.field].append(row)
    return found


def settle_outbound_changes(
    context: WriteContext, batch_id: int, records: Mapping[int, LinkedRecord], held: Changes
) -> None:
    """Update the status of outbound changes from `records` by our ID. Where our value stays, its
    field is removed from the record."""
    for (entity_id, field), ours in held.items():
        record = records[entity_id]
        if field not in record.values:
            continue
        seen = as_cell(getattr(record.line.row, field))
        if any(one.status == OutboundStatus.WAITING for one in ours):
            _mark(context, batch_id, seen, ours)
        if seen != (ours[-1].new or ""):
            del record.values[field]


def _mark(context: WriteContext, batch_id: int, seen: str, ours: list[OutboundChange]) -> None:
    """A field that was corrected twice has two changes; the platform may have the first only."""
    arrived = max((at for at, one in enumerate(ours, 1) if seen == (one.new or "")), default=0)
    if arrived:
        _move(context, batch_id, ours[:arrived], OutboundStatus.ACKNOWLEDGED)
    elif all(seen != (one.old or "") for one in ours):
        _move(context, batch_id, ours, OutboundStatus.CONTRADICTED)
        _open_conflict(context, batch_id, seen, ours[-1])


def _open_conflict(context: WriteContext, batch_id: int, seen: str, of: OutboundChange) -> None:
    """A change that a lead resent may be contradicted again, which reopens its conflict."""
    known = select(OutboundConflict).where(col(OutboundConflict.outbound_change_id) == of.key)
    conflict = context.db.scalar(known) or OutboundConflict(
        created_at=context.now, updated_at=context.now, outbound_change_id=of.key
    )
    conflict.status, conflict.batch_id = OutboundConflictStatus.OPEN, batch_id
    conflict.seen_value = seen[:400] or None
    conflict.resolved_by_id = conflict.resolution = None
    context.db.add(conflict)


def _move(
    context: WriteContext, batch_id: int, changes: Sequence[OutboundChange], to: OutboundStatus
) -> None:
    for one in changes:
        if one.status != OutboundStatus.WAITING:
            continue
        one.status, one.batch_id = to, batch_id
        one.settled_at = context.now if to == OutboundStatus.ACKNOWLEDGED else None
        context.record(
            f"outbound_change.{to.value}",
            "outbound_change",
            one.key,
            after={"field": one.field},
            request_id=one.request_id,
        )
