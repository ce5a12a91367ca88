"""Whether a database is empty, a demo, or somebody's real records."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, exists, inspect, select
from sqlmodel import col

from core.db import looking
from core.errors import DeskError
from core.models.base import EditedRow
from core.models.care import CareSession
from core.models.coverage import Payer
from core.models.installation import DeskFact
from core.models.people import Client, Provider, Staff
from core.models.requests import SupportRequest

STALE_AFTER_DAYS = 7
RECORDS: tuple[type[EditedRow], ...] = (
    Staff,
    Provider,
    Payer,
    Client,
    CareSession,
    SupportRequest,
)
MODE, DEMO, LAST_DAY, UNDER_WAY = "mode", "demo", "demo_today", "demo_under_way"
"""The names of a demo's facts; the last is there until the demo is whole."""


@dataclass(frozen=True)
class DemoStatus:
    """What is in a database, as of `today`. `has_requests`: some that fictional staff filed, apart
    from those that an import files by itself."""

    today: date
    has_records: bool
    ends_on: date | None
    is_finished: bool
    has_requests: bool

    @property
    def is_demo(self) -> bool:
        """Whether the database is marked a demo."""
        return self.ends_on is not None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it at all, people who sign in included."""
        return not self.is_demo and not self.has_records

    @property
    def is_beyond_mending(self) -> bool:
        """Whether it was interrupted among its requests, which cannot be continued."""
        return self.is_demo and not self.is_finished and self.has_requests

    @property
    def days_old(self) -> int:
        """Days since the demo's last day; 0 where there is no demo."""
        return (self.today - self.ends_on).days if self.ends_on else 0

    @property
    def is_stale(self) -> bool:
        """Whether a whole demo has ended more than a week ago."""
        return self.is_finished and self.days_old > STALE_AFTER_DAYS


def demo_status(engine: Engine, today: date) -> DemoStatus:
    """What is in the database `engine` is on; raises DeskError where it has no tables yet."""
    if not inspect(engine).has_table("desk_fact"):
        raise DeskError("This database has no tables yet. Run `session-desk migrate` first.")
    with looking(engine) as db:
        facts = {row.name: row.value for row in db.scalars(select(DeskFact))}
        has_records = any(db.scalar(select(exists().select_from(table))) for table in RECORDS)
        fictional = select(exists().where(col(Staff.is_fictional)))
        filed = col(SupportRequest.filed_by_id) == col(Staff.id)
        replayed = select(exists().where(filed, col(Staff.is_fictional)))
        is_demo = facts.get(MODE) == DEMO
        return DemoStatus(
            today=today,
            has_records=has_records,
            ends_on=date.fromisoformat(facts[LAST_DAY]) if is_demo else None,
            is_finished=is_demo and UNDER_WAY not in facts and bool(db.scalar(fictional)),
            has_requests=bool(db.scalar(replayed)),
        )
