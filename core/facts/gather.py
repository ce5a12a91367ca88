"""Rows that belong to a session, a client or a provider, as facts: many kinds in one statement."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Integer,
    String,
    TypeDecorator,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.prepared import Prepared

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
    dialect, are_many = db.get_bind().dialect, any(len(ids) > 1 for ids, _ in asked)
    statement, readers = _prepared(tuple(kinds for _, kinds in asked), dialect, are_many=are_many)
    values = [_id_list(ids, dialect) if are_many else ids[0] for ids, _ in asked]
    rows: list[list[Any]] = [[] for _ in readers]
    for row in statement.rows(db, {_OWNERS + str(at): value for at, value in enumerate(values)}):
        rows[row[0]].append(row)
    for of_kind, read in zip(rows, readers, strict=True):
        if of_kind:
            found[read.kind].update(read.facts(of_kind))
    return found


class _Reader(Generic[T]):
    """Makes the facts of one kind of what the driver gives."""

    def __init__(self, kind: Kind[T], slots: list[int], dialect: Dialect) -> None:
        types = [column.type.dialect_impl(dialect) for column in kind.columns]
        makers = [of.result_processor(dialect, None) for of in types]
        self.kind = kind
        self._own = list(zip(slots, makers, strict=False))
        self._order = itemgetter(*slots[len(types) :])

    def facts(self, rows: list[Any]) -> Iterator[tuple[int, tuple[T, ...]]]:
        """The facts of each owner, in order."""
        rows.sort(key=self._order)
        columns = list(zip(*rows, strict=True))
        values = (map(make, columns[slot]) if make else columns[slot] for slot, make in self._own)
        facts: defaultdict[int, list[T]] = defaultdict(list)
        for owner, fact in zip(columns[1], map(self.kind.fact, *values), strict=True):
            facts[owner].append(fact)
        return ((owner, tuple(some)) for owner, some in facts.items())


_Groups = tuple[tuple[Kind[Any], ...], ...]
_OWNERS = "owners_"
_known: dict[Any, tuple[Prepared, list[_Reader[Any]]]] = {}


def _prepared(
    groups: _Groups, dialect: Dialect, *, are_many: bool
) -> tuple[Prepared, list[_Reader[Any]]]:
    """The statement for groups that have one owner each or `are_many`, made once, and a reader of
    each kind."""
    key = groups, dialect.name, are_many
    if key not in _known:
        kinds = [kind for some in groups for kind in some]
        types, slots = _slots(kinds)
        owned = [
            _is_owned(kind.owner, f"{_OWNERS}{at}", dialect, are_many=are_many)
            for at, some in enumerate(groups)
            for kind in some
        ]
        selects = [
            _select(number, kind, dict(zip(slots[number], _columns(kind), strict=True)), types)
            for number, kind in enumerate(kinds)
        ]
        whole = union_all(*(one.where(of) for one, of in zip(selects, owned, strict=True)))
        readers = [_Reader(kind, taken, dialect) for kind, taken in zip(kinds, slots, strict=True)]
        _known[key] = Prepared(whole), readers
    return _known[key]


def _select(number: int, kind: Kind[Any], own: dict[int, Any], types: list[Any]) -> Any:
    """The number of the kind, the owner, and each column in its slot."""
    filled = [own.get(at, cast(null(), of)) for at, of in enumerate(types, start=2)]
    labeled = [one.label(f"c{at}") for at, one in enumerate(filled)]
    owner: Any = col(kind.owner).label("owner")
    return kind.source(select(literal_column(str(number)).label("kind"), owner, *labeled))


def _is_owned(owner: Any, name: str, dialect: Dialect, *, are_many: bool) -> ColumnElement[bool]:
    if not are_many:
        return col(owner) == bindparam(name, type_=Integer)
    if dialect.name == "sqlite":
        each = func.json_each(bindparam(name, type_=String)).table_valued("value")
        return col(owner).in_(select(each.c.value))
    return col(owner) == any_(bindparam(name, type_=ARRAY(Integer)))


def _id_list(ids: list[int], dialect: Dialect) -> str | list[int]:
    return json.dumps(ids) if dialect.name == "sqlite" else ids


def _columns(kind: Kind[Any]) -> tuple[Any, ...]:
    return (*kind.columns, *kind.order)


def _slots(kinds: list[Kind[Any]]) -> tuple[list[Any], list[list[int]]]:
    """How the columns that all kinds share are stored, and for each kind where its columns, and
    then those of its order, are in a row."""
    types: list[Any] = []
    slots: list[list[int]] = []
    for kind in kinds:
        taken: list[int] = []
        for column in _columns(kind):
            taken.append(_slot(types, _stored(column.type), taken))
        slots.append([slot + 2 for slot in taken])
    return types, slots


def _stored(of: Any) -> Any:
    """How both databases store a column of this type."""
    kind = of.impl if isinstance(of, TypeDecorator) else of
    if isinstance(kind, DateTime):
        return DateTime(timezone=True)
    return next(base() for base in (String, Boolean, Integer, Date) if isinstance(kind, base))


def _slot(types: list[Any], of: Any, taken: list[int]) -> int:
    """The first free place for a column of this type; a new one where there is none."""
    for at, known in enumerate(types):
        if at not in taken and type(known) is type(of):
            return at
    types.append(of)
    return len(types) - 1
