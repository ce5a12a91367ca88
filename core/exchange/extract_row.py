"""The base of the row classes: one class per extract, one object per line."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

import pydantic
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from core.exchange.cell_damage import damage_problem, may_be_damaged
from core.exchange.cell_signs import sign_problem
from core.exchange.cell_types import Ref, wrong
from core.exchange.reject_reasons import RejectReason, reject_reasons_of
from core.models.base import ImportedRow
from core.rules.cells import as_cell


class ExtractRow(BaseModel):
    """A row of an extract. Fields are named as the columns of the table; if the header has another
    name, it is the alias. A reference to another record is the `ref` of that record. A text is as
    long as its column at most, and a span does not end before it starts."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)

    file: ClassVar[str]
    table: ClassVar[type[ImportedRow]]
    search_keys: ClassVar[tuple[str, ...]] = ()
    kept: ClassVar[tuple[str, ...]] = ()
    """Columns that no extract has, which remember what earlier extracts said."""
    added: ClassVar[frozenset[str]] = frozenset()
    """Columns that a header may lack, since extracts were written before there were these."""
    words: ClassVar[frozenset[str]] = frozenset({"sex", "mode", "country"})
    """Fields where a word such as none, unknown or NA is a value."""
    names: ClassVar[frozenset[str]] = frozenset({"first_name", "last_name", "preferred_name"})
    ref: Ref

    def __init_subclass__(cls) -> None:
        columns: Any = cls.table.metadata.tables[str(cls.table.__tablename__)].c
        for name, kind in cls.__annotations__.items():
            if kind in (str, str | None):
                text = Annotated[str, pydantic.Field(max_length=columns[name].type.length)]
                cls.__annotations__[name] = text if kind is str else text | None

    @field_validator("to_on", "mos_enrolled_to", check_fields=False)
    @classmethod
    def _not_before_start(cls, value: Any, info: ValidationInfo) -> Any:
        start = str(info.field_name).replace("to", "from")
        first = info.data.get(start)
        if first is not None and value is not None and value < first:
            raise wrong(f"This is before {start}.")
        return value

    @classmethod
    def searched_by(cls, values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """The columns in `search_keys`, derived from the stored `values`."""
        return {}

    @classmethod
    def remembered(cls, values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """What stays of the stored record `before` where an extract has `values`."""
        return {}

    @classmethod
    def columns(cls) -> dict[str, str]:
        """The columns of the header, each with its field."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}

    @classmethod
    @cache
    def key_column(cls) -> str:
        """The column with the platform's ID."""
        return str(cls.model_fields["ref"].alias)

    @classmethod
    @cache
    def free_text(cls) -> frozenset[str]:
        """The columns that may have line breaks."""
        fields = cls.model_fields.items()
        return frozenset(field.alias or name for name, field in fields if field.json_schema_extra)

    def cells(self) -> list[str]:
        """The row as a line of its extract, in the order of `columns`."""
        return [as_cell(getattr(self, name)) for name in type(self).model_fields]

    @classmethod
    def from_line(cls, line: int, cells: Mapping[str, str]) -> "Self | tuple[RejectReason, ...]":
        """The row of stripped cells by column, or every reason to reject it; a damaged cell has
        one."""
        damaged = cls._damaged(line, cells) if may_be_damaged(cells.values()) else {}
        sound = {name: cell for name, cell in cells.items() if cell and name not in damaged}
        try:
            row = cls.model_validate(sound)
        except ValidationError as problem:
            others = reject_reasons_of(line, problem)
            return (*damaged.values(), *(one for one in others if one.field not in damaged))
        return tuple(damaged.values()) or row

    @classmethod
    def _damaged(cls, line: int, cells: Mapping[str, str]) -> dict[str, RejectReason]:
        """Why no column can have a cell, by column."""
        found = {
            name: sign_problem(cell, is_free=name in cls.free_text())
            or damage_problem(cell, has_words=name in cls.words, is_name=name in cls.names)
            for name, cell in cells.items()
            if cell
        }
        return {name: RejectReason(line, name, why) for name, why in found.items() if why}


def write_extract(folder: Path, kind: type[ExtractRow], rows: Iterable[ExtractRow]) -> Path:
    """The extract of `kind` in `folder` (docs/extracts.md): its header and a line for each row."""
    path = folder / kind.file
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(kind.columns())
        writer.writerows(row.cells() for row in rows)
    return path


def key(column: str) -> Any:
    """The field for the platform's ID, in the header `column`."""
    return pydantic.Field(alias=column, description="the platform's ID of this record")


def needed(description: str, *, column: str | None = None) -> Any:
    """A required field."""
    return pydantic.Field(alias=column, description=description)


def free_text(description: str) -> Any:
    """An optional field with text that may have line breaks."""
    return pydantic.Field(None, description=description, json_schema_extra={"lines": "several"})


def may_lack(description: str, default: Any = None, *, column: str | None = None) -> Any:
    """An optional field; an empty cell means `default`, where None is unknown."""
    return pydantic.Field(default, alias=column, description=description)
