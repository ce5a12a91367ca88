"""Deciding drift: an extract says something else than what was corrected here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlmodel import col

from core import facts
from core.access import guard
from core.deadlines import write_sessions, write_sessions_of_clients
from core.errors import Clash, Conflict, InvalidInput
from core.models.base import ImportedRow
from core.models.care import CareSession
from core.models.coverage import Coverage
from core.models.ledger import Drift, PlatformChange
from core.models.platform_record import KINDS, cell_of, put_cell
from core.transaction import Change, Receipt
from core.vocabulary.ledgers import ChangeStatus, DriftStatus


class Stands(StrEnum):
    """Whose value it is from now on."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True)
class ResolveDrift:
    """Say whose value stands, and why; `version` is that of the item that was seen, `ours` the
    value the record had then."""

    drift_id: int
    version: int
    ours: str
    stands: Stands
    reason: str


@guard
def resolve_drift(change: Change, command: ResolveDrift) -> Receipt:
    """Ours stands: the correction waits again, and goes out with the next change file as a change
    from the platform's value. Theirs stands: the record takes it, and the correction is over.

    Raises InvalidInput without a reason, Conflict when it was decided or corrected meanwhile.
    """
    reason = " ".join(command.reason.split())
    if not 3 <= len(reason) <= 300:
        raise InvalidInput({"reason": "Say in a few words why (at most 300 characters)."})
    drift = change.lock(Drift, command.drift_id, command.version)
    if drift.status != DriftStatus.OPEN:
        raise Conflict("Somebody decided this already.")
    about = change.db.get_one(PlatformChange, drift.platform_change_id)
    record = change.lock(KINDS[about.entity], about.entity_id)
    _must_be_as_seen(record, about.field, command.ours, drift.seen_value or "")
    unsettled = _unsettled(change, about)
    if command.stands == Stands.OURS:
        _send_again(change, unsettled, drift.seen_value)
        text = "Ours stands. It goes out with the next change file."
    else:
        _take_theirs(change, record, unsettled, drift.seen_value or "", reason)
        text = "Theirs stands. The record has the platform's value now."
    _close(change, unsettled, f"{command.stands.value}: {reason}")
    return Receipt(record.ref, text)


def _must_be_as_seen(record: ImportedRow, field: str, ours: str, theirs: str) -> None:
    now = cell_of(record, field)
    if now != ours:
        raise Conflict(
            "This field was changed while you were looking at it.",
            [Clash(field, ours, now, theirs)],
        )


def _unsettled(change: Change, about: PlatformChange) -> list[PlatformChange]:
    """Every change of this field that is not over, the oldest first: all are decided together."""
    waits = col(PlatformChange.status) == ChangeStatus.WAITING
    contradicted = (col(PlatformChange.status) == ChangeStatus.CONTRADICTED) & col(
        PlatformChange.settled_at
    ).is_(None)
    rows = change.db.scalars(
        select(PlatformChange)
        .where(col(PlatformChange.entity) == about.entity)
        .where(col(PlatformChange.entity_id) == about.entity_id)
        .where(col(PlatformChange.field) == about.field)
        .where(or_(waits, contradicted))
        .order_by(col(PlatformChange.id))
        .with_for_update()
    )
    return sorted(rows, key=lambda row: (row.changed_at, row.key))


def _send_again(change: Change, unsettled: Sequence[PlatformChange], seen: str | None) -> None:
    """The newest goes back to waiting, from what the platform has now; those before it are over."""
    *earlier, newest = unsettled
    _end(change, earlier)
    newest.status, newest.old = ChangeStatus.WAITING, seen
    newest.exported_at = newest.batch_id = None
    change.touch(newest)


def _take_theirs(
    change: Change,
    record: ImportedRow,
    unsettled: Sequence[PlatformChange],
    theirs: str,
    reason: str,
) -> None:
    field = unsettled[-1].field
    before = cell_of(record, field)
    put_cell(record, field, theirs)
    change.touch(record)
    change.db.flush()
    _follow(change, record)
    _end(change, unsettled)
    entity = str(record.__tablename__)
    change.record(
        f"{entity}.taken_from_platform",
        entity,
        record.key,
        before={field: before},
        after={field: theirs},
        reason=reason,
        request_id=unsettled[-1].request_id,
    )


def _follow(change: Change, record: ImportedRow) -> None:
    """What hangs on the record is written with it: due instants of sessions."""
    book = facts.policy_book(change.db)
    if isinstance(record, CareSession):
        write_sessions(change.db, [record.key], book)
    elif isinstance(record, Coverage):
        write_sessions_of_clients(change.db, [record.client_id], book)


def _end(change: Change, rows: Sequence[PlatformChange]) -> None:
    for row in rows:
        row.status, row.settled_at = ChangeStatus.CONTRADICTED, change.now
        change.touch(row)


def _close(change: Change, unsettled: Sequence[PlatformChange], resolution: str) -> None:
    """Every open item about the field is decided by this."""
    of = {row.key: row for row in unsettled}
    found = select(Drift).where(
        col(Drift.platform_change_id).in_(of), col(Drift.status) == DriftStatus.OPEN
    )
    for drift in change.db.scalars(found.order_by(col(Drift.id)).with_for_update()):
        drift.status, drift.resolution = DriftStatus.RESOLVED, resolution
        drift.resolved_by_id = change.staff_id
        change.touch(drift)
        about = of[drift.platform_change_id]
        change.record(
            "drift.resolved",
            "platform_change",
            about.key,
            after={"field": about.field},
            reason=resolution,
            request_id=about.request_id,
        )
