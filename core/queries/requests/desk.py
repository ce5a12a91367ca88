"""The desk: open requests by scope and filter, the next to fall due first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    literal,
    not_,
    true,
    union_all,
)
from sqlmodel import col, select

from core.access import APPROVING, LOOKING, WORKING, guard
from core.db.transaction import ReadContext
from core.facts.policies import business_calendar, policy_book
from core.facts.requests import IS_OPEN
from core.models.requests import Snooze, SupportRequest
from core.queries.requests import desk_counts, desk_terms
from core.queries.requests.desk_counts import IN_SCOPE, MEETS, Cell, DueCount
from core.queries.requests.desk_rows import EXTRA, DeskRow, desk_rows
from core.queries.requests.desk_terms import DAY, DueDays, group_of
from core.queries.requests.rows import DUE_ORDER, platform_today, request_columns
from core.vocabulary.requests import DeskFilter, DeskScope, DueGroup, RequestKind

PAGE = 20
"""Rows that the desk shows at first, and with each "Show more"."""
MOST_ROWS, MOST_URGENT, COMING_BACK = 400, 50, 3


@dataclass(frozen=True)
class DeskSearch:
    """What the desk lists: a scope (None: what this role begins with), at most one filter, or a
    due day by its code with or without a kind (see `DueDays.code`); and how many rows."""

    scope: DeskScope | None = None
    only: DeskFilter | None = None
    day: str = ""
    kind: RequestKind | None = None
    rows: int = PAGE


@dataclass(frozen=True)
class ComingBack:
    """A snoozed request and its wake-up day."""

    ref: str
    kind: RequestKind
    wake_on: date


@dataclass(frozen=True)
class DeskBoard:
    """The desk for one person. `urgent` is the same for everyone, and in no list or count; a
    request leaves it only once it is handled (R53). Filters, heads and chart count in `scope`."""

    scope: DeskScope
    scopes: Mapping[DeskScope, int]
    filters: Mapping[DeskFilter, int]
    heads: Mapping[DueGroup, int]
    chart: tuple[DueCount, ...]
    days: DueDays
    place: int | None
    urgent: tuple[DeskRow, ...]
    rows: tuple[DeskRow, ...]
    coming_back: tuple[ComingBack, ...]

    @property
    def total(self) -> int:
        """How many requests the list has in all."""
        return sum(self.heads.values())


@guard(LOOKING)
def desk_board(context: ReadContext, search: DeskSearch) -> DeskBoard:
    """What `search` lists, with the counts beside it. A paused deadline is neither due nor overdue.
    Four statements."""
    today = platform_today(context)
    days = DueDays.of(context.now, today, business_calendar(context), policy_book(context))
    asked = {"day": today, "now": context.now, "me": context.actor.staff_id}
    asked |= desk_counts.ends(days)
    scopes = scopes_for(context)
    scope = search.scope if search.scope in scopes else scopes[0]
    cells = desk_counts.open_cells(context, asked)
    ours = [one for one in cells if IN_SCOPE[scope](one)]
    place = days.place_of(search.day)
    urgent, rows = _rows(context, scope, search, days, asked)
    return DeskBoard(
        scope=scope,
        scopes={one: desk_counts.counts_of(cells, IN_SCOPE[one]) for one in scopes},
        filters={one: desk_counts.counts_of(ours, MEETS[one]) for one in DeskFilter},
        heads=_heads(ours, search, place),
        chart=desk_counts.chart_of(ours),
        days=days,
        place=place,
        urgent=urgent,
        rows=rows,
        coming_back=_coming_back(context, scope, asked),
    )


def scopes_for(context: ReadContext) -> tuple[DeskScope, ...]:
    """The scopes of this role, the first of which it begins with."""
    role = context.actor.role
    found = [DeskScope.ALL_OPEN]
    if role in WORKING:
        found = [DeskScope.MY_QUEUE, DeskScope.MINE, DeskScope.UNASSIGNED, *found]
    if role in APPROVING:
        found.append(DeskScope.MY_APPROVALS)
    return tuple(found)


def _heads(cells: Iterable[Cell], search: DeskSearch, place: int | None) -> dict[DueGroup, int]:
    """How many requests of the list stand under each head, also those not shown yet."""
    found = dict.fromkeys(DueGroup, 0)
    for one in cells:
        if (
            (search.only is None or MEETS[search.only](one))
            and place in (None, one.place)
            and search.kind in (None, one.kind)
        ):
            found[group_of(one.place)] += one.many
    return found


def _rows(
    context: ReadContext, scope: DeskScope, search: DeskSearch, days: DueDays, asked: dict[str, Any]
) -> tuple[tuple[DeskRow, ...], tuple[DeskRow, ...]]:
    """The urgent requests, and the first of the list: those with a deadline, then paused ones."""
    place = days.place_of(search.day)
    after, until = (None, None) if place in (None, desk_terms.PAUSED) else days.span(place)
    span = (after is not None, until is not None)
    rows = max(PAGE, min(search.rows, MOST_ROWS))
    statement = _statement(scope, search.only, place, span, search.kind is not None)
    asked |= {"after": after, "until": until, "kind": search.kind, "rows": rows}
    found: dict[str, list[Any]] = {"urgent": [], "due": [], "paused": []}
    for one in context.db.execute(statement, asked):
        found[one.list_name].append(one)
    urgent, listed = found["urgent"], (found["due"] + found["paused"])[:rows]
    made = tuple(desk_rows(context, [*urgent, *listed], days))
    return made[: len(urgent)], made[len(urgent) :]


@cache
def _statement(
    scope: DeskScope,
    only: DeskFilter | None,
    place: int | None,
    span: tuple[bool, bool],
    has_kind: bool,
) -> Select[Any]:
    """The first requests of each part: found by their ids on an index, then joined."""
    wanted = [
        desk_terms.ON_DESK,
        desk_terms.SCOPES[scope](),
        desk_terms.FILTERS[only]() if only else true(),
        col(SupportRequest.kind) == bindparam("kind") if has_kind else true(),
        desk_terms.due_at > desk_terms.moment("after") if span[0] else true(),
        desk_terms.due_at <= desk_terms.moment("until") if span[1] else true(),
    ]
    paused = desk_terms.has_no_deadline()
    parts = {
        "urgent": (and_(IS_OPEN, desk_terms.IS_URGENT), literal(MOST_URGENT)),
        "due": (and_(*wanted, not_(paused)), bindparam("rows", type_=Integer())),
        "paused": (and_(*wanted, paused), bindparam("rows", type_=Integer())),
    }
    if place is not None:
        del parts["due" if place == desk_terms.PAUSED else "paused"]
    picks = [_pick(name, *of) for name, of in parts.items()]
    picked = union_all(*(select(pick) for pick in picks)).subquery()
    return request_columns(picked).add_columns(*EXTRA, picked.c.list_name).order_by(*DUE_ORDER)


def _pick(name: str, where: ColumnElement[bool], limit: Any) -> Any:
    return (
        select(literal(name).label("list_name"), col(SupportRequest.id))
        .where(where)
        .order_by(*DUE_ORDER)
        .limit(limit)
        .subquery()
    )


def _coming_back(
    context: ReadContext, scope: DeskScope, asked: dict[str, Any]
) -> tuple[ComingBack, ...]:
    """The next requests of the scope to come back from a snooze."""
    found = context.db.execute(_next_back(scope), asked)
    return tuple(ComingBack(*row) for row in found)


@cache
def _next_back(scope: DeskScope) -> Select[Any]:
    columns: tuple[Any, ...] = (
        col(SupportRequest.ref),
        col(SupportRequest.kind),
        col(Snooze.wake_on),
    )
    found: Select[Any] = (
        select(*columns)
        .select_from(Snooze)
        .join(SupportRequest, col(SupportRequest.id) == col(Snooze.request_id))
        .where(
            col(Snooze.ended_at).is_(None),
            col(Snooze.wake_on) > DAY,
            desk_terms.ON_DESK,
            desk_terms.SCOPES[scope](),
        )
        .order_by(col(Snooze.wake_on), col(Snooze.request_id))
        .limit(COMING_BACK)
    )
    return found


@dataclass(frozen=True)
class DueChart:
    """When open requests are due, by kind."""

    days: DueDays
    counts: tuple[DueCount, ...]


@guard(LOOKING)
def due_chart(context: ReadContext, kind: RequestKind) -> DueChart:
    """When all open requests of a kind are due, as the desk counts them."""
    today = platform_today(context)
    days = DueDays.of(context.now, today, business_calendar(context), policy_book(context))
    asked = {"day": today, "now": context.now, "me": context.actor.staff_id}
    cells = desk_counts.open_cells(context, asked | desk_counts.ends(days))
    return DueChart(days, desk_counts.chart_of(one for one in cells if one.kind == kind))
