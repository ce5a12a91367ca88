"""A snoozed directory update: its own deadline is paused, Evernorth's is not, wherever it shows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.db.transaction import reading
from core.metrics.results import metric_rows
from core.queries.requests.desk import DeskSearch, desk_board
from core.queries.requests.listing import directory_detail
from core.queries.requests.page import request_page
from core.queries.requests.search import RequestSearch, find_requests
from core.rules.metric_filters import DrillDown, MetricFilter
from core.rules.time.deadline_status import DeadlineRow
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import DeskFilter, DeskScope, DueFilter
from tests.support import listing
from tests.support.filling import Filling
from tests.support.listing import Listings
from tests.support.working import IN_A_WEEK, TODAY, put_away, resume


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Listings:
    return filled(engine, listing.listings)


def ask(desk: Listings, query: object, *asked: object, role: Role = Role.AGENT) -> object:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return query(look, *asked)


def deadlines(desk: Listings, ref: str) -> dict[DeadlineKind, DeadlineRow]:
    return {row.deadline.kind: row for row in ask(desk, directory_detail, ref).deadlines}


def submission(desk: Listings, ref: str) -> DeadlineRow:
    return deadlines(desk, ref)[DeadlineKind.DIRECTORY_SUBMITTED]


def listed(desk: Listings) -> tuple[date | None, list[str], int, list[str]]:
    """Until when the list says paused, and what list, desk and metric say is overdue."""
    (row,) = ask(desk, find_requests, RequestSearch()).rows
    late = ask(desk, find_requests, RequestSearch(due=DueFilter.OVERDUE)).rows
    count = ask(desk, desk_board, DeskSearch(DeskScope.ALL_OPEN)).filters[DeskFilter.OVERDUE]
    asked = ("open_requests", MetricFilter(TODAY, TODAY), DrillDown())
    metric = ask(desk, metric_rows, *asked, role=Role.MANAGER)
    marks = ["Overdue" for one in metric.rows if "Overdue" in one]
    return row.paused_until, [one.ref for one in late], count, marks


def test_a_snooze_pauses_our_deadline_to_submit_everywhere(desk):
    ref = desk.taken()
    put_away(desk, ref)
    desk.later(days=3)
    found = submission(desk, ref)
    assert (found.status, found.words) == (
        DeadlineStatus.NOT_APPLICABLE,
        "Paused until Mon, Mar 23",
    )
    assert ask(desk, request_page, ref).wait.pauses_deadline
    assert listed(desk) == (IN_A_WEEK, [], 0, [])


def test_after_the_snooze_as_many_days_are_left_to_submit_as_before(desk):
    ref = desk.taken()
    put_away(desk, ref)
    desk.later(days=7)
    found = submission(desk, ref)
    assert (found.status, found.deadline.last_on) == (
        DeadlineStatus.OPEN,
        IN_A_WEEK + timedelta(days=1),
    )
    assert found.deadline.too_late_from == desk.request(ref).due_at
    assert listed(desk) == (None, [], 0, [])


def test_a_snooze_ended_early_moves_the_deadline_by_its_days_only(desk):
    ref = desk.taken()
    put_away(desk, ref)
    desk.later(days=1)
    resume(desk, ref)
    assert submission(desk, ref).deadline.last_on == TODAY + timedelta(days=2)
    assert submission(desk, ref).deadline.too_late_from == desk.request(ref).due_at


def test_evernorths_days_go_on_while_a_request_is_snoozed(desk):
    ref = desk.submitted()
    put_away(desk, ref, TODAY + timedelta(days=30))
    found = deadlines(desk, ref)[DeadlineKind.DIRECTORY_LATE]
    assert (found.status, found.deadline.last_on) == (DeadlineStatus.OPEN, date(2026, 3, 25))
    assert not ask(desk, request_page, ref).wait.pauses_deadline
    assert listed(desk) == (None, [], 0, [])
    desk.later(days=10)
    assert deadlines(desk, ref)[DeadlineKind.DIRECTORY_LATE].status == DeadlineStatus.OVERDUE
    assert listed(desk) == (None, [ref], 1, ["Overdue"])


def test_a_snooze_after_a_late_submission_does_not_excuse_it(desk):
    ref = desk.taken()
    desk.later(days=2)
    desk.submit(ref)
    put_away(desk, ref, TODAY + timedelta(days=30))
    assert submission(desk, ref).status == DeadlineStatus.LATE


def test_a_return_during_a_snooze_pauses_only_from_its_day_on(desk):
    ref = desk.submitted()
    put_away(desk, ref)
    desk.later(days=3)
    desk.give_back(ref)
    found = submission(desk, ref)
    assert (found.words, found.deadline.last_on) == ("Paused until Mon, Mar 23", date(2026, 3, 24))
    assert listed(desk) == (IN_A_WEEK, [], 0, [])
