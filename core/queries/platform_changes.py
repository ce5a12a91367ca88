"""What was changed here and must reach the platform: where each change stands, without values."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from core.access import guard
from core.models.ledger import PlatformChange
from core.models.platform_record import KINDS
from core.models.requests import SupportRequest
from core.transaction import Reading
from core.vocabulary.ledgers import ChangeStatus

MOST = 100


@dataclass(frozen=True)
class ChangeRow:
    """One change: of which field of which record, for which request, and where it is in its life.
    `exported_at` None: in no change file yet."""

    change_id: int
    record: str
    platform_id: str
    field: str
    request_ref: str | None
    changed_at: datetime
    exported_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True)
class PlatformChanges:
    """How many changes there are by status, how many wait for an export, and the newest 100 of
    one status."""

    counts: dict[ChangeStatus, int]
    to_export: int
    rows: tuple[ChangeRow, ...]


@guard
def platform_changes(reading: Reading, status: ChangeStatus) -> PlatformChanges:
    """The changes of `status`, newest first; values stay out, since admins see no client's."""
    change = PlatformChange
    counted = select(col(change.status), func.count()).group_by(col(change.status))
    counts = dict.fromkeys(ChangeStatus, 0) | {
        row[0]: row[1] for row in reading.db.execute(counted)
    }
    unsent = col(change.exported_at).is_(None), col(change.status) == ChangeStatus.WAITING
    to_export = reading.db.scalar(select(func.count()).select_from(change).where(*unsent)) or 0
    return PlatformChanges(counts, to_export, _rows(reading, status))


def _rows(reading: Reading, status: ChangeStatus) -> tuple[ChangeRow, ...]:
    found = reading.db.execute(
        select(PlatformChange, col(SupportRequest.ref))
        .outerjoin(SupportRequest, col(SupportRequest.id) == col(PlatformChange.request_id))
        .where(col(PlatformChange.status) == status)
        .order_by(col(PlatformChange.changed_at).desc(), col(PlatformChange.id).desc())
        .limit(MOST)
    ).all()
    refs = record_refs(reading, [(change.entity, change.entity_id) for change, _ in found])
    return tuple(
        ChangeRow(
            change_id=change.key,
            record=change.entity,
            platform_id=refs[change.entity, change.entity_id],
            field=change.field,
            request_ref=request_ref,
            changed_at=change.changed_at,
            exported_at=change.exported_at,
            settled_at=change.settled_at,
        )
        for change, request_ref in found
    )


def record_refs(reading: Reading, records: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The platform's id of each record, given as its table and our id."""
    refs: dict[tuple[str, int], str] = {}
    for entity in {entity for entity, _ in records}:
        table = KINDS[entity]
        keys = [key for of, key in records if of == entity]
        rows = reading.db.execute(
            select(col(table.id), col(table.ref)).where(col(table.id).in_(keys))
        )
        refs |= {(entity, row.id): row.ref for row in rows}
    return refs
