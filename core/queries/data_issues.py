"""Data issues: records that contradict themselves, as leads review them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlmodel import col

from core.access import LEADING, guard
from core.db.transaction import ReadContext
from core.errors import StalePage
from core.facts.data_issues import Acceptance, acceptances
from core.facts.references import refs_of
from core.models.data_issues import DataIssue
from core.models.requests import SupportRequest
from core.rules.data_issues import stage_of
from core.rules.reasons import CATALOGUE, reason
from core.rules.time.formats import without_this_year
from core.rules.time.instants import local_date
from core.vocabulary.data_issues import DataIssueCode, DataIssueStage, DataIssueStatus
from core.vocabulary.reasons import Reason
from core.vocabulary.requests import RequestKind

MOST = 25


@dataclass(frozen=True)
class DataIssueRow:
    """One data issue. `ref` is the reference of the record in the table `entity`; `request_ref` the
    newest cancellation of a session whose report says that it did not take place."""

    finding_id: int
    version: int
    code: DataIssueCode
    stage: DataIssueStage
    entity: str
    ref: str
    found_at: datetime
    resolved_at: datetime | None
    acceptance: Acceptance | None
    request_ref: str | None
    reason: Reason

    @property
    def is_session(self) -> bool:
        """Whether the record has a page."""
        return self.entity == "care_session"


@dataclass(frozen=True)
class DataIssueKind:
    """A kind of data issue at one stage: how many there are, and when the oldest was found."""

    code: DataIssueCode
    count: int
    oldest_at: datetime

    @property
    def next_step(self) -> str:
        """Who does what about one."""
        return CATALOGUE[self.code.value].next_step


@dataclass(frozen=True)
class DataIssuePage:
    """One page of data issues, the oldest first, and the kinds at this stage. `next_after` is None
    on the last page."""

    kinds: tuple[DataIssueKind, ...]
    total: int
    rows: tuple[DataIssueRow, ...]
    next_after: int | None


@guard(LEADING)
def find_data_issues(
    context: ReadContext,
    stage: DataIssueStage = DataIssueStage.OPEN,
    code: DataIssueCode | None = None,
    after: int = 0,
) -> DataIssuePage:
    """Up to 25 data issues at `stage`, of one kind or all, that follow the one with the id `after`.
    They hold no client data. Raises StalePage where that one is gone."""
    kinds = _kinds(context, stage)
    rows = _rows(context, stage, code, after)
    return DataIssuePage(
        kinds=kinds,
        total=sum(one.count for one in kinds if code in (None, one.code)),
        rows=_shown(context, rows[:MOST]),
        next_after=rows[MOST - 1].key if len(rows) > MOST else None,
    )


def _kinds(context: ReadContext, stage: DataIssueStage) -> tuple[DataIssueKind, ...]:
    """The kinds that there are, in the order of the catalogue of checks."""
    code = col(DataIssue.code)
    oldest = func.min(col(DataIssue.found_at))
    counted = context.db.execute(
        select(code, func.count(), oldest).where(*_at(stage)).group_by(code)
    )
    found = {row[0]: DataIssueKind(DataIssueCode(row[0]), *row[1:]) for row in counted}
    return tuple(found[one] for one in DataIssueCode if one in found)


def _at(stage: DataIssueStage) -> list[ColumnElement[bool]]:
    gone, is_open = col(DataIssue.resolved_at), stage == DataIssueStage.OPEN
    status = DataIssueStatus.OPEN if is_open else DataIssueStatus.RESOLVED
    is_gone = gone.is_not(None) if stage == DataIssueStage.GONE else gone.is_(None)
    return [col(DataIssue.status) == status, is_gone]


def _rows(
    context: ReadContext, stage: DataIssueStage, code: DataIssueCode | None, after: int
) -> Sequence[DataIssue]:
    found_at, key = col(DataIssue.found_at), col(DataIssue.id)
    statement = select(DataIssue).where(*_at(stage))
    if code:
        statement = statement.where(col(DataIssue.code) == code)
    if after:
        last = context.db.scalar(select(found_at).where(key == after))
        if last is None:
            raise StalePage("We found no data issue to go on from. Reload the list.")
        statement = statement.where(tuple_(found_at, key) > (last, after))
    return context.db.scalars(statement.order_by(found_at, key).limit(MOST + 1)).all()


def _shown(context: ReadContext, rows: Sequence[DataIssue]) -> tuple[DataIssueRow, ...]:
    refs = refs_of(context.db, [(row.entity, row.entity_id) for row in rows])
    accepted, asked = _accepted(context, rows), _asked(context, rows)
    today = local_date(context.now, context.actor.tz)
    return tuple(
        DataIssueRow(
            finding_id=row.key,
            version=row.version,
            code=DataIssueCode(row.code),
            stage=stage_of(row.status, row.resolved_at),
            entity=row.entity,
            ref=refs.get((row.entity, row.entity_id), "–"),
            found_at=row.found_at,
            resolved_at=row.resolved_at,
            acceptance=accepted.get(row.key),
            request_ref=asked.get(row.entity_id) if _may_be_asked(row) else None,
            reason=reason(row.code, detail=without_this_year(row.detail, today)),
        )
        for row in rows
    )


def _may_be_asked(row: DataIssue) -> bool:
    return row.code == DataIssueCode.CONFIRMED_NOT_HELD


def _accepted(context: ReadContext, rows: Sequence[DataIssue]) -> dict[int, Acceptance]:
    """Of each accepted data issue, by its id."""
    stages = {row.key: stage_of(row.status, row.resolved_at) for row in rows}
    keys = [key for key, stage in stages.items() if stage == DataIssueStage.ACCEPTED]
    return acceptances(context.db, keys)


def _asked(context: ReadContext, rows: Sequence[DataIssue]) -> dict[int, str]:
    keys = [row.entity_id for row in rows if _may_be_asked(row)]
    columns: tuple[Any, ...] = (col(SupportRequest.session_id), col(SupportRequest.ref))
    known = context.db.execute(
        select(*columns)
        .where(col(SupportRequest.session_id).in_(keys))
        .where(col(SupportRequest.kind) == RequestKind.SESSION_CANCELLATION)
        .order_by(col(SupportRequest.id))
    )
    return {row.session_id: row.ref for row in known}
