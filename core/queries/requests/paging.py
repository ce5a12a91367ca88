"""One page of requests. A page starts after (or ends before) a request and has no number, so that
a newly filed request moves nothing to another page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, select, tuple_, union_all
from sqlmodel import col

from core.db.transaction import ReadContext
from core.errors import StalePage
from core.models.requests import SupportRequest
from core.queries.requests.rows import DUE_ORDER, RequestRow, request_columns, request_row
from core.vocabulary.requests import RequestSort

LIMIT = 50
_number: Any = col(SupportRequest.id)
_due_at: Any = col(SupportRequest.due_at)
_received_at: Any = col(SupportRequest.received_at)
ORDERS: dict[RequestSort, tuple[Any, ...]] = {
    RequestSort.DUE: DUE_ORDER,
    RequestSort.AGE: (_received_at.asc(), _number.asc()),
}
BACKWARDS: dict[RequestSort, tuple[Any, ...]] = {
    RequestSort.DUE: (_due_at.desc().nulls_first(), _number.desc()),
    RequestSort.AGE: (_received_at.desc(), _number.desc()),
}
"""What comes first, and the same from the end."""
Where = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class RequestSlice:
    """The rows of one page in order, and whether there are more on either side."""

    rows: tuple[RequestRow, ...]
    has_previous: bool
    has_next: bool


def request_slice(
    context: ReadContext, where: Where, sort: RequestSort, after: str = "", before: str = ""
) -> RequestSlice:
    """The requests after the one named `after`, or those just before the one named `before`."""
    if after and before:
        raise StalePage("Give a request to continue after or before, not both.")
    order = (BACKWARDS if before else ORDERS)[sort]
    parts = (
        _beyond(context, sort, after or before, is_next=bool(after)) if after or before else [()]
    )
    picks = [
        select(_number).where(*where, *part).order_by(*order).limit(LIMIT + 1).subquery()
        for part in parts
    ]
    picked = union_all(*(select(pick) for pick in picks)).subquery()
    found = context.db.execute(request_columns(picked).order_by(*order).limit(LIMIT + 1)).all()
    rows = tuple(request_row(context, row) for row in found[:LIMIT])
    has_more = len(found) > LIMIT
    if before:
        return RequestSlice(rows[::-1], has_previous=has_more, has_next=True)
    return RequestSlice(rows, has_previous=bool(after), has_next=has_more)


def _beyond(context: ReadContext, sort: RequestSort, ref: str, *, is_next: bool) -> list[Where]:
    """The requests on one side of the request `ref` in the order of the list, in parts that an
    index each finds the first of."""
    known = select(_number, _due_at, _received_at).where(col(SupportRequest.ref) == ref.upper())
    anchor = context.db.execute(known).one_or_none() if ref.isprintable() else None
    if anchor is None:
        raise StalePage(f"We found no request {ref} to continue from. Reload the list.")
    key, due, received = anchor
    if sort == RequestSort.AGE:
        return [[_past(_received_at, received, key, is_next=is_next)]]
    if due is None:
        undated = [_due_at.is_(None), _number > key if is_next else _number < key]
        return [undated] if is_next else [undated, [_due_at.is_not(None)]]
    dated = [_past(_due_at, due, key, is_next=is_next)]
    return [dated, [_due_at.is_(None)]] if is_next else [dated]


def _past(column: Any, value: datetime, key: int, *, is_next: bool) -> ColumnElement[bool]:
    place, edge = tuple_(column, _number), tuple_(literal(value, column.type), literal(key))
    return place > edge if is_next else place < edge
