"""The SELECT statements that are sent while a query runs, and the function that sends each."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

import core

HOME = Path(core.__file__).parent
BELOW = tuple(str(HOME / name) for name in ("access.py", "db"))


@dataclass(frozen=True)
class Statement:
    """`origin` is the function of the product that sends it, as file:name."""

    origin: str
    text: str


Sent = dict[Statement, Any]
"""The statements, each with the parameters of the first time."""


@contextmanager
def sending(engine: Engine) -> Iterator[Sent]:
    """Gathers the statements until the block ends."""
    sent: Sent = {}

    def keep(_connection: Any, _cursor: Any, text: str, given: Any, *_: Any) -> None:
        if text.startswith(("SELECT", "WITH", "(")):
            sent.setdefault(Statement(_origin(sys._getframe()), text), given)

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def _origin(frame: FrameType | None) -> str:
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(str(HOME)) and not path.startswith(BELOW):
            return f"{Path(path).relative_to(HOME)}:{frame.f_code.co_name}"
        frame = frame.f_back
    raise LookupError("sent by nothing in core")
