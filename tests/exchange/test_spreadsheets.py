"""What spreadsheets and pandas do to a sound file is taken; what they damage is rejected."""

import csv
from pathlib import Path
from typing import Any

import pytest

from core.exchange.all_extracts import EXTRACTS
from tests.exchange.conftest import Take, counts, rejects
from tests.support.extracts import Extracts

FILE = "clients.csv"


@pytest.mark.parametrize("separator", [";", "\t"], ids=["semicolons", "tabs"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["plain", "quoted"])
def test_semicolons_or_tabs_may_separate_the_cells_of_a_file(
    extracts: Extracts, take: Take, separator: str, quoting: Any
) -> None:
    for kind in EXTRACTS:
        extracts.write_file(kind, delimiter=separator, quoting=quoting)
    summary = take()
    assert rejects(summary) == []
    assert counts(summary, FILE) == (2, 2, 0, 0, 0)
    assert counts(summary, "sessions.csv") == (2, 2, 0, 0, 0)


def test_a_line_with_another_separator_is_rejected(extracts: Extracts, take: Take) -> None:
    lines = extracts.text(FILE).splitlines()
    extracts.write_bytes(FILE, "\n".join([lines[0].replace(",", ";"), *lines[1:]]).encode())
    summary = take()
    assert counts(summary, FILE) == (2, 0, 0, 0, 2)
    assert rejects(summary)[0] == (FILE, "2", "", "This line has 1 cell, and the header has 12.")


@pytest.mark.parametrize("change", [str.upper, str.title, lambda name: f" {name} "])
def test_a_header_may_have_capitals_and_blanks(extracts: Extracts, take: Take, change: Any) -> None:
    header, *rows = extracts.text(FILE).splitlines()
    header = ",".join(map(change, header.split(",")))
    extracts.write_bytes(FILE, "\n".join([header, *rows]).encode())
    assert counts(take(), FILE) == (2, 2, 0, 0, 0)


def test_a_value_in_a_column_without_a_name_is_rejected(extracts: Extracts, take: Take) -> None:
    first, one, other = extracts.text(FILE).splitlines()
    extracts.write_bytes(FILE, "\n".join([first + ",", one + ",", other + ",lost"]).encode())
    summary = take()
    assert counts(summary, FILE) == (2, 1, 0, 0, 1)
    assert rejects(summary)[0][:2] == (FILE, "3")


@pytest.mark.parametrize("name", ["clients.CSV", "CLIENTS.CSV", "Clients.csv"])
def test_the_name_of_a_file_may_have_capitals(extracts: Extracts, take: Take, name: str) -> None:
    (extracts.folder / FILE).rename(extracts.folder / name)
    summary = take()
    assert counts(summary, FILE) == (2, 2, 0, 0, 0)
    assert summary.unknown_files == ()


def test_of_two_files_of_one_name_the_exact_one_is_read(extracts: Extracts, take: Take) -> None:
    (extracts.folder / "CLIENTS.CSV").write_bytes(b"client_id\n")
    summary = take()
    assert counts(summary, FILE) == (2, 2, 0, 0, 0)
    assert summary.unknown_files == ("CLIENTS.CSV",)


def test_a_folder_may_have_names_in_capitals_only(tmp_path: Path, take: Take) -> None:
    for one in list((tmp_path / "extracts").iterdir()):
        one.rename(one.with_name(one.name.upper()))
    assert take().is_whole
