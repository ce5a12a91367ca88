"""Records that contradict themselves, as leads go through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from core.access import guard
from core.models.base import ImportedRow
from core.models.care import CareSession
from core.models.coverage import Credential
from core.models.ledger import AuditEntry, Finding
from core.models.people import Client
from core.models.requests import SupportRequest
from core.rules.findings import FAULTS, Fault, stage_of
from core.transaction import Reading
from core.vocabulary.findings import FindingCode, FindingStage
from core.vocabulary.ledgers import FindingStatus
from core.vocabulary.requests import RequestKind

MOST = 25
TABLES: dict[str, type[ImportedRow]] = {
    "care_session": CareSession,
    "client": Client,
    "credential": Credential,
}


@dataclass(frozen=True)
class Acceptance:
    """Who left the record as it is, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class FindingRow:
    """One finding. `ref` is the reference of the record in the table `entity`;
    `request_ref` the newest cancellation of a session whose report says that it was not held."""

    finding_id: int
    version: int
    code: FindingCode
    stage: FindingStage
    entity: str
    ref: str
    detail: str
    found_at: datetime
    resolved_at: datetime | None
    acceptance: Acceptance | None
    request_ref: str | None

    @property
    def is_session(self) -> bool:
        """Whether a page shows the record."""
        return self.entity == "care_session"

    @property
    def fault(self) -> Fault:
        """Its label, rule and next step."""
        return FAULTS[self.code]

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return self.fault.sentence(self.detail)


@dataclass(frozen=True)
class FindingPage:
    """How many there are of each kind at this stage; some of them in the order they were first
    found; `next_after` is None on the last page."""

    counts: dict[FindingCode, int]
    total: int
    rows: tuple[FindingRow, ...]
    next_after: int | None


@guard
def find_findings(
    reading: Reading,
    stage: FindingStage = FindingStage.OPEN,
    code: FindingCode | None = None,
    after: int = 0,
) -> FindingPage:
    """The findings at `stage`, of one kind or all, from the one after `after` on: 25 at most. No
    data of a client is in them."""
    counted = select(col(Finding.code), func.count()).where(*_at(stage)).group_by(col(Finding.code))
    found = {FindingCode(row[0]): row[1] for row in reading.db.execute(counted)}
    counts = {one: found[one] for one in FindingCode if one in found}
    rows = _rows(reading, stage, code, after)
    return FindingPage(
        counts=counts,
        total=counts.get(code, 0) if code else sum(counts.values()),
        rows=_shown(reading, rows[:MOST]),
        next_after=rows[MOST - 1].key if len(rows) > MOST else None,
    )


def _at(stage: FindingStage) -> list[ColumnElement[bool]]:
    status, gone = col(Finding.status), col(Finding.resolved_at)
    if stage == FindingStage.OPEN:
        return [status == FindingStatus.OPEN]
    is_gone = gone.is_not(None) if stage == FindingStage.GONE else gone.is_(None)
    return [status == FindingStatus.RESOLVED, is_gone]


def _rows(
    reading: Reading, stage: FindingStage, code: FindingCode | None, after: int
) -> Sequence[Finding]:
    statement = select(Finding).where(*_at(stage), col(Finding.id) > after)
    if code:
        statement = statement.where(col(Finding.code) == code)
    return reading.db.scalars(statement.order_by(col(Finding.id)).limit(MOST + 1)).all()


def _shown(reading: Reading, rows: Sequence[Finding]) -> tuple[FindingRow, ...]:
    refs, accepted, asked = _refs(reading, rows), _accepted(reading, rows), _asked(reading, rows)
    return tuple(
        FindingRow(
            finding_id=row.key,
            version=row.version,
            code=FindingCode(row.code),
            stage=stage_of(row.status, row.resolved_at),
            entity=row.entity,
            ref=refs.get((row.entity, row.entity_id), "–"),
            detail=row.detail,
            found_at=row.found_at,
            resolved_at=row.resolved_at,
            acceptance=accepted.get(row.key),
            request_ref=asked.get(row.entity_id) if _may_be_asked(row) else None,
        )
        for row in rows
    )


def _may_be_asked(row: Finding) -> bool:
    return row.code == FindingCode.CONFIRMED_NOT_HELD


def _refs(reading: Reading, rows: Sequence[Finding]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for entity in {row.entity for row in rows}:
        table, keys = TABLES[entity], [row.entity_id for row in rows if row.entity == entity]
        known = select(col(table.id), col(table.ref)).where(col(table.id).in_(keys))
        found |= {(entity, row.id): row.ref for row in reading.db.execute(known)}
    return found


def _accepted(reading: Reading, rows: Sequence[Finding]) -> dict[int, Acceptance]:
    """The last word on each of those that were accepted and still show."""
    stages = {row.key: stage_of(row.status, row.resolved_at) for row in rows}
    keys = [key for key, stage in stages.items() if stage == FindingStage.ACCEPTED]
    entries = reading.db.scalars(
        select(AuditEntry)
        .where(col(AuditEntry.entity) == "finding", col(AuditEntry.entity_id).in_(keys))
        .where(col(AuditEntry.action) == "finding.accepted")
        .order_by(col(AuditEntry.number))
    )
    return {one.entity_id: Acceptance(one.actor, one.at, one.reason or "") for one in entries}


def _asked(reading: Reading, rows: Sequence[Finding]) -> dict[int, str]:
    keys = [row.entity_id for row in rows if _may_be_asked(row)]
    columns: tuple[Any, ...] = (col(SupportRequest.session_id), col(SupportRequest.ref))
    known = reading.db.execute(
        select(*columns)
        .where(col(SupportRequest.session_id).in_(keys))
        .where(col(SupportRequest.kind) == RequestKind.SESSION_CANCELLATION)
        .order_by(col(SupportRequest.id))
    )
    return {row.session_id: row.ref for row in known}
