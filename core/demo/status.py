"""Whether a database is empty, a demo, or somebody's real records; and the marks that say so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, exists, inspect, select
from sqlmodel import col

from core.access import ADMINISTERING, guard
from core.administration.staff import AddStaff, add_staff
from core.db import looking
from core.db.transaction import WriteContext
from core.demo.catalog import demo_list
from core.errors import DeskError
from core.models.care import CareSession
from core.models.coverage import Payer
from core.models.installation import DeskFact
from core.models.people import Client, Provider, Staff
from core.models.requests import SupportRequest
from core.vocabulary.people import Role

STALE_AFTER_DAYS, NO_ROW = 7, 0
"""The second is what an audit entry about the whole database points at."""
RECORDS: tuple[Any, ...] = (Staff, Provider, Payer, Client, CareSession, SupportRequest)
MODE, DEMO, LAST_DAY, UNDER_WAY = "mode", "demo", "demo_today", "demo_under_way"
"""The names of a demo's facts; the last is there until the demo is whole."""


@dataclass(frozen=True)
class DemoStatus:
    """What is in a database, as of `today`. `has_requests`: some that fictional staff filed."""

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


@guard(ADMINISTERING)
def mark_demo(context: WriteContext, today: date) -> None:
    """Say that this is a demo that ends on `today`, not a whole one yet; older marks stay."""
    if context.db.get(DeskFact, MODE) is not None:
        return
    facts = {MODE: DEMO, LAST_DAY: today.isoformat()}
    marks = {**facts, UNDER_WAY: "yes"}
    context.db.add_all(DeskFact(name=name, value=value) for name, value in marks.items())
    context.db.flush()
    context.record("demo.begun", "desk_fact", NO_ROW, after=facts)


@guard(ADMINISTERING)
def mark_whole(context: WriteContext, requests: int) -> None:
    """Say that the demo is complete, its `requests` included."""
    mark = context.db.get(DeskFact, UNDER_WAY)
    if mark is not None:
        context.db.delete(mark)
    context.record("demo.made", "desk_fact", NO_ROW, after={"requests": requests})


def add_fictional_staff(context: WriteContext) -> None:
    """Add the fictional staff who are missing, without a password."""
    known = set(context.db.scalars(select(col(Staff.email))))
    people = [one for one in demo_list("staff")["staff"] if one["email"] not in known]
    for one in people:
        typed = one | {"role": Role(one["role"]), "is_fictional": True}
        add_staff(context, AddStaff(**typed))
