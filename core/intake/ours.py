"""What was changed here and is still on its way to the platform is not undone by an extract.

Such a change is *waiting*. An extract that says the new value acknowledges it; one that still says
the old value is merely behind; one that says something else contradicts it, which opens a drift
item for a lead. In the last two cases our value stays, and until the drift is decided it goes on
staying.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlmodel import col

from core.intake.references import Record
from core.models.ledger import Drift, PlatformChange
from core.rules.cells import as_cell
from core.transaction import Change
from core.vocabulary.ledgers import ChangeStatus, DriftStatus

Changes = dict[tuple[int, str], list[PlatformChange]]


def changes_of(change: Change, entity: str, ids: Sequence[int]) -> Changes:
    """Our changes of these rows that still hold, by row and column, the oldest first."""
    if not ids:
        return {}
    undecided = select(col(Drift.platform_change_id)).where(col(Drift.status) == DriftStatus.OPEN)
    rows = change.db.scalars(
        select(PlatformChange)
        .where(col(PlatformChange.entity) == entity, col(PlatformChange.entity_id).in_(ids))
        .where(
            or_(
                col(PlatformChange.status) == ChangeStatus.WAITING,
                col(PlatformChange.id).in_(undecided),
            )
        )
        .order_by(col(PlatformChange.changed_at), col(PlatformChange.id))
    )
    found: Changes = defaultdict(list)
    for row in rows:
        found[row.entity_id, row.field].append(row)
    return found


def settle(change: Change, batch_id: int, records: Mapping[int, Record], held: Changes) -> None:
    """Compare what an extract says (`records` by our id) with our changes of the same fields, and
    mark those; where ours stays, its column is taken out of the record's values."""
    for (entity_id, field), ours in held.items():
        record = records[entity_id]
        if field not in record.values:
            continue
        seen = as_cell(getattr(record.line.row, field))
        if any(one.status == ChangeStatus.WAITING for one in ours):
            _mark(change, batch_id, seen, ours)
        if seen != (ours[-1].new or ""):
            del record.values[field]


def _mark(change: Change, batch_id: int, seen: str, ours: list[PlatformChange]) -> None:
    """A field that was changed twice has two; the platform may be between them."""
    arrived = max((at for at, one in enumerate(ours, 1) if seen == (one.new or "")), default=0)
    if arrived:
        _move(change, batch_id, ours[:arrived], ChangeStatus.ACKNOWLEDGED)
    elif all(seen != (one.old or "") for one in ours):
        _move(change, batch_id, ours, ChangeStatus.CONTRADICTED)
        _open_drift(change, batch_id, seen, ours[-1])


def _open_drift(change: Change, batch_id: int, seen: str, of: PlatformChange) -> None:
    """A change that a lead sent out again may be contradicted again: its item opens again."""
    known = select(Drift).where(col(Drift.platform_change_id) == of.key)
    drift = change.db.scalar(known) or Drift(
        created_at=change.now,
        updated_at=change.now,
        version=0,
        platform_change_id=of.key,
        batch_id=batch_id,
        status=DriftStatus.OPEN,
    )
    drift.status, drift.batch_id, drift.seen_value = DriftStatus.OPEN, batch_id, seen[:400] or None
    drift.resolved_by_id = drift.resolution = None
    change.touch(drift)
    change.db.add(drift)


def _move(
    change: Change, batch_id: int, changes: Sequence[PlatformChange], to: ChangeStatus
) -> None:
    for one in changes:
        if one.status != ChangeStatus.WAITING:
            continue
        one.status, one.batch_id = to, batch_id
        one.settled_at = change.now if to == ChangeStatus.ACKNOWLEDGED else None
        change.touch(one)
        change.record(
            f"platform_change.{to.value}",
            "platform_change",
            one.key,
            after={"field": one.field},
            request_id=one.request_id,
        )
