"""What corrections of a client's name, birth date or sex are judged by."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.models.audit import AuditEntry
from core.models.people import Client
from core.models.requests import Approval
from core.rules.people.judgment import IDENTITY, IdentityJudgment, identity_limits
from core.rules.people.name_changes import IdentityLimits
from core.rules.requests.corrections import Line, judged
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook
from core.vocabulary.requests import ApprovalOutcome

CORRECTED = "client.corrected"
"""The audit entry of an applied correction."""


@dataclass(frozen=True)
class IdentityBasis:
    """The limits of today, and what the record held before the corrections of the last days."""

    limits: IdentityLimits
    earlier: Mapping[str, str]
    today: date

    def judged(self, lines: Sequence[Line], record: Mapping[str, str]) -> IdentityJudgment:
        """What these lines would make of the record."""
        return judged(lines, record, self.limits, self.earlier, self.today)


def identity_basis(db: Session, client: Client, book: PolicyBook, now: datetime) -> IdentityBasis:
    """What a correction of this client is judged by at `now`."""
    today = platform_day(now, book)
    limits = identity_limits(book, today)
    return IdentityBasis(limits, _earlier(db, client, now - timedelta(days=limits.days)), today)


def _earlier(db: Session, client: Client, since: datetime) -> dict[str, str]:
    """What identity fields held before corrections that nobody approved: the oldest value of each
    counts."""
    is_approved = exists().where(
        col(Approval.request_id) == col(AuditEntry.request_id),
        col(Approval.outcome) == ApprovalOutcome.APPROVED,
    )
    entries = db.scalars(
        select(col(AuditEntry.before))
        .where(col(AuditEntry.entity) == "client", col(AuditEntry.entity_id) == client.key)
        .where(col(AuditEntry.action) == CORRECTED, col(AuditEntry.at) >= since, ~is_approved)
        .order_by(col(AuditEntry.number).desc())
    )
    found: dict[str, str] = {}
    for before in entries:
        found |= {name: old for name, old in json.loads(before or "{}").items() if name in IDENTITY}
    return found
