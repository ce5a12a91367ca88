"""The SQL statements that a test's engine is sent, with their parameters."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

Statement = tuple[str, str]


@contextmanager
def counted(engine: Engine) -> Iterator[list[Statement]]:
    """Gathers every statement until the block ends, in the order they are sent."""
    sent: list[Statement] = []

    def keep(_connection: Any, _cursor: Any, text: str, given: Any, *_: Any) -> None:
        sent.append((text, repr(given)))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def repeated(sent: list[Statement]) -> list[Statement]:
    """The statements that were sent more than once with the same parameters."""
    return [one for one, times in Counter(sent).items() if times > 1]
