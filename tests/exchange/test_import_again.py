"""Importing again writes only new and changed records, even after an interruption."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import db
from core.exchange import file_import, importer
from core.exchange.file_import import FileProgress
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.exchange import ImportBatch
from core.vocabulary.care import NoteClass
from core.vocabulary.exchange import ImportStatus
from tests.exchange.conftest import Take, counts
from tests.support.dump import differences, dump
from tests.support.extracts import SESSION, Extracts

EDIT = {"version", "updated_at", "batch_id"}


class Stop(Exception):
    """Interrupts the import."""


def test_importing_twice_changes_nothing(engine: Engine, extracts: Extracts, take: Take) -> None:
    first = take()
    before = dump(engine)
    second = take()
    assert dump(engine) == before
    assert [(one.read, one.same) for one in second.files] == [
        (one.read, one.new) for one in first.files
    ]


def test_one_changed_row_changes_that_record_and_its_deadlines_only(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    before = dump(engine)
    times = {"actual_start": "2026-03-10T10:00:00", "actual_end": "2026-03-10T11:00:00"}
    extracts.set("sessions.csv", "S-1", **times)
    assert counts(take(), "sessions.csv") == (2, 0, 1, 1, 0)
    found = differences(before, dump(engine))
    audit = next(name for name in found if name.startswith("audit_entry"))
    assert found == {
        "care_session S-1": EDIT | {"actual_start_at", "actual_end_at", "note_due_at"},
        audit: {"whole"},
    }


def test_a_changed_client_changes_no_session(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    before = dump(engine)
    extracts.set("clients.csv", "C-1", last_name="Mérida")
    take()
    found = differences(before, dump(engine))
    assert found.pop("client C-1") == EDIT | {"last_name"}
    assert {name.split()[0] for name in found} == {"audit_entry", "client_name_word", "name_word"}


def test_a_changed_record_is_audited_with_its_changed_fields_only(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    extracts.set("clients.csv", "C-1", phone="212-555-0199", zone="America/Chicago")
    take()
    with db.looking(engine) as session:
        [entry] = session.scalars(
            select(AuditEntry).where(col(AuditEntry.action) == "client.imported_change")
        )
    assert json.loads(entry.before or "") == {"phone": "212-555-0100", "zone": None}
    assert json.loads(entry.after or "") == {"phone": "212-555-0199", "zone": "America/Chicago"}


def test_new_records_are_told_by_their_batch_and_not_audited(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    batch = take().batch_id
    with db.looking(engine) as session:
        assert session.scalars(select(col(CareSession.batch_id))).all() == [batch, batch]
        actions = session.scalars(select(col(AuditEntry.action))).all()
    assert set(actions) == {"policy.loaded", "data_issue.opened"}


def _due(engine: Engine) -> dict[str, tuple[NoteClass, object]]:
    with db.looking(engine) as session:
        rows = session.scalars(select(CareSession))
        return {row.ref: (row.note_class, row.note_due_at) for row in rows}


def test_a_coverage_change_moves_the_notes_of_that_clients_sessions_only(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    before = dump(engine)
    was = _due(engine)["S-1"][1]
    extracts.set("coverages.csv", "V-1", plan_id="N-2")
    take()
    found = differences(before, dump(engine))
    assert {name for name in found if not name.startswith(("audit_entry", "data_issue"))} == {
        "coverage V-1",
        "care_session S-1",
    }
    assert found["care_session S-1"] == {"note_class", "note_due_at", "note_due_on"}
    assert _due(engine)["S-1"] == (NoteClass.GOVERNMENT, was - timedelta(hours=24))


def test_a_coverage_that_moves_to_another_client_moves_the_notes_of_both(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("coverages.csv", "V-1", plan_id="N-2")
    take()
    extracts.set("coverages.csv", "V-1", client_id="C-2")
    take()
    found = {ref: kind for ref, (kind, _) in _due(engine).items()}
    assert found == {"S-1": NoteClass.STANDARD, "S-2": NoteClass.GOVERNMENT}


def test_a_new_line_of_a_plan_moves_the_notes_of_everyone_on_it(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    extracts.set("plans.csv", "N-1", line="medicare")
    take()
    assert {kind for kind, _ in _due(engine).values()} == {NoteClass.GOVERNMENT}


def test_a_new_session_has_its_deadlines_at_once(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    with db.looking(engine) as session:
        row = session.scalars(select(CareSession).where(col(CareSession.ref) == "S-1")).one()
    assert row.date_of_service.isoformat() == "2026-03-10"
    assert row.note_due_at is not None
    assert row.note_due_at - row.scheduled_end_at == timedelta(hours=72)


@pytest.fixture
def many(extracts: Extracts, monkeypatch: pytest.MonkeyPatch) -> Extracts:
    """Enough sessions for several small chunks."""
    monkeypatch.setattr(file_import, "CHUNK", 10)
    extracts.rows["sessions.csv"] = [
        {"session_id": f"S-{number}", **SESSION} for number in range(1, 36)
    ]
    extracts.write()
    return extracts


def _stop_in_sessions(progress: FileProgress) -> None:
    if progress.file == "sessions.csv" and progress.line > 15:
        raise Stop


def test_an_import_cut_short_and_run_again_ends_like_a_whole_one(
    engine: Engine, many: Extracts, take: Take
) -> None:
    with pytest.raises(Stop):
        take(_stop_in_sessions)
    second = take()
    assert counts(second, "sessions.csv") == (35, 15, 0, 20, 0)
    mended = _without_batch(dump(engine))
    third = take()
    assert all(one.same == one.read for one in third.files)
    assert _without_batch(dump(engine)) == mended
    assert len(mended["care_session"]) == 35
    assert all(row["note_due_at"] for row in mended["care_session"])
    assert len(mended["session_diagnosis"]) == 70


def _without_batch(tables: dict[str, list[dict[str, object]]]) -> dict[str, list[object]]:
    return {
        name: [{key: row[key] for key in row if key != "batch_id"} for row in rows]
        for name, rows in tables.items()
    }


def test_an_import_cut_short_stays_to_be_seen_as_unfinished(
    engine: Engine, many: Extracts, take: Take
) -> None:
    with pytest.raises(Stop):
        take(_stop_in_sessions)
    take()
    with db.looking(engine) as session:
        first, second = session.scalars(select(ImportBatch).order_by(col(ImportBatch.id)))
    assert (first.status, second.status) == (ImportStatus.FAILED, ImportStatus.FINISHED)
    assert "car_reports.csv" not in first.files


def test_a_running_import_is_on_record_from_its_first_file_on(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    seen = []

    def look(progress: FileProgress) -> None:
        with db.looking(engine) as session:
            seen.append(session.scalars(select(col(ImportBatch.status))).one())

    take(look)
    assert set(seen) == {ImportStatus.RUNNING}


def test_only_an_import_with_news_counts_rows_for_the_planner(
    engine: Engine, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take()
    sessions = {
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'care_session' LIMIT 1",
        "postgresql": "SELECT reltuples::bigint FROM pg_class WHERE oid = 'care_session'::regclass",
    }
    with engine.connect() as connection:
        counted = connection.exec_driver_sql(sessions[engine.dialect.name]).scalar_one()
    assert str(counted).split()[0] == "2"
    monkeypatch.setattr(importer, "refresh_statistics", lambda _: pytest.fail("nothing is new"))
    take()
