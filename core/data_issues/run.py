"""Running the data checks, and accepting a data issue as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Engine, func, select
from sqlmodel import col

from core.access import ADMINISTERING, LEADING, Actor, guard
from core.data_issues.checks import all_checks
from core.data_issues.checks.scope import DataCheck
from core.db.transaction import Receipt, WriteContext, transaction
from core.errors import Conflict, refuse_problems
from core.facts.policies import policy_book
from core.models.data_issues import DataIssue
from core.requests.cancellation.automatic import AT_ONCE, ask_cancellations
from core.rules.data_issues import DataIssueChange, change_of, stage_of
from core.rules.reasons import CATALOGUE
from core.rules.texts import text_problem
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage, DataIssueStatus
from core.vocabulary.words import phrase

CHUNK = 500
"""Rows held in memory at once."""


@dataclass(frozen=True)
class DataChecksRun:
    """How many data issues were opened (or opened again), resolved, and are open now, and for how
    many sessions a cancellation was filed. `has_more`: another run files the rest."""

    opened: int
    resolved: int
    still_open: int
    asked: int
    has_more: bool = False


@dataclass(frozen=True)
class AcceptDataIssue:
    """Leave the record as it is, with the reason; `version` is that of the issue that was seen."""

    finding_id: int
    version: int
    reason: str


def repeat_data_checks(engine: Engine, actor: Actor, now: datetime) -> DataChecksRun:
    """Run the data checks, each pass in its own transaction, until nothing is left to file; raises
    NotPermitted."""
    opened = resolved = asked = 0
    while True:
        with transaction(engine, actor, now) as context:
            seen = run_data_checks(context)
        opened, resolved, asked = opened + seen.opened, resolved + seen.resolved, asked + seen.asked
        if not seen.has_more:
            return replace(seen, opened=opened, resolved=resolved, asked=asked)


@guard(ADMINISTERING)
def run_data_checks(context: WriteContext) -> DataChecksRun:
    """Compare the records with the stored data issues, and file the cancellations that follow
    (R40). A second run over the same records changes nothing."""
    context.queue("data issues")
    book = policy_book(context)
    moves: list[DataIssueChange] = []
    for look in all_checks.CHECKS:
        seen = all_checks.found(context.db, look, book)
        moves += _compare(context, look, seen)
    asked = ask_cancellations(context)
    is_open = col(DataIssue.status) == DataIssueStatus.OPEN
    return DataChecksRun(
        opened=moves.count(DataIssueChange.REOPENED),
        resolved=moves.count(DataIssueChange.RESOLVED),
        still_open=context.db.scalar(select(func.count()).where(is_open)) or 0,
        asked=asked,
        has_more=asked == AT_ONCE,
    )


@guard(LEADING)
def accept_data_issue(context: WriteContext, command: AcceptDataIssue) -> Receipt:
    """Accept the record as it is: the issue is not open until the record changes. Raises
    InvalidInput without a reason, Conflict when it is no longer open."""
    refuse_problems(
        {"reason": text_problem(command.reason, "Enter a reason. The next lead reads it.")}
    )
    finding = context.lock(DataIssue, command.finding_id, command.version)
    if finding.status != DataIssueStatus.OPEN:
        raise Conflict("This data issue is no longer open. Load the page again.")
    finding.status, finding.resolved_at = DataIssueStatus.RESOLVED, None
    _note(context, finding, "accepted", DataIssueStage.OPEN, reason=command.reason.strip())
    return Receipt(str(finding.key), f"Accepted as it is: {phrase(DataIssueCode(finding.code))}.")


def _compare(
    context: WriteContext, look: DataCheck, seen: Mapping[int, str]
) -> Iterator[DataIssueChange]:
    """New ones are added; of the stored ones those are held that are to move."""
    columns = map(
        col,
        (
            DataIssue.id,
            DataIssue.entity_id,
            DataIssue.status,
            DataIssue.resolved_at,
            DataIssue.detail,
        ),
    )
    mine = col(DataIssue.code) == look.code, col(DataIssue.entity) == look.entity
    known = context.db.execute(select(*columns).where(*mine)).all()
    moving = [
        row.id
        for row in known
        if change_of(stage_of(row.status, row.resolved_at), row.detail, seen.get(row.entity_id))
    ]
    fresh = seen.keys() - {row.entity_id for row in known}
    for keys in _chunks(sorted(fresh)):
        yield from _add(context, look, {key: seen[key] for key in keys})
    for keys in _chunks(sorted(moving)):
        yield from _move(context, keys, seen)


def _add(
    context: WriteContext, look: DataCheck, seen: Mapping[int, str]
) -> Iterator[DataIssueChange]:
    rows = [
        DataIssue(
            created_at=context.now,
            updated_at=context.now,
            code=look.code,
            rule=CATALOGUE[look.code.value].rule,
            entity=look.entity,
            entity_id=key,
            detail=detail,
            status=DataIssueStatus.OPEN,
            found_at=context.now,
        )
        for key, detail in seen.items()
    ]
    context.db.add_all(rows)
    context.db.flush()
    for row in rows:
        _note(context, row, "opened", None)
        yield DataIssueChange.REOPENED


def _move(
    context: WriteContext, keys: Sequence[int], seen: Mapping[int, str]
) -> Iterator[DataIssueChange]:
    """What a lead did a moment ago is looked at again under the lock."""
    held = (
        select(DataIssue)
        .where(col(DataIssue.id).in_(keys))
        .order_by(col(DataIssue.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in context.db.scalars(held).all():
        before, detail = stage_of(row.status, row.resolved_at), seen.get(row.entity_id)
        made = change_of(before, row.detail, detail)
        if made is None:
            continue
        if made == DataIssueChange.RESOLVED:
            row.status, row.resolved_at = DataIssueStatus.RESOLVED, context.now
        else:
            row.status, row.resolved_at, row.detail = DataIssueStatus.OPEN, None, detail or ""
            row.found_at = context.now if made == DataIssueChange.REOPENED else row.found_at
        _note(context, row, made.value, before)
        yield made


def _note(
    context: WriteContext,
    row: DataIssue,
    action: str,
    before: DataIssueStage | None,
    reason: str | None = None,
) -> None:
    after = {"status": stage_of(row.status, row.resolved_at), "detail": row.detail}
    context.record(
        f"data_issue.{action}",
        "data_issue",
        row.key,
        before={"status": before} if before else None,
        after={**after, "code": row.code},
        reason=reason,
    )


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
