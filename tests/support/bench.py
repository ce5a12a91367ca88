"""A database with staff of every role, and the steps of real actions on it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.access import Actor
from core.db.transaction import Receipt, perform
from core.models.requests import SupportRequest
from core.vocabulary.people import Role
from tests.support.make import NOW


@dataclass
class Bench:
    """What the tests of every kind of request work on."""

    engine: Engine
    people: dict[Role, Actor] = field(default_factory=dict)
    now: datetime = NOW

    def do(self, action: Any, command: Any, role: Role = Role.AGENT, key: str = "") -> Receipt:
        return perform(
            self.engine, self.people[role], self.now, action, command, key or uuid4().hex
        )

    def request(self, ref: str) -> SupportRequest:
        with db.looking(self.engine) as work:
            return work.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()

    def rows(self, table: Any) -> list[Any]:
        """All rows in the order of their keys."""
        with db.looking(self.engine) as work:
            return list(work.scalars(select(table).order_by(*table.__table__.primary_key)))
