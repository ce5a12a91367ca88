"""There is one clock, and a test run can be moved to any day by it."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import clock, db
from core.db.shifted_clock import ClockShiftRefused, refuse_shifted_clock
from core.models.installation import DeskFact
from core.settings import ROOT, settings
from tests.support import make
from tests.support.day_of_run import EDGES, day_of_commit, instant_of, run_on

ASKS_THE_MACHINE = {
    "now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "ctime", "asctime"
}  # fmt: skip
OF = {"datetime", "date", "time"}
MAY_ASK = {"core/clock.py", "tests/support/day_of_run.py", "tests/test_clock.py"}
MOVED = timedelta(days=400)


@pytest.fixture
def shifted(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = settings().model_copy(update={"clock_shift": MOVED})
    monkeypatch.setattr("core.clock.settings", lambda: moved)
    monkeypatch.setattr("core.db.shifted_clock.settings", lambda: moved)


def test_nothing_else_asks_the_machine_for_the_time() -> None:
    files = [ROOT / "app.py"]
    files += [file for name in ("core", "pages", "tests") for file in (ROOT / name).rglob("*.py")]
    asking = {str(file.relative_to(ROOT)) for file in files if _asks_the_machine(file)}
    assert asking == MAY_ASK


def _asks_the_machine(file: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ASKS_THE_MACHINE
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in OF
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    )


@pytest.mark.usefixtures("shifted")
def test_a_shifted_clock_goes_on_from_its_shift() -> None:
    before = datetime.now(UTC) + MOVED
    assert before <= clock.now() <= datetime.now(UTC) + MOVED


@pytest.mark.usefixtures("shifted")
def test_a_shifted_clock_is_refused_on_real_records(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_VERSION")
    refuse_shifted_clock(engine)  # nobody uses it yet
    with db.writing(engine) as session:
        make.staff(session)
    with pytest.raises(ClockShiftRefused, match="SESSION_DESK_CLOCK_SHIFT"):
        refuse_shifted_clock(engine)
    with db.writing(engine) as session:
        session.add(DeskFact(name="mode", value="demo"))
    refuse_shifted_clock(engine)


def test_a_clock_that_is_not_shifted_is_never_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_time = settings().model_copy(update={"clock_shift": timedelta(0)})
    monkeypatch.setattr("core.db.shifted_clock.settings", lambda: on_time)
    monkeypatch.delenv("PYTEST_VERSION")
    with db.writing(engine) as session:
        make.staff(session)
    refuse_shifted_clock(engine)


def test_a_day_is_noon_in_new_york() -> None:
    assert instant_of("2026-12-31") == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert instant_of("2026-12-31T23:00-05:00") == datetime(2027, 1, 1, 4, tzinfo=UTC)
    with pytest.raises(ValueError, match="no offset"):
        instant_of("2026-12-31T23:00")


def test_the_day_of_a_commit_is_an_edge_for_about_half_of_them() -> None:
    days = [day_of_commit(str(number)) for number in range(400)]
    assert 150 < sum(day in EDGES for day in days) < 250
    assert set(EDGES) < set(days)
    others = {date.fromisoformat(day) for day in days if day not in EDGES}
    assert {day.year for day in others} == {2026, 2027, 2028}
    assert days == [day_of_commit(str(number)) for number in range(400)]


def test_a_run_takes_place_on_the_day_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DESK_CLOCK_SHIFT", "PT0S")
    try:
        assert run_on("2024-05-06") == "2024-05-06T12:00:00-04:00"
        assert timedelta(0) <= clock.now() - datetime(2024, 5, 6, 16, tzinfo=UTC) < MOVED / 100
    finally:
        monkeypatch.undo()
        settings.cache_clear()
