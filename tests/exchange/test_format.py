"""The documented format, the row types and the tables say the same."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy import String

from core.exchange.files import EXTRACTS
from core.exchange.format import tables
from core.exchange.references import references, table_of
from core.exchange.row import ExtractRow
from core.models.base import ImportedRow
from core.rules.cells import as_cell
from tests.support.extracts import MINIMAL

DOCS = Path(__file__).parents[2] / "docs" / "extracts.md"
NOT_IN_EXTRACTS = {
    "id", "created_at", "updated_at", "version", "batch_id", "name_key", "email_key", "request_id",
    "exception_approved_by_id", "exception_approved_at", "date_of_service", "note_class",
    "note_due_at", "note_due_on", "confirm_last_on", "confirm_blocked_from", "edit_until_at",
    "charge_due_on", "car_entered_due_on",
}  # fmt: skip


def test_the_page_documents_exactly_the_columns_that_are_read() -> None:
    assert tables() in DOCS.read_text("utf-8"), "write the tables anew: see core/exchange/format.py"


def test_every_imported_table_has_its_extract() -> None:
    assert {kind.table for kind in EXTRACTS} == set(ImportedRow.__subclasses__())


def test_the_tests_folder_has_every_extract() -> None:
    assert set(MINIMAL) == {kind.file for kind in EXTRACTS}


@pytest.mark.parametrize("kind", EXTRACTS)
def test_an_extract_fills_every_column_that_is_not_our_own(kind: type[ExtractRow]) -> None:
    stored = set(table_of(kind).c.keys()) - NOT_IN_EXTRACTS
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
def test_a_row_written_as_cells_reads_as_the_same_row(kind: type[ExtractRow]) -> None:
    row = kind.read(2, MINIMAL[kind.file][0])
    assert isinstance(row, kind)
    cells = {column: as_cell(getattr(row, name)) for column, name in kind.columns().items()}
    assert kind.read(2, cells) == row
