"""The demo's extracts with the whole scenario book come in once, and again change nothing."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import access
from core.demo.generate import write_extracts
from core.demo.period import Period
from core.exchange.importer import ImportSummary, import_extracts
from tests.conftest import NOW
from tests.demo.conftest import LAST_DAY
from tests.support.dump import differences, dump

pytestmark = pytest.mark.usefixtures("drawn_once")
OPERATOR = access.operator("tests")


def take_in(engine: Engine, folder: Path) -> ImportSummary:
    return import_extracts(engine, OPERATOR, NOW, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "extracts"
    write_extracts(path, Period(LAST_DAY), scale=0.02)
    return path


def test_a_second_import_changes_nothing_and_a_changed_row_only_what_hangs_on_it(
    engine: Engine, folder: Path
):
    assert take_in(engine, folder).is_whole
    before = dump(engine)
    take_in(engine, folder)
    assert differences(before, dump(engine)) == {}
    path = folder / "sessions.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    changed = next(row for row in rows if row["status"] == "confirmed" and row["actual_end"])
    ended = next(row for row in before["care_session"] if row["ref"] == changed["session_id"])
    changed["actual_end"] = f"{ended['actual_start_at'].date()}T23:59:00Z"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    take_in(engine, folder)
    found = differences(before, dump(engine))
    record = found.pop(f"care_session {changed['session_id']}")
    assert {"actual_end_at", "note_due_at", "version"} <= record
    assert all(key.startswith(("audit_entry", "data_issue")) for key in found)
