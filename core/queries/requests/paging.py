"""One page of requests. A page starts after (or ends before) a request and has no number, so that
a newly filed request moves nothing to another page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.errors import StalePage
from core.models.requests import SupportRequest
from core.queries.requests.rows import DUE_ORDER, RequestRow, request_rows
from core.vocabulary.requests import RequestSort

LIMIT = 50
_number: Any = col(SupportRequest.id)
_due_at: Any = col(SupportRequest.due_at)
_received_at: Any = col(SupportRequest.received_at)
ORDERS: dict[RequestSort, tuple[Any, ...]] = {
    RequestSort.DUE: DUE_ORDER,
    RequestSort.AGE: (_received_at, _number),
}
"""What comes first."""


@dataclass(frozen=True)
class RequestSlice:
    """The rows of one page in order, and whether there are more on either side."""

    rows: tuple[RequestRow, ...]
    has_previous: bool
    has_next: bool


def request_slice(
    context: ReadContext,
    where: Sequence[ColumnElement[bool]],
    sort: RequestSort,
    after: str = "",
    before: str = "",
) -> RequestSlice:
    """The requests after the one named `after`, or those just before the one named `before`."""
    if after and before:
        raise StalePage("Give a request to continue after or before, not both.")
    limits = list(where)
    if after or before:
        limits.append(_beyond(context, sort, after or before, is_next=bool(after)))
    order = [part.desc() for part in ORDERS[sort]] if before else ORDERS[sort]
    rows = request_rows(context, limits, order, LIMIT + 1)
    has_more, rows = len(rows) > LIMIT, rows[:LIMIT]
    if before:
        return RequestSlice(rows[::-1], has_previous=has_more, has_next=True)
    return RequestSlice(rows, has_previous=bool(after), has_next=has_more)


def _beyond(
    context: ReadContext, sort: RequestSort, ref: str, *, is_next: bool
) -> ColumnElement[bool]:
    """The requests on one side of the request `ref` in the order of the list."""
    known = select(_number, _due_at, _received_at).where(col(SupportRequest.ref) == ref.upper())
    anchor = context.db.execute(known).one_or_none() if ref.isprintable() else None
    if anchor is None:
        raise StalePage(f"We found no request {ref} to continue from. Reload the list.")
    key, due, received = anchor
    if sort == RequestSort.AGE:
        return _past(_received_at, received, key, is_next=is_next)
    return _past_due(due, key, is_next=is_next)


def _past_due(due: datetime | None, key: int, *, is_next: bool) -> ColumnElement[bool]:
    if due is not None:
        beyond = _past(_due_at, due, key, is_next=is_next)
        return or_(beyond, _due_at.is_(None)) if is_next else beyond
    if is_next:
        return and_(_due_at.is_(None), _number > key)
    return or_(_due_at.is_not(None), _number < key)


def _past(column: Any, value: datetime, key: int, *, is_next: bool) -> ColumnElement[bool]:
    if is_next:
        return or_(column > value, and_(column == value, _number > key))
    return or_(column < value, and_(column == value, _number < key))
