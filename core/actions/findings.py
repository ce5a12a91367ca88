"""Looking for records that contradict themselves, and a lead's word that one may stay as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select
from sqlmodel import col

from core import facts
from core.access import guard
from core.actions.desk_requests import AT_ONCE, ask_cancellations
from core.cases.faults import looking
from core.cases.faults.common import Look
from core.errors import Conflict, InvalidInput
from core.models.ledger import Finding
from core.rules.findings import FAULTS, Move, move, stage_of
from core.rules.texts import text_problem
from core.transaction import Change, Receipt
from core.vocabulary.findings import FindingCode, FindingStage
from core.vocabulary.ledgers import FindingStatus

CHUNK = 500
"""Rows held in memory at once."""


@dataclass(frozen=True)
class FindingsSeen:
    """What a look came to: how many findings were opened (or opened again), how many are gone, how
    many are open now, and for how many sessions a cancellation was asked. `has_more`: another look
    asks for the rest."""

    opened: int
    resolved: int
    still_open: int
    asked: int
    has_more: bool = False


@dataclass(frozen=True)
class AcceptFinding:
    """Leave the record as it is, and why; `version` is that of the finding that was seen."""

    finding_id: int
    version: int
    reason: str


@guard
def look_for_findings(change: Change) -> FindingsSeen:
    """Compare what the records show with the findings that are stored, and ask for what follows by
    itself (R40). Again with the same records: nothing changes."""
    change.queue("findings")
    book = facts.policy_book(change.db)
    moves: list[Move] = []
    for look in looking.LOOKS:
        seen = looking.found(change.db, look, book)
        moves += _compare(change, look, seen)
    asked = ask_cancellations(change)
    is_open = col(Finding.status) == FindingStatus.OPEN
    return FindingsSeen(
        opened=moves.count(Move.REOPENED),
        resolved=moves.count(Move.RESOLVED),
        still_open=change.db.scalar(select(func.count()).where(is_open)) or 0,
        asked=asked,
        has_more=asked == AT_ONCE,
    )


@guard
def accept_finding(change: Change, command: AcceptFinding) -> Receipt:
    """The record stays as it is, and the finding is not shown among the open ones until the record
    changes. Raises InvalidInput without a reason, Conflict when it is not open any more."""
    problem = text_problem(command.reason, "Say why it may stay: the next lead will ask.")
    if problem:
        raise InvalidInput({"reason": problem})
    finding = change.lock(Finding, command.finding_id, command.version)
    if finding.status != FindingStatus.OPEN:
        raise Conflict("This finding is settled already. Load the page again.")
    finding.status, finding.resolved_at = FindingStatus.RESOLVED, None
    change.touch(finding)
    _note(change, finding, "accepted", FindingStage.OPEN, reason=command.reason.strip())
    label = FAULTS[FindingCode(finding.code)].label
    return Receipt(str(finding.key), f"Accepted as it is: {label.lower()}.")


def _compare(change: Change, look: Look, seen: Mapping[int, str]) -> Iterator[Move]:
    """New ones are added; of the stored ones those are held that are to move."""
    columns = map(
        col, (Finding.id, Finding.entity_id, Finding.status, Finding.resolved_at, Finding.detail)
    )
    mine = col(Finding.code) == look.code, col(Finding.entity) == look.entity
    known = change.db.execute(select(*columns).where(*mine)).all()
    moving = [
        row.id
        for row in known
        if move(stage_of(row.status, row.resolved_at), row.detail, seen.get(row.entity_id))
    ]
    fresh = seen.keys() - {row.entity_id for row in known}
    for keys in _chunks(sorted(fresh)):
        yield from _add(change, look, {key: seen[key] for key in keys})
    for keys in _chunks(sorted(moving)):
        yield from _move(change, keys, seen)


def _add(change: Change, look: Look, seen: Mapping[int, str]) -> Iterator[Move]:
    rows = [
        Finding(
            created_at=change.now,
            updated_at=change.now,
            code=look.code,
            rule=FAULTS[look.code].rule,
            entity=look.entity,
            entity_id=key,
            detail=detail,
            status=FindingStatus.OPEN,
            found_at=change.now,
        )
        for key, detail in seen.items()
    ]
    change.db.add_all(rows)
    change.db.flush()
    for row in rows:
        _note(change, row, "opened", None)
        yield Move.REOPENED


def _move(change: Change, keys: Sequence[int], seen: Mapping[int, str]) -> Iterator[Move]:
    """What a lead did a moment ago is looked at again under the lock."""
    held = (
        select(Finding)
        .where(col(Finding.id).in_(keys))
        .order_by(col(Finding.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in change.db.scalars(held).all():
        before, detail = stage_of(row.status, row.resolved_at), seen.get(row.entity_id)
        made = move(before, row.detail, detail)
        if made is None:
            continue
        if made == Move.RESOLVED:
            row.status, row.resolved_at = FindingStatus.RESOLVED, change.now
        else:
            row.status, row.resolved_at, row.detail = FindingStatus.OPEN, None, detail or ""
            row.found_at = change.now if made == Move.REOPENED else row.found_at
        change.touch(row)
        _note(change, row, made.value, before)
        yield made


def _note(
    change: Change,
    row: Finding,
    action: str,
    before: FindingStage | None,
    reason: str | None = None,
) -> None:
    after = {"status": stage_of(row.status, row.resolved_at), "detail": row.detail}
    change.record(
        f"finding.{action}",
        "finding",
        row.key,
        before={"status": before} if before else None,
        after={**after, "code": row.code},
        reason=reason,
    )


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
