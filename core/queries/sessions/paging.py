"""One page of sessions, newest first: by day of service, then start, then id.

Ids are found and put in order on an index alone, and only those of the page are joined. There are
no page numbers: a page starts after (or ends before) a session, so that a new session moves nothing
to another page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from core.db.prepared import Prepared
from core.errors import StalePage
from core.queries.sessions.filters import SESSION, Given, branches
from core.queries.sessions.rows import STORED, rows_of

LIMIT = 50
COUNTED_UP_TO = 1000
ORDER = (SESSION.c.date_of_service, SESSION.c.scheduled_start_at, SESSION.c.id)
ANCHOR = ("anchor_on", "anchor_at", "anchor_id")
NEXT, PREVIOUS = "after", "before"
_MOST = bindparam("most", type_=Integer)
_NAMED = Prepared(select(*ORDER).where(SESSION.c.ref == bindparam("ref")))


@dataclass(frozen=True)
class SessionSlice:
    """The rows of one page in order, and whether there are more on either side."""

    rows: tuple[Any, ...]
    has_newer: bool
    has_older: bool

    @property
    def is_everything(self) -> bool:
        """Whether this page holds everything, so that nothing has to be counted."""
        return not (self.has_newer or self.has_older)


def session_slice(db: Session, given: Given, after: str = "", before: str = "") -> SessionSlice:
    """The sessions after the one named `after`, or those just before the one named `before`."""
    if after and before:
        raise StalePage("Give a session to continue after or before, not both.")
    way = NEXT if after else PREVIOUS if before else ""
    anchor = _anchor(db, after or before) if way else {}
    asked = given | anchor | {"most": LIMIT + 1}
    found = map(STORED._make, _page(tuple(given), way).records(db, asked))
    rows = sorted(found, key=attrgetter("date_of_service", "scheduled_start_at", "id"))[::-1]
    has_more = len(rows) > LIMIT
    if before:
        return SessionSlice(tuple(rows[-LIMIT:]), has_newer=has_more, has_older=True)
    return SessionSlice(tuple(rows[:LIMIT]), has_newer=bool(after), has_older=has_more)


def count_sessions(db: Session, given: Given) -> int:
    """How many sessions match; counting stops one past `COUNTED_UP_TO`."""
    up_to = {"up_to": COUNTED_UP_TO + 1}
    counted: int = _count(tuple(given)).rows(db, given | up_to)[0][0]
    return counted


@lru_cache(maxsize=256)
def _page(names: tuple[str, ...], way: str) -> Prepared:
    """The SELECT of a page's rows and of one more, which tells whether there are more."""
    order = ORDER if way == PREVIOUS else [column.desc() for column in ORDER]
    beyond = [_beyond(way)] if way else []
    found = [
        select(*ORDER).where(*where, *beyond).order_by(*order).limit(_MOST).subquery()
        for where in branches(names)
    ]
    return Prepared(rows_of(found[0] if len(found) == 1 else _first_of(found, way)))


def _first_of(found: Iterable[FromClause], way: str) -> FromClause:
    both = union_all(*(select(one) for one in found)).subquery()
    order = both.c if way == PREVIOUS else [column.desc() for column in both.c]
    return select(both).order_by(*order).limit(_MOST).subquery()


@lru_cache(maxsize=256)
def _count(names: tuple[str, ...]) -> Prepared:
    """The branches are counted in turn, so that the second is not read once the first is enough."""
    found = [select(SESSION.c.id).where(*where) for where in branches(names)]
    capped = (found[0] if len(found) == 1 else union_all(*found)).limit(
        bindparam("up_to", type_=Integer)
    )
    return Prepared(select(func.count()).select_from(capped.subquery()))


def _anchor(db: Session, ref: str) -> Given:
    rows = _NAMED.records(db, {"ref": ref}) if ref.isprintable() else []
    if not rows:
        raise StalePage(f"We found no session {ref} to continue from. Reload the list.")
    return dict(zip(ANCHOR, rows[0], strict=True))


def _beyond(way: str) -> ColumnElement[bool]:
    """The sessions on one side of the anchor in the order of the list."""
    day, start, key = ORDER
    on, at, known = (
        bindparam(name, type_=column.type) for name, column in zip(ANCHOR, ORDER, strict=True)
    )
    if way == NEXT:
        return and_(day <= on, or_(day < on, start < at, and_(start == at, key < known)))
    return and_(day >= on, or_(day > on, start > at, and_(start == at, key > known)))
