"""Why a line or a file is rejected, without repeating a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class RejectReason:
    """One problem: its line, where the header is 1, its column, what to do about it, and the
    platform's ID of the record. It `waits_for` the record of a file that the column refers to, or
    `follows` if it is only due to the first problem of its row."""

    line: int | None
    field: str | None
    reason: str
    ref: str | None = None
    waits_for: tuple[str, str] | None = None
    follows: bool = False


class UnreadableFile(Exception):
    """The file cannot be read; nothing of it was imported."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.fault = RejectReason(line, None, reason)
        super().__init__(reason)


def reject_reasons_of(line: int, problem: ValidationError) -> tuple[RejectReason, ...]:
    """All problems of a row, by column of the header."""
    errors = problem.errors(include_url=False, include_input=False)
    return tuple(
        RejectReason(line, str(error["loc"][0]), _reason(error["type"], error.get("ctx", {})))
        for error in errors
    )


FEW = 7
"""Values that a message lists at most."""
UNEXPECTED = "This does not match the documented format. See docs/extracts.md."


def _reason(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "enum" and len(allowed := context["expected"].split(", ")) > FEW:
        return (
            f"This value is not allowed. Use one that docs/extracts.md lists, such as {allowed[0]}."
        )
    return REASONS.get(kind, UNEXPECTED).format_map(context)


REASONS = {
    "cell": "{reason}",
    "missing": "This cell is empty. It needs a value.",
    "enum": "This value is not allowed. Use {expected}.",
    "string_too_long": "This is longer than {max_length} characters. Shorten it.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
}
