"""The base of the typed rows: one class for each file, one object for each line of it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

import pydantic
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo

from core.exchange.cell_types import Ref, wrong
from core.exchange.reject_reasons import RejectReason, reject_reasons_of
from core.models.base import ImportedRow
from core.rules.cells import as_cell


class ExtractRow(BaseModel):
    """A row of an extract. Its fields bear the names of the table's columns; the header's name is
    the alias where it differs. A field that names another record holds that record's `ref`."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)

    file: ClassVar[str]
    table: ClassVar[type[ImportedRow]]
    search_keys: ClassVar[tuple[str, ...]] = ()
    ref: Ref

    @classmethod
    def searched_by(cls, values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG003
        """The columns of `search_keys`, which follow from `values` as they will be stored."""
        return {}

    @classmethod
    def columns(cls) -> dict[str, str]:
        """The header: each documented column, and the field that holds it."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}

    def cells(self) -> list[str]:
        """The row as a line of its file, in the order of `columns`; an import reads it back."""
        return [as_cell(getattr(self, name)) for name in type(self).model_fields]

    @classmethod
    def from_line(cls, line: int, cells: Mapping[str, str]) -> "Self | tuple[RejectReason, ...]":
        """The row of a line's cells, by column and without outer blanks; or all that is wrong."""
        try:
            return cls.model_validate({name: cell for name, cell in cells.items() if cell})
        except ValidationError as problem:
            return reject_reasons_of(line, problem)


def key(column: str) -> Any:
    """The field of the platform's own id, which the header calls `column`."""
    return pydantic.Field(alias=column, description="the platform's own id of this record")


def needed(description: str, *, column: str | None = None) -> Any:
    """A field whose cell must not be empty."""
    return pydantic.Field(alias=column, description=description)


def may_lack(description: str, default: Any = None, *, column: str | None = None) -> Any:
    """A field whose cell may be empty, which means `default`: None says that it is not known."""
    return pydantic.Field(default, alias=column, description=description)


def not_before(start: str) -> Callable[[Any, ValidationInfo], Any]:
    """A validator for the last day of a span whose first day is the field `start`."""

    def check(value: Any, info: ValidationInfo) -> Any:
        first = info.data.get(start)
        if first is not None and value is not None and value < first:
            raise wrong(f"Lies before {start}.")
        return value

    return check
