"""Changes to send to the platform, each with its status and without its values."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from core.access import ADMINISTERING, guard
from core.db.transaction import ReadContext
from core.facts.references import refs_of
from core.models.exchange import OutboundChange
from core.models.requests import SupportRequest
from core.vocabulary.exchange import OutboundStatus

MOST = 100


@dataclass(frozen=True)
class OutboundChangeRow:
    """One change of a field of a record, and the request it was made for. `exported_at` is None
    until a change file holds it."""

    change_id: int
    record: str
    platform_id: str
    field: str
    request_ref: str | None
    changed_at: datetime
    exported_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True)
class OutboundChangeList:
    """The newest 100 changes of one status, the number of each status, and how many the next change
    file will hold."""

    counts: dict[OutboundStatus, int]
    to_export: int
    rows: tuple[OutboundChangeRow, ...]


@guard(ADMINISTERING)
def list_outbound_changes(context: ReadContext, status: OutboundStatus) -> OutboundChangeList:
    """The changes of `status`, newest first. They hold no values: admins see no client data."""
    change = OutboundChange
    counted = select(col(change.status), func.count()).group_by(col(change.status))
    counts = dict.fromkeys(OutboundStatus, 0) | {
        row[0]: row[1] for row in context.db.execute(counted)
    }
    unsent = col(change.exported_at).is_(None), col(change.status) == OutboundStatus.WAITING
    to_export = context.db.scalar(select(func.count()).select_from(change).where(*unsent)) or 0
    return OutboundChangeList(counts, to_export, _rows(context, status))


def _rows(context: ReadContext, status: OutboundStatus) -> tuple[OutboundChangeRow, ...]:
    found = context.db.execute(
        select(OutboundChange, col(SupportRequest.ref))
        .outerjoin(SupportRequest, col(SupportRequest.id) == col(OutboundChange.request_id))
        .where(col(OutboundChange.status) == status)
        .order_by(col(OutboundChange.changed_at).desc(), col(OutboundChange.id).desc())
        .limit(MOST)
    ).all()
    refs = refs_of(context.db, [(change.entity, change.entity_id) for change, _ in found])
    return tuple(
        OutboundChangeRow(
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
