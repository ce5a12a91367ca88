"""One page of sessions, newest first: by day of service, then start, then id.

The order begins with the day because every index of `care_session` that a search uses ends in it;
only the sessions of one day are ever sorted. There are no page numbers: a page starts after (or
ends before) a session, so that a new session moves nothing to another page.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.errors import StalePage
from core.models.care import CareSession

LIMIT = 50
COUNTED_UP_TO = 1000
ORDER = (
    col(CareSession.date_of_service),
    col(CareSession.scheduled_start_at),
    col(CareSession.id),
)
Where = list[ColumnElement[bool]]


@dataclass(frozen=True)
class SessionSlice:
    """The ids of one page in order, and whether there are more on either side."""

    ids: tuple[int, ...]
    has_newer: bool
    has_older: bool

    @property
    def is_everything(self) -> bool:
        """Whether this page holds everything, so that nothing has to be counted."""
        return not (self.has_newer or self.has_older)


def session_slice(db: Session, where: Where, after: str = "", before: str = "") -> SessionSlice:
    """The sessions after the one named `after`, or those just before the one named `before`."""
    if after and before:
        raise StalePage("Give a session to continue after or before, not both.")
    ids = list(db.scalars(page_statement(db, where, after, before)))
    has_more = len(ids) > LIMIT
    ids = ids[:LIMIT]
    if before:
        return SessionSlice(tuple(reversed(ids)), has_newer=has_more, has_older=True)
    return SessionSlice(tuple(ids), has_newer=bool(after), has_older=has_more)


def page_statement(db: Session, where: Where, after: str = "", before: str = "") -> Select[Any]:
    """The SELECT of a page's ids and of one more, which tells whether there are more."""
    limits = [_beyond(db, after or before, is_older=bool(after))] if after or before else []
    order = ORDER if before else [column.desc() for column in ORDER]
    return select(col(CareSession.id)).where(*where, *limits).order_by(*order).limit(LIMIT + 1)


def count_sessions(db: Session, where: Where) -> int:
    """How many sessions match; counting stops one past `COUNTED_UP_TO`."""
    capped = select(col(CareSession.id)).where(*where).limit(COUNTED_UP_TO + 1).subquery()
    return db.scalar(select(func.count()).select_from(capped)) or 0


def _beyond(db: Session, ref: str, is_older: bool) -> ColumnElement[bool]:
    """The sessions on one side of the session `ref` in the order of the list."""
    named = select(*ORDER).where(col(CareSession.ref) == ref)
    anchor = db.execute(named).one_or_none() if ref.isprintable() else None
    if anchor is None:
        raise StalePage(f"We found no session {ref} to continue from. Reload the list.")
    day, start, key = ORDER
    on, at, known = anchor
    if is_older:
        later = or_(day < on, start < at, and_(start == at, key < known))
        return and_(day <= on, later)
    earlier = or_(day > on, start > at, and_(start == at, key > known))
    return and_(day >= on, earlier)
