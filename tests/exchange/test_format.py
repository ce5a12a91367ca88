"""The docs, the row classes and the database agree on the columns of extracts."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy import String

from core.exchange.all_extracts import EXTRACTS
from core.exchange.extract_docs import PAGE, documented
from core.exchange.extract_reader import read_lines
from core.exchange.extract_row import ExtractRow, write_extract
from core.exchange.record_links import references, table_of
from core.models.base import ImportedRow
from tests.support.extracts import MINIMAL

NOT_IN_EXTRACTS = {
    "id", "created_at", "updated_at", "version", "batch_id", "email_key", "request_id",
    "exception_approved_by_id", "exception_approved_at", "disputed_confirmed_at",
    "exception_approved_for", "exception_declined_at", "exception_ended_at", "exception_ended_by",
}  # fmt: skip


def test_the_docs_list_exactly_the_columns_that_an_import_reads() -> None:
    page = PAGE.read_text("utf-8")
    assert page == documented(page), "run `python -m core.exchange.extract_docs`"


def test_every_imported_table_has_its_extract() -> None:
    assert {kind.table for kind in EXTRACTS} == set(ImportedRow.__subclasses__())


def test_the_tests_folder_has_every_extract() -> None:
    assert set(MINIMAL) == {kind.file for kind in EXTRACTS}


@pytest.mark.parametrize("kind", EXTRACTS)
def test_an_extract_fills_every_column_that_is_not_our_own(kind: type[ExtractRow]) -> None:
    stored = set(table_of(kind).c.keys()) - NOT_IN_EXTRACTS - kind.table.UNCOUNTED
    assert set(kind.model_fields) - {"diagnoses"} == stored


@pytest.mark.parametrize("kind", EXTRACTS)
def test_a_file_refers_only_to_itself_and_to_files_before_it(kind: type[ExtractRow]) -> None:
    before = {table_of(one).name for one in EXTRACTS[: EXTRACTS.index(kind) + 1]}
    assert {table.name for table in references(kind).values()} <= before


def _longest(kind: type[ExtractRow], name: str) -> int | None:
    schema = TypeAdapter(kind).json_schema(by_alias=False)["properties"][name]
    choices = schema.get("anyOf", [schema])
    return next((one["maxLength"] for one in choices if "maxLength" in one), None)


@pytest.mark.parametrize("kind", EXTRACTS)
def test_no_text_is_longer_than_its_column(kind: type[ExtractRow]) -> None:
    own_check = {"npi", "state_code", "country", "period"}
    for name in kind.model_fields:
        column = table_of(kind).c.get(name)
        if column is not None and type(column.type) is String and name not in own_check:
            assert _longest(kind, name) == column.type.length, f"{kind.file} {name}"


@pytest.mark.parametrize("kind", EXTRACTS)
def test_a_row_is_written_as_it_is_read(kind: type[ExtractRow], tmp_path: Path) -> None:
    rows = [kind.from_line(2, cells) for cells in MINIMAL[kind.file]]
    [*read] = read_lines(write_extract(tmp_path, kind, rows), kind)
    assert [line.row for line in read] == rows


@pytest.mark.parametrize("kind", EXTRACTS)
def test_a_row_can_be_made_from_values(kind: type[ExtractRow]) -> None:
    row = kind.from_line(2, MINIMAL[kind.file][0])
    assert kind(**dict(row)) == row
