"""Drift: what the platform contradicts, for a lead to decide."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from core.access import guard
from core.errors import NotFound
from core.models.ledger import Drift, ImportBatch, PlatformChange
from core.models.platform_record import KINDS, cell_of
from core.models.requests import SupportRequest
from core.queries.platform_changes import record_refs
from core.transaction import Reading
from core.vocabulary.ledgers import DriftStatus, ReadingAction

MOST = 50


@dataclass(frozen=True)
class DriftRow:
    """One open item, without values."""

    drift_id: int
    record: str
    platform_id: str
    field: str
    seen_at: datetime


@dataclass(frozen=True)
class DriftItem:
    """One item with what is to be decided: the value here and the value an extract showed."""

    drift_id: int
    version: int
    record: str
    platform_id: str
    field: str
    request_ref: str | None
    ours: str
    theirs: str
    changed_at: datetime
    seen_at: datetime


@guard
def drift_items(reading: Reading) -> tuple[DriftRow, ...]:
    """The oldest 50 open items, oldest first."""
    found = reading.db.execute(
        select(
            col(Drift.id),
            col(PlatformChange.entity),
            col(PlatformChange.entity_id),
            col(PlatformChange.field),
            col(ImportBatch.started_at),
        )
        .join(PlatformChange, col(PlatformChange.id) == col(Drift.platform_change_id))
        .join(ImportBatch, col(ImportBatch.id) == col(Drift.batch_id))
        .where(col(Drift.status) == DriftStatus.OPEN)
        .order_by(col(Drift.updated_at), col(Drift.id))
        .limit(MOST)
    ).all()
    refs = record_refs(reading, [(row.entity, row.entity_id) for row in found])
    return tuple(
        DriftRow(row.id, row.entity, refs[row.entity, row.entity_id], row.field, row.started_at)
        for row in found
    )


@guard
def drift_item(reading: Reading, drift_id: int) -> DriftItem:
    """One open item; NotFound once it is decided. The look at the values is logged."""
    drift = reading.db.get(Drift, drift_id)
    if drift is None or drift.status != DriftStatus.OPEN:
        raise NotFound("This difference is decided already.")
    change = reading.db.get_one(PlatformChange, drift.platform_change_id)
    batch = reading.db.get_one(ImportBatch, drift.batch_id)
    record = reading.db.get_one(KINDS[change.entity], change.entity_id)
    request = reading.db.get(SupportRequest, change.request_id) if change.request_id else None
    reading.log(ReadingAction.VIEW, change.entity, record.key, change.field, "drift")
    return DriftItem(
        drift_id=drift.key,
        version=drift.version,
        record=change.entity,
        platform_id=record.ref,
        field=change.field,
        request_ref=request.ref if request else None,
        ours=cell_of(record, change.field),
        theirs=drift.seen_value or "",
        changed_at=change.changed_at,
        seen_at=batch.started_at,
    )
