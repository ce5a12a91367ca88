"""Sessions of one provider at the same time (R03)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.data_issues.checks.scope import (
    ENDS,
    KEY,
    STANDING,
    STARTS,
    STATUS,
    CheckTime,
    RuleCheck,
    listed,
)
from core.db.transaction import Context
from core.models.care import CareSession
from core.vocabulary.data_issues import DataIssueCode

CHUNK = 1000
PROVIDER: Any = col(CareSession.provider_id)
LONGEST = timedelta(days=2)
"""A session lasts no longer here: another check finds an end that is far off."""


def _at_once(_at: CheckTime, *where: ColumnElement[bool]) -> Select[Any]:
    """Sessions under `where` that began before an earlier one was over, and those earlier ones, in
    one pass. One with reversed times, which another check finds, is at no time."""
    own = {"partition_by": PROVIDER, "order_by": (STARTS, KEY)}
    placed = (
        select(
            KEY.label("id"),
            PROVIDER.label("provider"),
            STARTS.label("starts"),
            ENDS.label("ends"),
            func.max(ENDS).over(**own, rows=(None, -1)).label("until"),
            func.lead(STARTS).over(**own).label("following"),
        )
        .where(STATUS.in_(STANDING), ENDS > STARTS, *where)
        .subquery()
    )
    one = placed.c
    shared = or_(one.until > one.starts, one.following < one.ends)
    return select(one.id).where(shared).order_by(one.provider, one.starts, one.id)


def _named(context: Context, keys: Iterable[int], _at: CheckTime) -> Iterator[tuple[int, str]]:
    """Each session that began before earlier ones were over, with those that began first. The time
    it takes grows with the sessions, not with the pairs of them."""
    provider: int | None = None
    running: dict[int, str] = {}
    ends: list[tuple[datetime, int]] = []
    for key, ref, owner, start, end in _sessions(context, keys):
        if owner != provider:
            provider, running, ends = owner, {}, []
        while ends and ends[0][0] <= start:
            del running[heappop(ends)[1]]
        if running:
            yield key, listed(running.values())
        running[key] = ref
        heappush(ends, (min(end, start + LONGEST), key))


def _sessions(context: Context, keys: Iterable[int]) -> Iterator[Any]:
    """ID, reference, provider, start and end of each, in the order of `keys`."""
    rest = iter(keys)
    columns: tuple[Any, ...] = (KEY, col(CareSession.ref), PROVIDER, STARTS, ENDS)
    while some := list(islice(rest, CHUNK)):
        rows = context.db.execute(select(*columns).where(KEY.in_(some)))
        found = {row[0]: row for row in rows}
        yield from (found[key] for key in some)


def _of_same_provider(at: CheckTime, key: int) -> Select[Any]:
    session = aliased(CareSession)
    owner = select(col(session.provider_id)).where(col(session.id) == key).scalar_subquery()
    return _at_once(at, owner == PROVIDER)


CHECKS = (
    RuleCheck(
        DataIssueCode.OVERLAPPING_SESSIONS, "care_session", _at_once, _named, _of_same_provider
    ),
)
