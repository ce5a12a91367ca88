"""Conflicts: changes of ours that the platform contradicts, for a lead to decide."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from core.access import LEADING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.references import refs_of
from core.models.exchange import ImportBatch, OutboundChange, OutboundConflict
from core.models.requests import SupportRequest
from core.outbound.records import KINDS, cell_of
from core.vocabulary.administration import ReadingAction
from core.vocabulary.exchange import OutboundConflictStatus

MOST = 50


@dataclass(frozen=True)
class ConflictRow:
    """One open conflict, without its values."""

    conflict_id: int
    record: str
    platform_id: str
    field: str
    seen_at: datetime


@dataclass(frozen=True)
class ConflictItem:
    """One conflict with both values: ours, and the one that an extract showed."""

    conflict_id: int
    version: int
    record: str
    platform_id: str
    field: str
    request_ref: str | None
    ours: str
    theirs: str
    changed_at: datetime
    seen_at: datetime


@guard(LEADING)
def list_conflicts(context: ReadContext) -> tuple[ConflictRow, ...]:
    """The 50 oldest open conflicts, oldest first."""
    found = context.db.execute(
        select(
            col(OutboundConflict.id),
            col(OutboundChange.entity),
            col(OutboundChange.entity_id),
            col(OutboundChange.field),
            col(ImportBatch.started_at),
        )
        .join(OutboundChange, col(OutboundChange.id) == col(OutboundConflict.outbound_change_id))
        .join(ImportBatch, col(ImportBatch.id) == col(OutboundConflict.batch_id))
        .where(col(OutboundConflict.status) == OutboundConflictStatus.OPEN)
        .order_by(col(OutboundConflict.updated_at), col(OutboundConflict.id))
        .limit(MOST)
    ).all()
    refs = refs_of(context.db, [(row.entity, row.entity_id) for row in found])
    return tuple(
        ConflictRow(row.id, row.entity, refs[row.entity, row.entity_id], row.field, row.started_at)
        for row in found
    )


@guard(LEADING)
def conflict_detail(context: ReadContext, conflict_id: int) -> ConflictItem:
    """One open conflict; raises NotFound once it is decided. Viewing the values is logged."""
    conflict = context.db.get(OutboundConflict, conflict_id)
    if conflict is None or conflict.status != OutboundConflictStatus.OPEN:
        raise NotFound("This conflict is already resolved.")
    change = context.db.get_one(OutboundChange, conflict.outbound_change_id)
    batch = context.db.get_one(ImportBatch, conflict.batch_id)
    record = context.db.get_one(KINDS[change.entity], change.entity_id)
    request = context.db.get(SupportRequest, change.request_id) if change.request_id else None
    context.log(
        ReadingAction.VIEW, change.entity, record.key, field=change.field, reason="conflict"
    )
    return ConflictItem(
        conflict_id=conflict.key,
        version=conflict.version,
        record=change.entity,
        platform_id=record.ref,
        field=change.field,
        request_ref=request.ref if request else None,
        ours=cell_of(record, change.field),
        theirs=conflict.seen_value or "",
        changed_at=change.changed_at,
        seen_at=batch.started_at,
    )
