"""Many rows written in small transactions, so that a person's click between two of them waits for
one of them at most."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine

from core.access import Actor
from core.db import yielding
from core.db.transaction import WriteContext, transaction

K = TypeVar("K")
T = TypeVar("T")


def write_in_pieces(
    engine: Engine,
    actor: Actor,
    now: datetime,
    write: Callable[[WriteContext, Sequence[K]], T],
    keys: Sequence[K],
    size: int,
) -> Iterator[T]:
    """What `write` returns for each `size` of `keys`, every piece in a transaction of its own. The
    keys were read before, so `write` looks again at what it changes."""
    for start in range(0, len(keys), size):
        with yielding(engine), transaction(engine, actor, now) as context:
            written = write(context, keys[start : start + size])
        yield written
