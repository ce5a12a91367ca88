"""What is wrong with a line or a whole file, in words that never repeat a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class RejectReason:
    """One thing that is wrong: on which line (of a file from 1, the header), in which column."""

    line: int | None
    field: str | None
    reason: str


class UnreadableFile(Exception):
    """The file as a whole cannot be read; nothing of it was taken."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.fault = RejectReason(line, None, reason)
        super().__init__(reason)


def reject_reasons_of(line: int, problem: ValidationError) -> tuple[RejectReason, ...]:
    """Every fault of a row, by the header's names."""
    errors = problem.errors(include_url=False, include_input=False)
    return tuple(
        RejectReason(line, str(error["loc"][0]), _reason(error["type"], error.get("ctx", {})))
        for error in errors
    )


def _reason(kind: str, context: Mapping[str, Any]) -> str:
    return REASONS.get(kind, "Not in the documented form.").format_map(context)


REASONS = {
    "cell": "{reason}",
    "missing": "The cell is empty, and this is needed.",
    "enum": "Not one of the words {expected}.",
    "string_too_long": "Longer than {max_length} characters.",
    "greater_than_equal": "Less than {ge}.",
    "less_than_equal": "More than {le}.",
}
