import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from core.access import Actor, operator
from core.db import looking, make_engine, writing
from core.demo.making import DemoOrder, make_demo, make_demo_if_empty
from core.demo.period import Period
from core.demo.replay import run
from core.demo.replay.desk import DemoDesk, Steps, run_in_order
from core.demo.scenarios import scenario_rows
from core.demo.status import demo_status
from core.errors import DeskError, InvalidInput, NotPermitted
from core.exchange.importer import ImportSummary, import_extracts
from core.exchange.people_rows import ClientRow, ProviderRow
from core.models.audit import AuditEntry
from core.models.care import CareSession, Note
from core.models.installation import DeskFact
from core.models.people import Client, Provider, Staff
from core.models.policies import Policy
from core.models.requests import SupportRequest
from core.vocabulary.people import Role
from tests.demo.conftest import DAY
from tests.support import make, metric_records

NOW = datetime(2026, 3, 16, 16, 30, tzinfo=UTC)
ADMIN = operator("tests")
SMALL = 0.02
pytestmark = pytest.mark.usefixtures("drawn_once")


@pytest.fixture
def order(tmp_path: Path) -> DemoOrder:
    return DemoOrder(DAY, scale=SMALL, folder=tmp_path / "extracts")


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    with (tmp_path / "screen.txt").open("w") as screen:
        yield Console(file=screen, width=120)


@pytest.fixture
def file_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database of its own, for what only files can do."""
    path = tmp_path / "file.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


def importer(engine: Engine, actor: Actor, now: datetime, folder: Path) -> ImportSummary:
    return import_extracts(engine, actor, now, folder, rejects_dir=folder.parent / "rejects")


def crashing(engine: Engine, actor: Actor, now: datetime, folder: Path) -> ImportSummary:
    raise RuntimeError("the machine stopped")


def without_records(engine: Engine, actor: Actor, now: datetime, folder: Path) -> ImportSummary:
    """For tests that need the marks of a demo and none of its records."""
    return ImportSummary(1, (), None)


def made(engine: Engine, order: DemoOrder) -> str:
    return make_demo(engine, ADMIN, NOW, order, without_records, lambda _: None).text


def count(db: Session, table: type) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def shown(console: Console) -> str:
    console.file.flush()
    return Path(console.file.name).read_text()


def test_without_requests_its_records_come_in_without_a_reject_and_its_desk_is_empty(
    engine: Engine, order: DemoOrder
) -> None:
    bare = replace(order, with_requests=False)
    report = make_demo(engine, ADMIN, NOW, bare, importer, lambda _: None)
    with looking(engine) as db:
        stored = [count(db, table) for table in (Provider, Client, CareSession, Note)]
        requests = count(db, SupportRequest)
    assert report.rejected == 0
    assert stored == [
        report.rows[f"{name}.csv"] for name in ("providers", "clients", "sessions", "notes")
    ]
    assert (report.requests, requests) == (0, 0)


def test_a_demo_is_marked_and_says_up_to_which_day(engine: Engine, order: DemoOrder) -> None:
    made(engine, order)
    with looking(engine) as db:
        facts = {row.name: row.value for row in db.scalars(select(DeskFact))}
        actions = set(db.scalars(select(AuditEntry.action)))
    assert facts == {"mode": "demo", "demo_today": "2026-03-16"}
    assert {"demo.begun", "staff.added", "demo.made"} <= actions


def test_its_staff_are_fictional_and_without_a_password(engine: Engine, order: DemoOrder) -> None:
    made(engine, order)
    with looking(engine) as db:
        staff = db.scalars(select(Staff)).all()
    assert len(staff) == 8
    assert all(one.is_fictional and one.password_hash is None for one in staff)


def test_it_ends_with_one_line(engine: Engine, order: DemoOrder) -> None:
    line = made(engine, order)
    told = Counter(type(row) for row in scenario_rows(Period(DAY)))
    providers, clients = 9 + told[ProviderRow], 62 + told[ClientRow]
    start = "The demo is ready. It ends on Mon, Mar 16, 2026"
    assert line.startswith(f"{start}: {providers} providers, {clients} clients, ")


def test_somebodys_records_are_left_alone(engine: Engine, order: DemoOrder) -> None:
    with writing(engine) as db:
        make.client(db)
    with pytest.raises(DeskError, match="not a demo"):
        made(engine, order)
    assert not order.folder.exists()


def test_fresh_does_not_touch_somebodys_records_either(engine: Engine, order: DemoOrder) -> None:
    with writing(engine) as db:
        make.staff(db, Role.ADMIN)
    with pytest.raises(DeskError, match="not a demo"):
        made(engine, DemoOrder(DAY, True, SMALL, order.folder))
    with looking(engine) as db:
        assert count(db, Staff) == 1


def test_a_whole_demo_is_not_made_over_by_mistake(engine: Engine, order: DemoOrder) -> None:
    made(engine, order)
    with pytest.raises(DeskError, match="demo --fresh"):
        made(engine, order)


def test_a_demo_cut_short_goes_on_to_the_day_it_was_begun_for(
    engine: Engine, order: DemoOrder
) -> None:
    with pytest.raises(RuntimeError):
        make_demo(engine, ADMIN, NOW, order, crashing, lambda _: None)
    assert not demo_status(engine, DAY).is_finished
    later = DemoOrder(DAY + timedelta(days=3), scale=SMALL, folder=order.folder)
    assert "Mar 16, 2026" in made(engine, later)
    assert demo_status(engine, DAY).is_finished


class Stopped(Exception):
    """The machine stops among the requests."""


@pytest.fixture
def half_played(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Until it is undone, requests are played up to 40 days before the end."""

    def half(desk: DemoDesk, requests: list[Steps]) -> None:
        desk.until = desk.at(40, 12)
        run_in_order(desk, requests)
        raise Stopped

    with monkeypatch.context() as once:
        once.setattr(run, "run_in_order", half)
        yield once


