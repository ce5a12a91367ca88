"""Rows that belong to others, as facts: by their owner's id and in order, in one query."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

T = TypeVar("T")


def gathered(
    db: Session,
    owner: Any,
    columns: Sequence[Any],
    order: Any,
    ids: Collection[int],
    fact: Callable[..., T],
) -> defaultdict[int, tuple[T, ...]]:
    """What `fact` makes of `columns`, for each owner of `ids`; nothing for one without rows."""
    rows = db.execute(
        select(col(owner), *map(col, columns)).where(col(owner).in_(ids)).order_by(col(order))
    )
    found = defaultdict[int, tuple[T, ...]](tuple)
    for key, *values in rows:
        found[key] += (fact(*values),)
    return found
