"""An import skips and reports an unreadable file, and imports the others."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from core import access, db
from core.errors import InvalidInput, NotPermitted
from core.exchange.importer import import_extracts
from core.exchange.people_rows import ClientRow
from core.models.exchange import ImportBatch
from core.models.people import License, PracticeLocation
from core.rules.import_counts import FileStatus
from core.vocabulary.people import Role
from tests.exchange.conftest import Take, counts, rejects
from tests.support.extracts import Extracts
from tests.support.make import NOW

FILE = "licenses.csv"


def _content(kind: str, text: str) -> bytes:
    return {
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without its mark": text.encode("utf-16-le"),
        "empty": b"",
        "blank": b"\n\n",
        "column missing": text.replace("number,", "").encode(),
        "column misspelt": text.replace("number,", "numbre,").encode(),
        "column too many": text.replace("status\r\n", "status,more\r\n").encode(),
        "no header": text.split("\n", 1)[1].encode(),
        "bars": text.replace(",", "|").encode(),
        "blank names": b",,,,\r\n" + text.encode(),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "line", "reason"),
    [
        ("UTF-16", "1", "UTF-16"),
        ("UTF-16 without its mark", "1", "UTF-16"),
        ("empty", "", "empty"),
        ("blank", "", "empty"),
        ("column missing", "1", "Missing: number."),
        ("column misspelt", "1", "Missing: number. Unknown: numbre."),
        ("column too many", "1", "Unknown: more."),
        ("no header", "1", "not a header"),
        ("bars", "1", "commas do not separate"),
        ("blank names", "", "empty"),
    ],
)
def test_an_unreadable_file_is_named_and_the_others_are_taken(
    engine: Engine, extracts: Extracts, take: Take, kind: str, line: str, reason: str
) -> None:
    extracts.write_bytes(FILE, _content(kind, extracts.text(FILE)))
    summary = take()
    [(file, at, field, told)] = rejects(summary)
    assert (file, at, field) == (FILE, line, "")
    assert reason in told
    with db.looking(engine) as session:
        assert session.scalars(select(License)).all() == []
        assert session.scalars(select(PracticeLocation)).one().ref == "W-1"


def test_a_file_cut_within_a_letter_loses_that_line_only(extracts: Extracts, take: Take) -> None:
    extracts.write_bytes(FILE, extracts.text(FILE).encode() + "é".encode()[:1])
    summary = take()
    [(file, line, _, told)] = rejects(summary)
    assert (file, line, "not UTF-8" in told) == (FILE, "3", True)
    assert counts(summary, FILE) == (2, 1, 0, 0, 1)


def test_a_folder_in_a_files_place_is_named(extracts: Extracts, take: Take) -> None:
    (extracts.folder / FILE).unlink()
    (extracts.folder / FILE).mkdir()
    assert rejects(take()) == [(FILE, "", "", "The file cannot be opened. Check its permissions.")]


def test_a_missing_file_is_named_and_is_no_fault(extracts: Extracts, take: Take) -> None:
    (extracts.folder / FILE).unlink()
    summary = take()
    missing = [one.file for one in summary.files if one.status == FileStatus.MISSING]
    assert (missing, summary.is_whole) == ([FILE], True)


def test_a_folder_without_extracts_is_refused_before_any_write(
    engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match="contains no extract"):
        import_extracts(engine, access.operator("tests"), NOW, tmp_path)
    with db.looking(engine) as session:
        assert session.scalars(select(ImportBatch)).all() == []


def test_a_folder_that_is_not_there_is_named(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nowhere does not exist"):
        import_extracts(engine, access.operator("tests"), NOW, tmp_path / "nowhere")


def test_a_file_that_nobody_knows_is_named_and_left_alone(extracts: Extracts, take: Take) -> None:
    (extracts.folder / "invoices.csv").write_text("a,b\n1,2\n")
    summary = take()
    assert (summary.unknown_files, summary.is_whole) == (("invoices.csv",), True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_but_an_admin_imports(extracts: Extracts, engine: Engine, role: Role) -> None:
    with pytest.raises(NotPermitted):
        import_extracts(engine, access.Actor("someone", role), NOW, extracts.folder)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
def test_lines_may_end_as_on_any_system(extracts: Extracts, take: Take, ending: str) -> None:
    extracts.rows["clients.csv"][1]["last_name"] = ""
    extracts.write_file(ClientRow, lineterminator=ending)
    summary = take()
    assert counts(summary, "clients.csv") == (2, 1, 0, 0, 1)
    assert rejects(summary)[0][:3] == ("clients.csv", "3", "last_name")


def test_a_byte_order_mark_is_passed_over(extracts: Extracts, take: Take) -> None:
    extracts.write_bytes(FILE, b"\xef\xbb\xbf" + extracts.text(FILE).encode())
    assert take().is_whole


def test_columns_may_come_in_any_order(extracts: Extracts, take: Take) -> None:
    rows = list(csv.reader(extracts.text(FILE).splitlines()))
    turned = "\n".join(",".join(reversed(row)) for row in rows)
    extracts.write_bytes(FILE, turned.encode())
    assert counts(take(), FILE) == (1, 1, 0, 0, 0)


def test_a_row_with_another_number_of_cells_is_left_out(extracts: Extracts, take: Take) -> None:
    extracts.write_bytes(FILE, extracts.text(FILE).encode() + b"L-2,P-1,NY\n")
    summary = take()
    assert rejects(summary) == [(FILE, "3", "", "This line has 3 cells, and the header has 8.")]
    assert counts(summary, FILE) == (2, 1, 0, 0, 1)


def test_a_quote_that_never_ends_is_named_and_the_rows_before_it_are_taken(
    extracts: Extracts, take: Take
) -> None:
    extracts.write_bytes(FILE, extracts.text(FILE).encode() + b'L-2,P-1,NY,"7\n')
    summary = take()
    assert rejects(summary)[0][:2] == (FILE, "3")
    assert counts(summary, FILE) == (2, 1, 0, 0, 1)


def test_blank_lines_are_passed_over(extracts: Extracts, take: Take) -> None:
    extracts.write_bytes(FILE, extracts.text(FILE).encode() + b"\r\n\r\n")
    assert counts(take(), FILE) == (1, 1, 0, 0, 0)


def test_a_header_without_rows_is_a_file_without_records(extracts: Extracts, take: Take) -> None:
    extracts.rows["car_reports.csv"] = []
    extracts.write()
    summary = take()
    assert (summary.is_whole, counts(summary, "car_reports.csv")) == (True, (0, 0, 0, 0, 0))


def test_providers_of_an_extract_without_phone_numbers_are_taken(
    engine: Engine, extracts: Extracts, take: Take
) -> None:
    extracts.set("providers.csv", "P-1", email="a@practice.example", phone="212-555-0100")
    path = extracts.folder / "providers.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    assert "phone" in header.split(",")
    header = ",".join(name for name in header.split(",") if name != "phone")
    lines = [
        line.replace("a@practice.example,212-555-0100", "a@practice.example") for line in lines
    ]
    path.write_text("\n".join([header, *lines]), "utf-8")
    summary = take()
    assert rejects(summary) == []
    assert next(one.new for one in summary.files if one.file == "providers.csv") == len(lines)
