"""Rejected rows by cause: what to mend, what follows from it, and what was mended since."""

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from core import access, db
from core.cli import main as cli
from core.db.transaction import reading
from core.errors import InvalidInput
from core.exchange import importer, reject_log
from core.exchange.importer import ImportSummary
from core.models.exchange import ImportBatch
from core.queries.imports import ImportRecord, import_records
from core.settings import Settings
from core.vocabulary.exchange import ImportStatus
from tests.exchange.conftest import Take, counts, rejects
from tests.support.dump import imported
from tests.support.extracts import Extracts
from tests.support.make import NOW
from tests.support.messy import FAULTS, messy
from tests.support.sound import sound

Row = dict[str, str]
Command = Callable[..., Result]


UNREADABLE = {"licenses.csv", "practice_locations.csv"}


def listed(done: ImportSummary | ImportRecord) -> list[Row]:
    """The lines of the rejects file by column."""
    assert done.rejects_file is not None
    with Path(done.rejects_file).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def newest(engine: Engine) -> ImportRecord:
    with reading(engine, access.operator("tests"), NOW) as look:
        return import_records(look)[0]


@pytest.fixture
def command(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`session-desk import` on the database of the test."""
    monkeypatch.setattr("core.db.engine", lambda: engine)
    here = Settings(rejects_dir=tmp_path / "rejects")
    monkeypatch.setattr(importer, "settings", lambda: here)
    return lambda *words: CliRunner().invoke(cli.app, ["import", *map(str, words)])


@pytest.fixture(params=[1, 2])
def faults(request: pytest.FixtureRequest, extracts: Extracts) -> dict[tuple[str, str, str], str]:
    """An extract of 200 sessions with 24 faults, in other lines for each seed."""
    return messy(extracts.folder, random.Random(request.param))


def test_each_of_24_faults_is_a_cause_and_nothing_else_is(
    engine: Engine, extracts: Extracts, command: Command, faults: dict[tuple[str, str, str], str]
) -> None:
    done = command(extracts.folder)
    record = newest(engine)
    found = listed(record)
    causes = [(row["file"], row["line"], row["field"]) for row in found if row["kind"] == "cause"]
    assert len(FAULTS) == len(faults) == len(causes) == 24
    assert set(causes) == set(faults)
    following = [row for row in found if row["kind"] == "consequence"]
    assert len(following) > 100
    assert all(row["follows"] in faults.values() and row["reason"] for row in following)
    nameless = [row for row in found if not row["id"] and row["file"] not in UNREADABLE]
    assert ["belongs to the cell" in row["reason"] for row in nameless] == [True]
    waiting = sum(sum(one.waiting.values()) for one in record.first_rejects)
    assert 0 < waiting <= len(following)
    assert done.exit_code == 1
    assert all(one.reason in done.output for one in record.first_rejects)
    assert "4 more causes in the file" in done.output


def test_every_line_of_a_messy_extract_is_stored_or_listed(
    engine: Engine, extracts: Extracts, command: Command, faults: dict[tuple[str, str, str], str]
) -> None:
    said = command(extracts.folder).output
    record = newest(engine)
    lines = Counter[str]()
    for row in {(row["file"], row["line"]): row for row in listed(record)}.values():
        lines[row["file"]] += 1
    assert record.line_account is not None
    assert record.line_account in said
    for one in record.files:
        if one.file not in UNREADABLE and one.lines:
            text = (extracts.folder / one.file).read_bytes().decode("utf-8", "replace")
            told = one.header + one.stored + one.rejected + one.blank + one.continued
            assert told == one.lines == len(list(io.StringIO(text, newline=""))), one.file
            assert one.rejected == lines[one.file], one.file
    assert {file for file, *_ in faults} <= lines.keys()


def test_a_second_import_of_a_messy_extract_lists_the_same(
    engine: Engine, extracts: Extracts, command: Command, faults: dict[tuple[str, str, str], str]
) -> None:
    command(extracts.folder)
    first = listed(newest(engine))
    command(extracts.folder)
    assert listed(newest(engine)) == first
    assert len(first) > len(faults)


@pytest.mark.usefixtures("faults")
def test_after_mending_only_what_was_rejected_is_imported_again(
    engine: Engine, extracts: Extracts, take: Take, command: Command
) -> None:
    assert command(extracts.folder).exit_code == 1
    rejected = {one.file: one.rejected for one in newest(engine).files}
    assert command(extracts.folder, "--rejected", 1).exit_code == 1
    sound(extracts.folder)
    done = command(extracts.folder, "--rejected", 1)
    assert done.exit_code == 0, done.output
    again = {one.file: one for one in newest(engine).files}
    assert again["sessions.csv"].read == rejected["sessions.csv"]
    assert again["sessions.csv"].passed == 200 - again["sessions.csv"].read
    assert (again["licenses.csv"].new, "mos_cases.csv" in again) == (10, False)
    mended = imported(engine)
    assert len(mended["care_session"]) == 200
    assert all(one.same == one.read for one in take().files)
    assert imported(engine) == mended


def test_what_waits_for_a_provider_is_folded_under_it(
    engine: Engine, extracts: Extracts, command: Command
) -> None:
    sound(extracts.folder)
    text = extracts.text("providers.csv").replace(",123456008", ",123456998")
    extracts.write_bytes("providers.csv", text.encode())
    said = command(extracts.folder).output
    assert "providers.csv line 9 (P-8), npi: " in said
    [cause] = newest(engine).first_rejects
    assert (cause.line, cause.ref, cause.waiting["sessions.csv"]) == (9, "P-8", 20)
    assert "1 license, 1 practice location, 1 credential, 20 sessions, 20 session places" in said


def test_files_that_were_not_read_stand_on_top(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("providers.csv", "P-1", npi="1")
    extracts.write_bytes("clients.csv", extracts.text("clients.csv").encode("utf-16"))
    found = [(row["file"], row["kind"]) for row in listed(take())]
    assert found[:2] == [("clients.csv", "cause"), ("mos_cases.csv", "consequence")]
    assert [one.file for one in newest(engine).first_rejects] == ["clients.csv", "providers.csv"]


def test_rows_that_need_a_file_that_is_not_there_wait_for_it(
    extracts: Extracts, take: Take
) -> None:
    (extracts.folder / "plans.csv").unlink()
    top, *others = listed(take())
    assert (top["file"], top["line"], top["kind"]) == ("plans.csv", "", "cause")
    assert {(row["kind"], row["follows"]) for row in others} == {("consequence", "plans.csv")}
    assert top["waiting"].startswith("1 plan area, 1 credential, 1 virtual network")


def test_rows_with_one_unknown_record_are_one_cause(extracts: Extracts, take: Take) -> None:
    for ref in ("S-1", "S-2"):
        extracts.set("sessions.csv", ref, provider_id="P-404")
    first, *others = listed(take())
    assert (first["line"], first["id"], first["kind"]) == ("2", "S-1", "cause")
    assert {row["follows"] for row in others} == {"sessions.csv line 2 (S-1)"}


def test_a_list_that_is_too_long_says_how_many_are_left_out(
    extracts: Extracts, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reject_log, "MOST", 3)
    extracts.rows["payers.csv"] = [
        {"payer_id": f"Y-{number}", "name": "", "payer_class": "eap"} for number in range(3, 9)
    ]
    (extracts.folder / "plans.csv").unlink()
    extracts.rows.pop("plans.csv")
    extracts.write()
    summary = take()
    found = listed(summary)
    assert sum(row["kind"] == "cause" for row in found) == 3
    assert "more problem" in found[-1]["reason"]
    extracts.set("payers.csv", "Y-8", name="Last")
    again = take(rejected_by=summary.batch_id)
    assert counts(again, "payers.csv")[:2] == (6, 1), "all rows are read, since some are not listed"


def test_a_mended_row_is_found_although_its_id_was_the_fault(
    extracts: Extracts, take: Take
) -> None:
    extracts.rows["clients.csv"][1]["client_id"] = "C-1"
    extracts.write()
    first = take()
    extracts.rows["clients.csv"][1]["client_id"] = "C-2"
    extracts.write()
    assert take(rejected_by=first.batch_id).is_whole


def test_a_row_that_was_broken_while_mending_is_named(extracts: Extracts, take: Take) -> None:
    extracts.set("clients.csv", "C-2", last_name="")
    first = take()
    extracts.set("clients.csv", "C-2", last_name="Berg")
    extracts.set("clients.csv", "C-1", date_of_birth="soon")
    assert [reject[:3] for reject in rejects(take(rejected_by=first.batch_id))] == [
        ("clients.csv", "2", "date_of_birth")
    ]


def test_a_provider_added_for_rejected_rows_is_imported_with_them(
    engine: Engine, extracts: Extracts, command: Command
) -> None:
    for file, ref in (("sessions.csv", "S-1"), ("licenses.csv", "L-1")):
        extracts.set(file, ref, provider_id="P-NEW")
    assert command(extracts.folder).exit_code == 1
    assert command(extracts.folder, "--rejected", 1).exit_code == 1, "it is not there yet"
    for ref, npi in (("P-NEW", "1003000126"), ("P-ELSE", "1003000134")):
        extracts.add(
            "providers.csv",
            **extracts.row("providers.csv", "P-1") | {"provider_id": ref, "npi": npi},
        )
    done = command(extracts.folder, "--rejected", 2)
    assert done.exit_code == 0, done.output
    new = {one.file: one.new for one in newest(engine).files if one.new}
    assert (new["providers.csv"], new["licenses.csv"], new["sessions.csv"]) == (1, 1, 1)


def test_clients_added_for_a_rejected_one_are_imported_in_turn(
    extracts: Extracts, take: Take
) -> None:
    extracts.set("clients.csv", "C-2", merged_into_id="C-3")
    first = take()
    extracts.add("clients.csv", client_id="C-4", first_name="Ana", last_name="Berg")
    extracts.add(
        "clients.csv", client_id="C-3", first_name="Ana", last_name="Berg", merged_into_id="C-4"
    )
    again = take(rejected_by=first.batch_id)
    assert (again.is_whole, counts(again, "clients.csv")[:2]) == (True, (3, 3))


def test_an_import_that_rejected_nothing_is_not_run_again(
    engine: Engine, extracts: Extracts, command: Command
) -> None:
    assert command(extracts.folder).exit_code == 0
    done = command(extracts.folder, "--rejected", 1)
    assert (done.exit_code, done.output) == (0, "Import 1 rejected nothing.\n")
    assert newest(engine).id == 1


def test_a_file_with_rejected_rows_that_is_gone_is_not_mended(
    extracts: Extracts, take: Take
) -> None:
    extracts.set("payouts.csv", "Q-1", period="March")
    first = take()
    (extracts.folder / "payouts.csv").unlink()
    [(file, *_, reason)] = rejects(take(rejected_by=first.batch_id))
    assert (file, "not in the folder" in reason) == ("payouts.csv", True)


def test_a_rejected_record_that_left_the_extract_is_counted(extracts: Extracts, take: Take) -> None:
    extracts.set("payouts.csv", "Q-1", period="March")
    first = take()
    extracts.rows["payouts.csv"] = []
    extracts.write()
    again = take(rejected_by=first.batch_id)
    [payouts] = again.files
    assert (again.is_whole, payouts.gone) == (True, 1)


def test_an_import_that_is_unknown_or_unfinished_cannot_be_mended(
    engine: Engine, command: Command, extracts: Extracts
) -> None:
    assert "There is no import 7." in command(extracts.folder, "--rejected", 7).stderr
    with db.writing(engine) as work:
        work.add(ImportBatch(started_at=NOW, operator="t", source="t", status=ImportStatus.FAILED))
    done = command(extracts.folder, "--rejected", 1)
    assert (done.exit_code, "did not finish" in done.stderr) == (2, True)


def test_the_ids_of_rows_out_of_place_are_never_other_values(
    extracts: Extracts, take: Take
) -> None:
    text = extracts.text("clients.csv") + "1990-01-31,Ana\r\n555-0100,B\r\nBerg,C\r\nC-9,D\r\n"
    extracts.write_bytes("clients.csv", text.encode())
    assert [row["id"] for row in listed(take())] == ["", "", "", "C-9"]
    with pytest.raises(InvalidInput):
        take(rejected_by=99)
