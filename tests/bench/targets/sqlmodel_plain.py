"""Plain SQLModel: entities with their relations loaded, a database session for each item."""

import csv
import io
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, event, func
from sqlalchemy.orm import joinedload
from sqlmodel import Session as Work
from sqlmodel import create_engine, select, update

from tests.bench.items import NOW, OPEN_STATUSES, PAGE, TOOK_PLACE, WEEKS_FROM
from tests.bench.sql import AGES
from tests.bench.targets.base import Base, by_groups, by_week, counted, digest
from tests.bench.targets.models import Client, Plan, Provider, Request, RequestEvent, Session

AT, TODAY = NOW.replace(tzinfo=None), NOW.date()
EVERYTHING = select(Session).options(
    joinedload(Session.client), joinedload(Session.provider), joinedload(Session.plan)
)
NEWEST = (Session.service_day.desc(), Session.starts_at.desc(), Session.id.desc())


def engine_on(path: str) -> Any:
    """An engine on the floor's SQLite file, as durable as the others."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class Target(Base):
    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.engine = engine_on(given["sqlite"])

    def _rows(self, statement: Any) -> list[Any]:
        with Work(self.engine) as work:
            return list(work.exec(statement).all())

    def _page(self, *where: Any) -> list[int]:
        found = EVERYTHING.where(*where).order_by(*NEWEST).limit(PAGE)
        return [one.id for one in self._rows(found)]

    def L1(self, number: int) -> int:
        return self._page(Session.id == number)[0]

    def L2(self, beginning: str) -> list[int]:
        named = select(Client.id).where(Client.last_name.ilike(beginning + "%"))
        return self._page(Session.client_id.in_(named))

    def L3(self, asked: list[str]) -> list[int]:
        npi, first, last = asked
        theirs = select(Provider.id).where(Provider.npi == npi)
        return self._page(Session.provider_id.in_(theirs), _within(first, last))

    def L4(self, part: str) -> list[int]:
        name = Client.first_name + " " + Client.last_name
        return self._page(Session.client_id.in_(select(Client.id).where(name.ilike(f"%{part}%"))))

    def L5(self, asked: list[str]) -> list[Any]:
        state, kind, status, first, last = asked
        plans = select(Plan.id).where(Plan.kind == kind)
        where = (
            Session.state == state,
            Session.plan_id.in_(plans),
            Session.status == status,
            _within(first, last),
        )
        count = self._rows(select(func.count()).select_from(Session).where(*where))[0]
        return [counted(count), self._page(*where)]

    def L6(self, days: list[str]) -> Any:
        first, last = map(date.fromisoformat, days)
        due = Session.note_due_on.between(first, last), Session.note_due_at < AT
        order = Session.note_due_at, Session.id
        found = EVERYTHING.where(*due, Session.status.in_(TOOK_PLACE)).order_by(*order)
        text = io.StringIO()
        writer = csv.writer(text)
        with Work(self.engine) as work:
            for one in work.exec(found.execution_options(yield_per=2000)):
                writer.writerow(
                    [
                        one.id,
                        _outcome(one),
                        one.note_due_at,
                        one.note_signed_at,
                        f"{one.provider.first_name} {one.provider.last_name}",
                        one.client_id,
                        one.client.first_name[0] + one.client.last_name[0],
                    ]
                )
        return lambda: digest(int(row[0]) for row in csv.reader(text.getvalue().splitlines()))

    def M1(self, _: None) -> dict[str, list[int]]:
        week = func.date(Session.note_due_on, "weekday 0", "-6 days")
        good = func.sum(case((Session.note_signed_at <= Session.note_due_at, 1), else_=0))
        due = Session.note_due_on >= WEEKS_FROM, Session.note_due_at < AT
        statement = select(week, Session.note_class, func.count(), good)
        held = statement.where(*due, Session.status.in_(TOOK_PLACE))
        return by_week(self._rows(held.group_by(week, Session.note_class)))

    def M2(self, _: None) -> dict[str, int]:
        limits = {days: TODAY + timedelta(days=days) for days in (2, 8, 15)}
        group = case(
            (Session.confirm_by <= limits[2], "0-2"),
            (Session.confirm_by <= limits[8], "3-8"),
            (Session.confirm_by <= limits[15], "9-15"),
            else_="16+",
        )
        payer = case((Plan.kind.in_(("mos", "eap")), Plan.kind), else_="insurance")
        statement = select(group, payer, func.count()).join(Plan, Plan.id == Session.plan_id)
        open_now = Session.confirm_by >= TODAY, Session.ends_at <= AT
        found = statement.where(Session.status == "unconfirmed", *open_now)
        return by_groups(self._rows(found.group_by(group, payer)))

    def M3(self, _: None) -> dict[str, int]:
        younger = [(Request.created_at > AT - timedelta(days=n), age) for age, n in AGES.items()]
        age = case(*younger, else_="15+")
        found = select(Request.kind, age, func.count()).where(Request.status.in_(OPEN_STATUSES))
        return by_groups(self._rows(found.group_by(Request.kind, age)))

    def W1(self, asked: list[Any]) -> Any:
        made = Request(kind="client_correction", status="ready", client_id=asked[0], created_at=AT)
        with Work(self.engine, expire_on_commit=False) as work:
            work.add(made)
            work.flush()
            work.add(RequestEvent(request_id=made.id, at=AT, actor="bench", kind="created"))
            work.commit()
        return lambda: self._rows(select(Request.client_id).where(Request.id == made.id))[0]

    def W2(self, number: int) -> Any:
        with Work(self.engine) as work:
            version = work.get_one(Request, number).version
            mine = Request.id == number, Request.version == version
            taken = {"assignee": "bench", "status": "in_progress", "version": version + 1}
            work.exec(update(Request).where(*mine).values(**taken))
            work.commit()
        return lambda: self._rows(select(Request.status).where(Request.id == number))[0]

    def close(self) -> None:
        self.engine.dispose()


def _within(first: str, last: str) -> Any:
    return Session.service_day.between(date.fromisoformat(first), date.fromisoformat(last))


def _outcome(one: Session) -> str:
    if one.note_signed_at is None:
        return "Unsigned"
    return "On time" if one.note_signed_at <= one.note_due_at else "Late"
