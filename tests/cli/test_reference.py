"""`session-desk reference`: a release is loaded, and sessions of its days are checked by it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import db
from tests.cli.conftest import Command
from tests.support.icd import CODES, code_file, order_file
from tests.support.seeing import Seeing

START = datetime(2026, 11, 20, 15, tzinfo=UTC)
FILE = "icd10cm-codes-2027.txt"


@pytest.fixture
def ref(engine: Engine) -> str:
    """A session of Nov 20, 2026 with the diagnosis F43.82."""
    with db.writing(engine) as work:
        see = Seeing.of(
            work,
            scheduled_start_at=START,
            scheduled_end_at=START + timedelta(minutes=45),
            actual_start_at=None,
            actual_end_at=None,
            date_of_service=START.date(),
        )
        see.diagnosis.code = "F43.82"
        return see.session.ref


def remarks(command: Command, ref: str) -> dict[str, str]:
    done = command("explain", "session", ref, "--at", "2026-11-20T18:00:00Z", "--json")
    confirm = json.loads(done.stdout)["confirm"]
    return {one["code"]: one["text"] for one in (*confirm["reasons"], *confirm["remarks"])}


def test_after_the_list_a_code_is_not_checked_until_the_next_release(
    command: Command, ref: str, tmp_path: Path
) -> None:
    assert remarks(command, ref)["diagnosis_unchecked"] == (
        "Diagnosis F43.82 is not checked: the list ends Sep 30, 2026."
    )
    done = command("reference", "load", str(code_file(tmp_path / FILE, CODES | {"F43.82"})))
    assert (done.exit_code, done.stdout.splitlines()[0]) == (
        0,
        "October 2026: 3,518 billable codes, in force Oct 1, 2026 – Sep 30, 2027.",
    )
    assert not {"diagnosis_unchecked", "diagnosis_not_billable"} & remarks(command, ref).keys()


def test_a_code_that_the_next_release_lacks_is_stopped(
    command: Command, ref: str, tmp_path: Path
) -> None:
    command("reference", "load", str(code_file(tmp_path / FILE, CODES)))
    assert remarks(command, ref)["diagnosis_not_billable"] == (
        "F43.82 is not a billable diagnosis: the ICD-10-CM list of October 2026 does not have it."
    )


def test_loading_again_ends_well_and_changes_nothing(command: Command, tmp_path: Path) -> None:
    file = str(order_file(tmp_path / "icd10cm-order-2027.txt", CODES))
    assert command("reference", "load", file).exit_code == 0
    again = command("reference", "load", file)
    assert (again.exit_code, again.stdout) == (0, "The list of October 2026 is loaded already.\n")


def test_a_wrong_file_is_refused_in_one_sentence(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "icd10cm-order-2027.txt"
    path.write_text("code,title\n")
    done = command("reference", "load", str(path))
    assert (done.exit_code, done.stderr) == (
        2,
        "file: icd10cm-order-2027.txt is not an ICD-10-CM list of CMS: "
        "line 1 is not a code with its title.\n",
    )
    missing = command("reference", "load", str(tmp_path / "none.txt"))
    assert (missing.exit_code, "No such file" in missing.stderr) == (1, True)
    folder = command("reference", "load", str(tmp_path))
    assert (folder.exit_code, "Is a directory" in folder.stderr) == (1, True)


def test_a_file_without_a_year_needs_its_first_day(command: Command, tmp_path: Path) -> None:
    file = str(code_file(tmp_path / "codes.txt", CODES))
    done = command("reference", "load", file)
    assert (done.exit_code, "--from 2026-10-01" in done.stderr) == (2, True)
    done = command("reference", "load", file, "--from", "2026-10-01", "--release", "Fall")
    assert done.stdout.startswith("Fall: 3,517 billable codes, in force Oct 1, 2026")


def test_the_lists_are_shown_with_their_days(command: Command, tmp_path: Path) -> None:
    command("reference", "load", str(code_file(tmp_path / FILE, CODES)))
    done = command("reference", "list")
    assert done.stdout.splitlines()[0].startswith(
        "ICD-10-CM, October 2026\tOct 1, 2026 – Sep 30, 2027\t3,517\tOperator "
    )
    assert "Minutes of CPT codes\tAs of Nov 22, 2026" in done.stdout