def test_a_demo_cut_short_among_its_requests_is_made_anew(
    file_engine: Engine, order: DemoOrder, half_played: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Stopped):
        make_demo(file_engine, ADMIN, NOW, order, importer, lambda _: None)
    with looking(file_engine) as db:
        assert count(db, SupportRequest) > 0
    assert not demo_status(file_engine, DAY).is_finished
    half_played.undo()
    later = replace(order, today=DAY + timedelta(days=3))
    report = make_demo(file_engine, ADMIN, NOW, later, importer, lambda _: None)
    with looking(file_engine) as db:
        assert count(db, SupportRequest) == report.requests
    assert (report.ends_on, demo_status(file_engine, DAY).is_finished) == (DAY, True)


def test_on_postgresql_such_a_demo_asks_for_an_empty_database(
    engine: Engine, order: DemoOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_only(desk: DemoDesk, requests: list[Steps]) -> None:
        with writing(desk.engine) as db:
            metric_records.request(db, filed_by_id=desk.staff["Avery"].staff_id)
        raise Stopped

    with monkeypatch.context() as once:
        once.setattr(run, "run_in_order", first_only)
        with pytest.raises(Stopped):
            made(engine, order)
    if engine.dialect.name == "postgresql":
        with pytest.raises(DeskError, match="empty database"):
            made(engine, order)
    else:
        made(engine, order)
    assert demo_status(engine, DAY).is_finished is (engine.dialect.name == "sqlite")


def test_only_who_administers_makes_a_demo(engine: Engine, order: DemoOrder) -> None:
    agent = Actor("Someone", Role.AGENT)
    with pytest.raises(NotPermitted):
        make_demo(engine, agent, NOW, order, importer, lambda _: None)
    assert demo_status(engine, DAY).is_empty


def test_a_day_before_the_first_policies_is_refused(engine: Engine, order: DemoOrder) -> None:
    with pytest.raises(InvalidInput, match="2022"):
        made(engine, DemoOrder(date(2021, 12, 31), scale=SMALL, folder=order.folder))


def test_a_database_without_tables_is_told_to_migrate(tmp_path: Path) -> None:
    bare = make_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    with pytest.raises(DeskError, match="migrate"):
        demo_status(bare, DAY)
    bare.dispose()


def test_fresh_replaces_the_demo_and_what_was_done_in_it(
    file_engine: Engine, order: DemoOrder
) -> None:
    made(file_engine, order)
    with writing(file_engine) as db:
        extra = make.client(db).ref
    made(file_engine, DemoOrder(DAY + timedelta(days=9), True, SMALL, order.folder))
    with looking(file_engine) as db:
        assert extra not in set(db.scalars(select(Client.ref)))
        assert count(db, Policy) > 0
    assert demo_status(file_engine, DAY).ends_on == DAY + timedelta(days=9)


def test_the_old_demo_stays_when_the_new_one_fails(file_engine: Engine, order: DemoOrder) -> None:
    made(file_engine, order)
    fresh = DemoOrder(DAY + timedelta(days=9), True, SMALL, order.folder)
    with pytest.raises(RuntimeError):
        make_demo(file_engine, ADMIN, NOW, fresh, crashing, lambda _: None)
    status = demo_status(file_engine, DAY)
    assert (status.ends_on, status.is_finished) == (DAY, True)
    assert not list(order.folder.parent.glob("*.new*"))


def test_fresh_waits_for_the_server_to_end(file_engine: Engine, order: DemoOrder) -> None:
    made(file_engine, order)
    with closing(sqlite3.connect(str(file_engine.url.database))) as server:
        server.execute("SELECT count(*) FROM client").fetchall()
        with pytest.raises(DeskError, match="Stop the server"):
            made(file_engine, DemoOrder(DAY, True, SMALL, order.folder))
    assert demo_status(file_engine, DAY).is_finished


def test_on_postgresql_fresh_asks_for_an_empty_database(engine: Engine, order: DemoOrder) -> None:
    made(engine, order)
    fresh = DemoOrder(DAY, True, SMALL, order.folder)
    if engine.dialect.name == "postgresql":
        with pytest.raises(DeskError, match="empty database"):
            made(engine, fresh)
    else:
        made(engine, fresh)
    assert demo_status(engine, DAY).is_finished


def test_an_empty_database_gets_a_demo_and_the_command_line_shows_how_it_goes(
    engine: Engine, order: DemoOrder, console: Console
) -> None:
    make_demo_if_empty(engine, ADMIN, NOW, order, console, None)
    lines = shown(console).strip().splitlines()
    with looking(engine) as db:
        assert count(db, SupportRequest) > 0
    assert demo_status(engine, DAY).is_finished
    assert lines[0] == "Making a demo that ends on Mon, Mar 16, 2026. Everyone in it is made up."
    assert any("sessions.csv" in line for line in lines)
    assert lines[-1].startswith("The demo is ready. It ends on Mon, Mar 16, 2026")


def test_a_database_with_records_gets_none_and_no_word(
    engine: Engine, order: DemoOrder, console: Console
) -> None:
    with writing(engine) as db:
        make.staff(db, Role.ADMIN)
    make_demo_if_empty(engine, ADMIN, NOW, order, console, None)
    assert not demo_status(engine, DAY).is_demo
    assert shown(console) == ""


@pytest.mark.parametrize(("days", "is_stale"), [(7, False), (8, True)])
def test_a_demo_is_stale_after_a_week(
    engine: Engine, order: DemoOrder, days: int, is_stale: bool
) -> None:
    made(engine, order)
    assert demo_status(engine, DAY + timedelta(days=days)).is_stale is is_stale


def test_a_stale_demo_is_made_anew_when_the_person_says_so(
    file_engine: Engine, order: DemoOrder, console: Console
) -> None:
    made(file_engine, order)
    asked: list[str] = []
    later = DemoOrder(DAY + timedelta(days=8), scale=SMALL, folder=order.folder)
    make_demo_if_empty(file_engine, ADMIN, NOW, later, console, lambda text: not asked.append(text))
    assert asked == [
        "The demo ends on Mon, Mar 16, 2026, 8 days ago. Replace it with one that ends today? "
        "Requests filed in it will be lost."
    ]
    assert demo_status(file_engine, later.today).ends_on == later.today


def test_a_stale_demo_stays_when_the_person_says_no(
    file_engine: Engine, order: DemoOrder, console: Console
) -> None:
    made(file_engine, order)
    later = DemoOrder(DAY + timedelta(days=8), scale=SMALL, folder=order.folder)
    make_demo_if_empty(file_engine, ADMIN, NOW, later, console, lambda _: False)
    assert demo_status(file_engine, later.today).ends_on == DAY


def test_where_nobody_can_answer_one_line_says_what_renews_a_stale_demo(
    engine: Engine, order: DemoOrder, console: Console
) -> None:
    made(engine, order)
    later = DemoOrder(DAY + timedelta(days=8), scale=SMALL, folder=order.folder)
    make_demo_if_empty(engine, ADMIN, NOW, later, console, None)
    (line,) = shown(console).splitlines()
    assert "session-desk demo" in line
    assert demo_status(engine, later.today).ends_on == DAY
