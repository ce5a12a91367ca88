"""Rows that belong to a session, a client or a provider, as facts: many kinds in one statement."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Executable, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Kind(Generic[T]):
    """One kind of row: the column that names its owner, the columns that `fact` is made of, the
    columns it is ordered by, and where it is selected from when one table is not enough."""

    owner: Any
    columns: tuple[Any, ...]
    fact: Callable[..., T]
    order: tuple[Any, ...]
    source: Callable[[Any], Any] = lambda statement: statement


class Gathered:
    """What was found: for each kind, the facts of each owner in order; none for an unknown one."""

    def __init__(self, kinds: Sequence[Kind[Any]]) -> None:
        self._found: dict[Kind[Any], defaultdict[int, tuple[Any, ...]]] = {
            kind: defaultdict(tuple) for kind in kinds
        }

    def __getitem__(self, kind: Kind[T]) -> defaultdict[int, tuple[T, ...]]:
        return self._found[kind]


def gather(db: Session, *groups: tuple[Collection[int], Sequence[Kind[Any]]]) -> Gathered:
    """The rows of these kinds that belong to these owners, in one statement for all of them."""
    asked = [(sorted(ids), tuple(kinds)) for ids, kinds in groups if ids]
    found = Gathered([kind for _, kinds in groups for kind in kinds])
    if not asked:
        return found
    statement, slots = _statement(tuple(kinds for _, kinds in asked))
    given = {f"owners_{place}": ids for place, (ids, _) in enumerate(asked)}
    rows: defaultdict[Kind[Any], list[Any]] = defaultdict(list)
    kinds = [kind for _, some in asked for kind in some]
    for row in db.execute(statement, given):
        rows[kinds[row[0]]].append(row)
    for place, kind in enumerate(kinds):
        of_kind, width = slots[place], len(kind.columns)
        own, order = of_kind[:width], of_kind[width:]
        facts: defaultdict[int, list[Any]] = defaultdict(list)
        for row in sorted(rows[kind], key=lambda row: [row[slot] for slot in order]):
            facts[row[1]].append(kind.fact(*(row[slot] for slot in own)))
        found[kind].update((owner, tuple(some)) for owner, some in facts.items())
    return found


@cache
def _statement(
    groups: tuple[tuple[Kind[Any], ...], ...],
) -> tuple[Executable, list[list[int]]]:
    """One SELECT for each kind, put together; and for each kind where its columns, and then those
    of its order, are in a row. Columns of one type share a place."""
    kinds = [(group, kind) for group, some in enumerate(groups) for kind in some]
    types: list[Any] = []
    slots: list[list[int]] = []
    for _, kind in kinds:
        taken: list[int] = []
        for column in (*kind.columns, *kind.order):
            taken.append(_slot(types, column.type, taken))
        slots.append([slot + 2 for slot in taken])
    selects = []
    for place, (group, kind) in enumerate(kinds):
        own = dict(zip(slots[place], map(col, (*kind.columns, *kind.order)), strict=True))
        filled = [own.get(at, cast(null(), of)) for at, of in enumerate(types, start=2)]
        labeled = [column.label(f"c{at}") for at, column in enumerate(filled)]
        owners: Any = bindparam(f"owners_{group}", expanding=True)
        one = select(literal(place).label("kind"), col(kind.owner).label("owner"), *labeled)
        selects.append(kind.source(one).where(col(kind.owner).in_(owners)))
    return (union_all(*selects) if len(selects) > 1 else selects[0]), slots


def _slot(types: list[Any], of: Any, taken: list[int]) -> int:
    """The first free place for a column of this type; a new one where there is none."""
    for at, known in enumerate(types):
        if at not in taken and repr(known) == repr(of):
            return at
    types.append(of)
    return len(types) - 1
