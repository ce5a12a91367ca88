"""An import leaves a record with its counts and first rejects."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from core.access import Actor, operator
from core.cli import main as cli
from core.db.transaction import reading
from core.errors import NotPermitted
from core.exchange import importer
from core.queries.imports import ImportRecord, import_records
from core.settings import Settings
from core.vocabulary.exchange import ImportStatus
from core.vocabulary.people import Role
from tests.exchange.conftest import Take, rejects
from tests.support.extracts import Extracts
from tests.support.make import NOW


def _records(engine: Engine) -> tuple[ImportRecord, ...]:
    with reading(engine, operator("tests"), NOW) as look:
        return import_records(look)


def test_the_record_counts_every_row_once(engine: Engine, extracts: Extracts, take: Take) -> None:
    extracts.set("plans.csv", "N-2", line="other")
    extracts.set("payers.csv", "Y-1", name="")
    take()
    [record] = _records(engine)
    assert record.status == ImportStatus.FINISHED
    assert record.read == record.new + record.changed + record.same + record.rejected
    assert record.read == sum(one.read for one in record.files)


def test_the_newest_import_comes_first_with_its_files_and_rejects(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    take()
    extracts.set("clients.csv", "C-2", date_of_birth="31.1.1990")
    (extracts.folder / "notes.csv").unlink()
    summary = take()
    newest, first = _records(engine)
    assert (newest.id, newest.rejects_file) == (summary.batch_id, str(summary.rejects_file))
    assert [(one.file, one.line, one.field) for one in newest.first_rejects] == [
        ("clients.csv", 3, "date_of_birth"),
    ]
    assert {one.file for one in newest.files if one.status == "missing"} == {"notes.csv"}
    assert (first.first_rejects, first.rejects_file) == ((), None)


def test_only_an_admin_sees_the_imports(engine: Engine) -> None:
    with reading(engine, Actor("lead", Role.LEAD), NOW) as look, pytest.raises(NotPermitted):
        import_records(look)


def test_of_very_many_rejects_the_file_has_all_and_the_record_the_first(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.rows["payers.csv"] = [
        {"payer_id": f"Y-{number}", "name": "", "payer_class": "eap"} for number in range(1, 1501)
    ]
    extracts.write()
    summary = take()
    assert len([one for one in rejects(summary) if one[0] == "payers.csv"]) == 1500
    [record] = _records(engine)
    assert [one.line for one in record.first_rejects] == list(range(2, 22))
    assert record.rejected >= 1500


def test_without_rejects_there_is_no_file(extracts: Extracts, take: Take, tmp_path: Path) -> None:
    assert take().rejects_file is None
    assert not (tmp_path / "rejects").exists()


def test_the_file_of_rejects_is_utf_8_as_excel_reads_it(extracts: Extracts, take: Take) -> None:
    extracts.set("clients.csv", "C-2", last_name="")
    path = take().rejects_file
    assert path is not None
    assert path.read_bytes().startswith(b"\xef\xbb\xbffile,line,field,")


@pytest.fixture
def command(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], Result]:
    """`session-desk import` on the database of the test."""
    monkeypatch.setattr("core.db.engine", lambda: engine)
    here = Settings(rejects_dir=tmp_path / "rejects")
    monkeypatch.setattr(importer, "settings", lambda: here)
    return lambda folder: CliRunner().invoke(cli.app, ["import", str(folder)])


def test_the_command_ends_with_0_when_every_row_was_taken(
    command: Callable[[Path], Result], extracts: Extracts
) -> None:
    done = command(extracts.folder)
    assert done.exit_code == 0
    assert "providers.csv" in done.output


def test_the_command_ends_with_1_and_says_where_the_rejects_are(
    command: Callable[[Path], Result], extracts: Extracts, tmp_path: Path
) -> None:
    extracts.set("clients.csv", "C-2", last_name="")
    done = command(extracts.folder)
    assert done.exit_code == 1
    assert str(tmp_path / "rejects" / "import-1-rejects.csv") in done.output
    assert "clients.csv line 3 (C-2), last_name: " in done.output


def test_the_command_ends_with_2_for_a_folder_without_extracts(
    command: Callable[[Path], Result], tmp_path: Path
) -> None:
    done = command(tmp_path)
    assert done.exit_code == 2
    assert "contains no extract" in done.stderr


def test_the_command_says_how_many_findings_are_open(
    command: Callable[[Path], Result], extracts: Extracts
) -> None:
    extracts.set("sessions.csv", "S-1", actual_start="2026-03-10T10:00:00")
    assert "Open data issues: 3." in command(extracts.folder).output
    extracts.set("sessions.csv", "S-1", actual_start="")
    assert "Open data issues: 2." in command(extracts.folder).output


@pytest.mark.parametrize("name", ["data-issues", "findings"])
def test_checking_for_data_issues_is_a_command(
    name: str, engine: Engine, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take()
    monkeypatch.setattr("core.db.engine", lambda: engine)
    done = CliRunner().invoke(cli.app, [name])
    assert (done.exit_code, done.output) == (0, "Data issues: 0 new, 0 resolved, 2 open.\n")
