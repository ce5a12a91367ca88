"""How many open requests there are: by scope, by filter, by head, and by due day and kind."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func
from sqlmodel import col, select

from core.db.transaction import ReadContext
from core.models.requests import SupportRequest
from core.queries.requests import desk_terms as terms
from core.queries.requests.desk_terms import LATER, OVERDUE, PAUSED, DueDays
from core.queries.requests.rows import is_woken
from core.vocabulary.requests import DeskFilter, DeskScope, RequestKind


class Cell(NamedTuple):
    """So many requests that are alike in all that the desk counts by."""

    is_mine: bool
    is_unassigned: bool
    waits_for_me: bool
    kind: RequestKind
    place: int
    is_woken: bool
    is_check_due: bool
    asks_approval: bool
    many: int


@dataclass(frozen=True)
class DueCount:
    """So many requests of one kind at one place of the chart (see `desk_terms`)."""

    place: int
    kind: RequestKind
    count: int


IN_SCOPE: dict[DeskScope, Callable[[Cell], bool]] = {
    DeskScope.MY_QUEUE: lambda one: one.is_mine or one.is_unassigned,
    DeskScope.MINE: lambda one: one.is_mine,
    DeskScope.UNASSIGNED: lambda one: one.is_unassigned,
    DeskScope.ALL_OPEN: lambda _: True,
    DeskScope.MY_APPROVALS: lambda one: one.waits_for_me,
}
MEETS: dict[DeskFilter, Callable[[Cell], bool]] = {
    DeskFilter.OVERDUE: lambda one: one.place == OVERDUE,
    DeskFilter.TODAY: lambda one: one.place == 0,
    DeskFilter.WOKEN: lambda one: one.is_woken,
    DeskFilter.CHECK_DUE: lambda one: one.is_check_due,
    DeskFilter.APPROVAL: lambda one: one.asks_approval,
}


def open_cells(context: ReadContext, asked: dict[str, Any]) -> list[Cell]:
    """All open requests but the urgent ones, counted in one statement."""
    return [Cell(*row) for row in context.db.execute(_statement(), asked)]


def chart_of(cells: Iterable[Cell]) -> tuple[DueCount, ...]:
    """How many requests of each kind are due on each day, paused ones last."""
    found = Counter[tuple[int, RequestKind]]()
    for one in cells:
        found[one.place, one.kind] += one.many
    order = list(RequestKind)
    keys = sorted(found, key=lambda key: (key[0], order.index(key[1])))
    return tuple(DueCount(*key, found[key]) for key in keys)


def ends(days: DueDays) -> dict[str, Any]:
    """The parameters of the days."""
    return {f"end_{number}": end for number, end in enumerate(days.ends)}


@cache
def _statement() -> Select[Any]:
    # grouped outside: PostgreSQL takes an expression with parameters for another one each time
    columns: tuple[Any, ...] = (
        func.coalesce(col(SupportRequest.assignee_id) == terms.ME, False).label("is_mine"),
        col(SupportRequest.assignee_id).is_(None).label("is_unassigned"),
        terms.waits_for_me().label("waits_for_me"),
        col(SupportRequest.kind).label("kind"),
        _place().label("place"),
        is_woken(terms.DAY).label("is_woken"),
        terms.is_check_due().label("is_check_due"),
        terms.asks_approval().label("asks_approval"),
    )
    one = select(*columns).where(terms.ON_DESK).subquery()
    counted: tuple[Any, ...] = (*one.c, func.count())
    found: Select[Any] = select(*counted).select_from(one).group_by(*one.c)
    return found


def _place() -> Any:
    """Where a request stands, as `DueDays.place` says it."""
    whens = [(terms.due_at <= terms.moment(f"end_{one}"), one) for one in range(LATER)]
    return case(
        (terms.has_no_deadline(), PAUSED), (terms.due_at <= terms.NOW, OVERDUE), *whens, else_=LATER
    )


def counts_of(cells: Iterable[Cell], meets: Callable[[Cell], bool]) -> int:
    """How many requests of these cells meet it."""
    return sum(one.many for one in cells if meets(one))
