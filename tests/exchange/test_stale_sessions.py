"""A changed plan or coverage: its sessions follow in pieces, and a cut leaves nothing behind."""

import random
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core import access, db
from core.exchange import stale_sessions
from core.exchange.file_import import FileProgress
from core.exchange.importer import import_extracts
from core.models.care import CareSession
from core.models.exchange import ImportBatch, StaleClient
from core.vocabulary.care import NoteClass
from tests.exchange.conftest import Take
from tests.proof.forking import forked, killed
from tests.support.dump import THE_IMPORT_ITSELF, dump
from tests.support.extracts import SESSION, Extracts
from tests.support.make import NOW

CLIENTS, EACH = 12, 4
UNALIKE = {"batch_id"}
"""What tells which of two runs wrote a row."""


@pytest.fixture
def many(extracts: Extracts, take: Take, monkeypatch: pytest.MonkeyPatch) -> Extracts:
    """Clients on one plan, with sessions."""
    monkeypatch.setattr(stale_sessions, "CLIENTS_AT_ONCE", 2)
    for number in range(10, 10 + CLIENTS):
        extracts.add(
            "clients.csv", client_id=f"C-{number}", first_name=f"Ann {number}", last_name="Example"
        )
        extracts.add(
            "coverages.csv",
            coverage_id=f"V-{number}",
            client_id=f"C-{number}",
            plan_id="N-1",
            member_id=f"M{number}",
            from_on="2025-01-01",
            verification_status="verified",
        )
        for day in range(EACH):
            on = date(2026, 3, 2) + timedelta(days=day)
            extracts.add(
                "sessions.csv",
                **SESSION
                | {
                    "session_id": f"S-{number}{day}",
                    "client_id": f"C-{number}",
                    "coverage_id": f"V-{number}",
                    "scheduled_start": f"{on}T15:00:00Z",
                    "scheduled_end": f"{on}T15:50:00Z",
                },
            )
    take()
    return extracts


def classes(engine: Engine) -> list[NoteClass]:
    """The note class of each session of the many."""
    of = col(CareSession.ref).like("S-____") | col(CareSession.ref).like("S-___")
    with db.looking(engine) as work:
        return list(work.scalars(select(CareSession.note_class).where(of)))


def state(engine: Engine) -> dict[str, list[dict[str, object]]]:
    return {
        table: [{name: row[name] for name in row.keys() - UNALIKE} for row in rows]
        for table, rows in dump(engine, THE_IMPORT_ITSELF).items()
    }


def newest(engine: Engine) -> ImportBatch:
    with db.looking(engine) as work:
        newest = select(ImportBatch).order_by(col(ImportBatch.id).desc()).limit(1)
        return work.scalars(newest).one()


def import_slowly(url: str, folder: Path, rejects: Path) -> None:
    """Runs in a process that is killed."""
    stale_sessions.CLIENTS_AT_ONCE = 2
    engine = db.make_engine(url)

    def pause(_: FileProgress) -> None:
        time.sleep(0.02)

    import_extracts(engine, access.operator("tests"), NOW, folder, pause, rejects_dir=rejects)


def test_a_changed_line_reaches_every_session_in_pieces(
    engine: Engine, many: Extracts, take: Take
) -> None:
    many.set("plans.csv", "N-1", line="medicare")
    take()
    assert set(classes(engine)) == {NoteClass.GOVERNMENT}
    batch = newest(engine)
    assert batch.sessions_to_recalculate == batch.sessions_recalculated >= CLIENTS * EACH
    with db.looking(engine) as work:
        assert work.query(StaleClient).count() == 0


def test_progress_counts_sessions(engine: Engine, many: Extracts, tmp_path: Path) -> None:
    many.set("plans.csv", "N-1", line="medicare")
    seen: list[FileProgress] = []
    import_extracts(
        engine, access.operator("tests"), NOW, many.folder, seen.append, rejects_dir=tmp_path
    )
    counts = [(one.line, one.lines) for one in seen if one.unit == "sessions recalculated"]
    total = counts[-1][1]
    assert counts == sorted(counts)
    assert len(counts) >= CLIENTS // 2
    assert counts[-1] == (total, total)


def test_a_changed_coverage_reaches_its_clients_sessions(
    engine: Engine, many: Extracts, take: Take
) -> None:
    many.set("coverages.csv", "V-10", plan_id="N-2")
    take()
    assert classes(engine).count(NoteClass.GOVERNMENT) == EACH
    assert newest(engine).sessions_recalculated == EACH


def test_a_first_import_recalculates_nothing(engine: Engine, many: Extracts) -> None:
    assert newest(engine).sessions_to_recalculate == 0


class Stop(Exception):
    """Ends the import."""


def test_cut_short_it_says_how_far_it_came_and_goes_on(
    engine: Engine, many: Extracts, take: Take, tmp_path: Path
) -> None:
    many.set("plans.csv", "N-1", line="medicare")

    def stop(at: FileProgress) -> None:
        if at.unit != "lines" and at.line >= 20:
            raise Stop

    with pytest.raises(Stop):
        import_extracts(
            engine, access.operator("tests"), NOW, many.folder, stop, rejects_dir=tmp_path
        )
    cut = newest(engine)
    assert 20 <= cut.sessions_recalculated < cut.sessions_to_recalculate
    assert set(classes(engine)) == {NoteClass.STANDARD, NoteClass.GOVERNMENT}
    take()
    assert set(classes(engine)) == {NoteClass.GOVERNMENT}
    rest = newest(engine)
    assert cut.sessions_recalculated + rest.sessions_recalculated == cut.sessions_to_recalculate


def test_killed_at_any_moment_a_second_run_ends_as_one_would(
    engine: Engine, many: Extracts, take: Take, tmp_path: Path
) -> None:
    """Back and forth between two lines: each time killed, then run again, then compared with the
    state that an undisturbed run left."""
    ends = {}
    for line in ("medicare", "commercial"):
        many.set("plans.csv", "N-1", line=line)
        take()
        ends[line] = classes(engine)
    chance = random.Random(19)
    url = engine.url.render_as_string(hide_password=False)
    was_cut = 0
    for line in ("medicare", "commercial", "medicare", "commercial"):
        many.set("plans.csv", "N-1", line=line)
        process = forked(import_slowly, url, many.folder, tmp_path)
        time.sleep(chance.uniform(0.3, 0.9))
        killed(process)
        was_cut += newest(engine).finished_at is None
        take()
        assert classes(engine) == ends[line]
        after = state(engine)
        assert after["stale_client"] == []
        take()
        assert state(engine) == after
    assert was_cut
