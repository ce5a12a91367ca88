"""What happens to a request later changes no answer for an instant before it: made-up histories of
directory updates and cancellations, by the real actions."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from core.db.transaction import reading
from core.errors import DeskError
from core.metrics.results import metric_rows
from core.queries.sessions.verdicts import session_verdicts
from core.requests.assignment import TakeRequest, take_request
from core.requests.endings import (
    RejectRequest,
    ReopenRequest,
    WithdrawRequest,
    reject_request,
    reopen_request,
    withdraw_request,
)
from core.requests.snooze import SnoozeRequest, snooze_request
from core.rules.metric_filters import DrillDown, MetricFilter
from core.rules.requests.cancellation_steps import NOT_APPLICABLE
from core.rules.time.platform_clock import platform_day
from core.vocabulary.people import Role
from tests.rules.test_vectors import BOOK
from tests.support import listing
from tests.support.bench import Bench
from tests.support.cancelling import Cancelling, cancelling
from tests.support.listing import PHONE, PLACE, Listings

CALM = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
YEAR = MetricFilter(date(2026, 1, 1), date(2026, 12, 31))
GAPS = st.integers(1, 24 * 9)
"""Hours from one thing to the next."""


def command(desk: Bench, action: Any, kind: Any, ref: str, *more: Any) -> None:
    desk.do(action, kind(ref, desk.request(ref).version, *more))


def take(desk: Bench, ref: str) -> None:
    command(desk, take_request, TakeRequest, ref)


def snooze(desk: Bench, ref: str) -> None:
    day = platform_day(desk.now, BOOK) + timedelta(days=3)
    command(desk, snooze_request, SnoozeRequest, ref, "Asked", day)


LISTING: dict[str, Callable[[Listings, str], object]] = {
    "taken": take,
    "snoozed": snooze,
    "submitted": lambda desk, ref: desk.submit(ref),
    "found correct": lambda desk, ref: desk.look(ref, True, True),
    "found half correct": lambda desk, ref: desk.look(ref, True, False),
    "returned": lambda desk, ref: desk.give_back(ref),
    "replied": lambda desk, ref: desk.tell(ref),
    "rejected": lambda desk, ref: command(desk, reject_request, RejectRequest, ref, "Not ours"),
    "withdrawn": lambda desk, ref: command(desk, withdraw_request, WithdrawRequest, ref, "Moved"),
    "reopened": lambda desk, ref: command(desk, reopen_request, ReopenRequest, ref, "Still wrong"),
}


def settle(desk: Cancelling, ref: str) -> None:
    """Answer the first open step."""
    code = next(one.step.code for one in desk.detail(ref).steps if one.step.needs_person)
    desk.settle(ref, code, NOT_APPLICABLE)


CANCELLATION: dict[str, Callable[[Cancelling, str], object]] = {
    "taken": take,
    "snoozed": snooze,
    "step settled": settle,
    "finished": lambda desk, ref: desk.finish(ref),
    "withdrawn": lambda desk, ref: desk.withdraw(ref),
    "replied": lambda desk, ref: desk.tell(ref),
}


def histories(steps: dict[str, Any]) -> Any:
    return st.lists(st.tuples(GAPS, st.sampled_from(list(steps))), min_size=4, max_size=12)


def happening(
    desk: Any, ref: str, steps: dict[str, Any], history: list[tuple[int, str]]
) -> Iterator[None]:
    """One thing after the other; what the desk refuses does not happen."""
    for hours, name in history:
        desk.now += timedelta(hours=hours)
        with suppress(DeskError, StopIteration):
            steps[name](desk, ref)
        yield


def counted(desk: Bench, code: str, ref: str) -> dict[date, bool]:
    """The days of this request that the metric counts now, and whether each was on time."""
    with reading(desk.engine, desk.people[Role.MANAGER], desk.now) as look:
        found = metric_rows(look, code, YEAR, DrillDown())
    mine = [row for row in found.rows if row[0] == ref]
    place = 2 if code == "directory_updates" else 3
    return {row[place]: str(row[1]).endswith(("by day 7", "on time")) for row in mine}


def stays(desk: Bench, code: str, ref: str, happens: Iterator[None]) -> None:
    """What was counted of days that were over stays, and nothing is added to them."""
    known = [(platform_day(desk.now, BOOK), counted(desk, code, ref)) for _ in happens]
    last = known[-1][1]
    for over, found in known:
        assert {day: last[day] for day in last if day < over} == found


@pytest.fixture
def listings(engine: Engine) -> Listings:
    return listing.listings(engine)


ON_TIME = [(1, "taken"), (1, "submitted"), (24, "found correct"), (1, "replied"), (500, "replied")]
REJECTED = [(1, "taken"), (1, "submitted"), (30, "rejected"), (500, "replied")]


@CALM
@given(history=histories(LISTING))
@example(history=[*ON_TIME, (1, "reopened"), (1, "taken"), (1, "found half correct")])
@example(history=[*ON_TIME, (1, "reopened"), (1, "taken"), (1, "returned"), (1, "submitted")])
@example(history=[*REJECTED, (1, "reopened"), (1, "taken"), (1, "found correct")])
@example(history=[(1, "taken"), (1, "submitted"), (500, "replied"), (1, "rejected")])
def test_a_month_of_directory_updates_stays_as_it_ended(listings, history) -> None:
    listings.now = listing.make.NOW
    ref = listings.filed(PHONE, PLACE)
    stays(listings, "directory_updates", ref, happening(listings, ref, LISTING, history))


def as_it_was(desk: Cancelling, at: datetime) -> tuple[Any, ...]:
    """The stage of the session at an instant, and the way a cancellation goes then."""
    with reading(desk.engine, desk.people[Role.MANAGER], desk.now) as look:
        found = session_verdicts(look, [desk.session_ref], at)[desk.session_ref]
    return found.stage, found.verdicts.cancel, found.verdicts.edit.verdict


@CALM
@given(history=histories(CANCELLATION))
@example(history=[(1, "taken"), (1, "step settled"), (600, "finished"), (1, "withdrawn")])
@example(history=[(1, "taken"), (1, "withdrawn"), (600, "taken"), (1, "taken")])
@example(history=[(1, "taken"), (600, "taken"), (1, "withdrawn"), (1, "taken")])
def test_a_month_of_cancellations_stays_as_it_ended(engine: Engine, history) -> None:
    desk = cancelling(engine)
    ref, known = desk.file(), {}

    def happens() -> Iterator[None]:
        for _ in happening(desk, ref, CANCELLATION, history):
            known[desk.now] = as_it_was(desk, desk.now)
            yield

    stays(desk, "settled_cancellations", ref, happens())
    assert {at: as_it_was(desk, at) for at in known} == known
