"""The columns of docs/extracts.md, generated from the row classes.

`python -m core.exchange.extract_docs` rewrites them.
"""

from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args

from pydantic.fields import FieldInfo

from core.exchange.all_extracts import EXTRACTS
from core.exchange.extract_row import ExtractRow
from core.exchange.record_links import references, table_of
from core.rules.cells import as_cell
from core.settings import ROOT
from core.vocabulary.states import StateCode

PAGE = ROOT / "docs" / "extracts.md"
START = "## Columns"
TYPES: dict[type, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "date",
    datetime: "instant",
    tuple: "codes, separated by semicolons",
}


def documented(page: str) -> str:
    """The text of docs/extracts.md with a section for each file as its row class has it: columns,
    types, and what an empty cell means."""
    sections = [page[: page.index(START) + len(START)], *map(_section, EXTRACTS)]
    return "\n\n".join(sections) + "\n"


def _section(kind: type[ExtractRow]) -> str:
    rows = [_row(kind, column, name) for column, name in kind.columns().items()]
    head = ["| column | type | if empty | description |", "|---|---|---|---|"]
    return "\n".join([f"### {kind.file}", "", str(kind.__doc__), "", *head, *rows])


def _row(kind: type[ExtractRow], column: str, name: str) -> str:
    field = kind.model_fields[name]
    cells = (f"`{column}`", _holds(kind, name, field), _empty(field), field.description)
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _holds(kind: type[ExtractRow], name: str, field: FieldInfo) -> str:
    target = references(kind).get(name)
    if target is not None:
        return f"ID in {next(one.file for one in EXTRACTS if table_of(one) is target)}"
    plain = _plain(field.annotation)
    if plain is StateCode:
        return "two-letter state code"
    if issubclass(plain, StrEnum):
        return ", ".join(f"`{word.value}`" for word in plain)
    length = getattr(table_of(kind).c.get(name, None) if plain is str else None, "type", None)
    size = getattr(length, "length", None)
    lines = ", with line breaks" if field.json_schema_extra else ""
    return f"text, up to {size}{lines}" if size else TYPES[plain]


def _plain(annotation: Any) -> type:
    """The type inside `Annotated`, `| None` and generics."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation
    inner = [one for one in get_args(annotation) if one is not NoneType]
    return tuple if getattr(annotation, "__origin__", None) is tuple else _plain(inner[0])


def _empty(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is None:
        return "unknown"
    return f"`{as_cell(field.default)}`" if as_cell(field.default) else "none"


if __name__ == "__main__":
    PAGE.write_text(documented(PAGE.read_text("utf-8")), "utf-8")
