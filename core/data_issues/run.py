"""Running the data checks, and accepting a data issue as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Engine, func, select
from sqlmodel import col

from core.access import ADMINISTERING, LEADING, Actor, guard
from core.data_issues.checks import all_checks
from core.data_issues.checks.scope import CheckTime, DataCheck, RuleCheck
from core.db.pieces import write_in_pieces
from core.db.transaction import ReadContext, Receipt, WriteContext, reading, transaction
from core.errors import Conflict, DeskError, NotFound, refuse_problems
from core.facts.policies import policy_book
from core.models.data_issues import DataIssue
from core.requests.cancellation.automatic import FILED_AT_ONCE, ask_cancellations, asking_issues
from core.rules.data_issues import DataIssueChange, change_of, stage_of
from core.rules.reasons import CATALOGUE
from core.rules.texts import text_problem
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage, DataIssueStatus
from core.vocabulary.words import phrase

CHUNK = 50
"""Data issues a transaction: it takes a few milliseconds."""


@dataclass(frozen=True)
class DataChecksRun:
    """How many data issues were opened (or opened again), resolved, and are open now, and for how
    many sessions a cancellation was filed."""

    opened: int
    resolved: int
    still_open: int
    asked: int


@dataclass(frozen=True)
class AcceptDataIssue:
    """Leave the record as it is, with the reason; `version` is that of the issue that was seen."""

    finding_id: int
    version: int
    reason: str


def run_data_checks(engine: Engine, actor: Actor, now: datetime) -> DataChecksRun:
    """Compare the records with the stored data issues, and file the cancellations that follow
    (R40). A second run over the same records changes nothing; one that was cut off goes on.

    Records are read outside of write transactions, which are small. Raises NotPermitted.
    """
    moves: list[DataIssueChange] = []
    for look in all_checks.CHECKS:
        with reading(engine, actor, now) as context:
            found = sorted(differing_data_issues(context, look).items())
        write = partial(write_data_issues, look=look)
        for moved in write_in_pieces(engine, actor, now, write, found, CHUNK):
            moves += moved
    with reading(engine, actor, now) as context:
        issues = cancellations_to_file(context)
    asked = sum(write_in_pieces(engine, actor, now, file_cancellations, issues, FILED_AT_ONCE))
    with reading(engine, actor, now) as context:
        is_open = col(DataIssue.status) == DataIssueStatus.OPEN
        still_open = context.db.scalar(select(func.count()).where(is_open)) or 0
    opened, resolved = map(moves.count, (DataIssueChange.REOPENED, DataIssueChange.RESOLVED))
    return DataChecksRun(opened, resolved, still_open, asked)


@guard(ADMINISTERING)
def differing_data_issues(
    context: ReadContext, look: DataCheck | RuleCheck
) -> dict[int, str | None]:
    """The records whose stored data issue is not what this check finds now, with the detail that it
    finds, None where the record no longer shows the fault."""
    seen = all_checks.found(context, look, CheckTime(policy_book(context), context.now))
    columns = (DataIssue.entity_id, DataIssue.status, DataIssue.resolved_at, DataIssue.detail)
    known = context.db.execute(select(*map(col, columns)).where(*_of(look))).all()
    differing = {
        row.entity_id: seen.get(row.entity_id)
        for row in known
        if change_of(stage_of(row.status, row.resolved_at), row.detail, seen.get(row.entity_id))
    }
    fresh = seen.keys() - {row.entity_id for row in known}
    return {**differing, **{key: seen[key] for key in fresh}}


@guard(ADMINISTERING)
def write_data_issues(
    context: WriteContext, found: Sequence[tuple[int, str | None]], look: DataCheck | RuleCheck
) -> list[DataIssueChange]:
    """Add and move the data issues of these records, each with the detail that was found."""
    return _write(context, look, dict(found))


def _write(
    context: WriteContext, look: DataCheck | RuleCheck, found: Mapping[int, str | None]
) -> list[DataIssueChange]:
    """What is stored is read again under a lock: a lead, or another run, may have been first."""
    context.queue("data issues")
    held = (
        select(DataIssue)
        .where(*_of(look), col(DataIssue.entity_id).in_(found))
        .order_by(col(DataIssue.id))
        .with_for_update()
    )
    known = context.db.scalars(held).all()
    fresh = found.keys() - {row.entity_id for row in known}
    added = {key: detail for key, detail in found.items() if key in fresh and detail is not None}
    return [*_add(context, look, added), *_move(context, known, found)]


def check_again(engine: Engine, actor: Actor, now: datetime, *, finding_id: int) -> str:
    """Compare one data issue with its record as it is now, such as after a correction here; returns
    that it is resolved. Raises DeskError where it is not, NotPermitted, and NotFound for an unknown
    one."""
    with reading(engine, actor, now) as context:
        look, found = look_again(context, finding_id)
    with transaction(engine, actor, now) as change:
        moved = write_again(change, look, found)
    if DataIssueChange.RESOLVED not in moved:
        raise DeskError(f"The record still shows this: {phrase(look.code)}.")
    return f"Resolved: {phrase(look.code)}."


@guard(LEADING)
def look_again(
    context: ReadContext, finding_id: int
) -> tuple[DataCheck | RuleCheck, dict[int, str | None]]:
    """The check that found this data issue, and what it finds on the record now."""
    issue = context.db.get(DataIssue, finding_id)
    if issue is None:
        raise NotFound("This data issue no longer exists. Load the page again.")
    look = all_checks.check_of(issue.code, issue.entity)
    at = CheckTime(policy_book(context), context.now)
    return look, {issue.entity_id: all_checks.found_on(context, look, at, issue.entity_id)}


@guard(LEADING)
def write_again(
    context: WriteContext, look: DataCheck | RuleCheck, found: Mapping[int, str | None]
) -> list[DataIssueChange]:
    """Move the data issue that was looked at again."""
    return _write(context, look, found)


def follow_record(context: WriteContext, code: DataIssueCode, entity: str, key: int) -> None:
    """Move the data issue of a record that somebody just settled, in the same transaction."""
    look = all_checks.check_of(code, entity)
    at = CheckTime(policy_book(context), context.now)
    _write(context, look, {key: all_checks.found_on(context, look, at, key)})


@guard(ADMINISTERING)
def cancellations_to_file(context: ReadContext) -> list[int]:
    """The ids of the open data issues that ask for a cancellation."""
    return [issue for issue, *_ in asking_issues(context)]


@guard(ADMINISTERING)
def file_cancellations(context: WriteContext, issue_ids: Sequence[int]) -> int:
    """File the cancellations that these data issues still ask for; returns how many."""
    context.queue("data issues")
    return ask_cancellations(context, issue_ids)


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


def _of(look: DataCheck | RuleCheck) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(DataIssue.code) == look.code, col(DataIssue.entity) == look.entity


def _add(
    context: WriteContext, look: DataCheck | RuleCheck, seen: Mapping[int, str]
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
    context: WriteContext, rows: Iterable[DataIssue], seen: Mapping[int, str | None]
) -> Iterator[DataIssueChange]:
    for row in rows:
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
