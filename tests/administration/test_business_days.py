"""Closing a day: what counts as a business day, who is late, and what is kept."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine

from core import db
from core.administration import business_days
from core.administration.business_days import (
    SetBusinessDay,
    recalculate_requests,
    recalculate_some_requests,
    set_business_day,
)
from core.db.transaction import reading, transaction
from core.errors import InvalidInput
from core.models.audit import AuditEntry
from core.models.installation import DeskFact
from core.models.policies import HolidayOverride
from core.models.requests import DirectorySubmission, SupportRequest
from core.queries.business_days import business_days_of
from core.requests.assignment import TakeRequest, take_request
from core.requests.correction.file import file_client_correction
from core.rules.time.platform_clock import platform_day
from core.vocabulary.people import Role
from tests.rules.test_vectors import BOOK
from tests.support import correction, listing
from tests.support.bench import Bench
from tests.support.correction import Desk

WEDNESDAY = datetime(2026, 12, 23, 15, tzinfo=UTC)
EVE, NEW_YEAR, SATURDAY = date(2026, 12, 24), date(2027, 1, 1), date(2026, 12, 26)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    made = correction.desk(engine)
    made.now = WEDNESDAY
    return made


def change(bench: Bench, day: date | None, *, is_open: bool = False, reason: str = "Storm") -> str:
    return bench.do(set_business_day, SetBusinessDay(day, is_open, reason), Role.MANAGER).text


def recalculate(bench: Bench) -> str:
    return recalculate_requests(bench.engine, bench.people[Role.MANAGER], bench.now)


def last_day(due_at: datetime | None) -> date:
    assert due_at is not None
    return platform_day(due_at - timedelta(seconds=1), BOOK)


def test_requests_move_past_a_closed_christmas_eve(desk: Desk) -> None:
    ref = desk.filed(received_at=WEDNESDAY)
    assert last_day(desk.request(ref).first_action_due_at) == EVE
    text = change(desk, EVE, reason="Office closed")
    assert text == "Thu, Dec 24, 2026 is closed."
    assert recalculate(desk) == "1 open request has new deadlines."
    moved = desk.request(ref)
    assert last_day(moved.first_action_due_at) == date(2026, 12, 28)
    assert last_day(moved.told_due_at) == date(2026, 12, 29)
    assert moved.due_at == moved.first_action_due_at


def test_a_request_filed_afterwards_has_the_same_deadlines(desk: Desk) -> None:
    before = desk.filed(received_at=WEDNESDAY)
    change(desk, EVE)
    recalculate(desk)
    after = desk.filed(received_at=WEDNESDAY)
    assert desk.request(before).due_at == desk.request(after).due_at


def test_evernorths_days_move_and_a_returned_submission_stays(engine: Engine) -> None:
    asked = listing.listings(engine)
    asked.now = WEDNESDAY
    out, returned = asked.submitted(listing.PLACE), asked.submitted(listing.PHONE)
    asked.give_back(returned)
    before = {row.request_id: row for row in asked.rows(DirectorySubmission)}
    change(asked, EVE)
    recalculate(asked)
    after = {row.request_id: row for row in asked.rows(DirectorySubmission)}
    key, kept = asked.request(out).key, asked.request(returned).key
    assert (before[key].late_after_on, after[key].late_after_on) == (
        date(2027, 1, 5),
        date(2027, 1, 6),
    )
    assert last_day(asked.request(out).due_at) == date(2027, 1, 6)
    assert after[kept].late_after_on == before[kept].late_after_on


def test_a_form_that_is_open_can_still_be_saved(desk: Desk) -> None:
    ref = desk.filed(received_at=WEDNESDAY)
    seen = desk.request(ref).version
    change(desk, EVE)
    recalculate(desk)
    desk.do(take_request, TakeRequest(ref, seen))


def test_a_closed_request_keeps_the_deadline_it_was_judged_by(desk: Desk) -> None:
    ref = desk.taken(received_at=WEDNESDAY)
    desk.apply(ref)
    desk.tell(ref)
    before = desk.request(ref)
    change(desk, EVE)
    assert recalculate(desk) == "0 open requests have new deadlines."
    assert desk.request(ref).told_due_at == before.told_due_at


def test_a_past_day_says_that_closed_requests_stay(desk: Desk) -> None:
    text = change(desk, date(2026, 12, 22))
    assert text == ("Tue, Dec 22, 2026 is closed. Closed requests keep the deadlines they had.")


def test_a_closed_day_that_is_opened_again_leaves_nothing_behind(desk: Desk) -> None:
    ref = desk.filed(received_at=WEDNESDAY)
    before = desk.request(ref).due_at
    change(desk, EVE)
    recalculate(desk)
    change(desk, EVE, is_open=True, reason="The storm passed")
    recalculate(desk)
    assert desk.rows(HolidayOverride) == []
    assert desk.request(ref).due_at == before


def test_closing_a_day_waits_for_a_request_that_is_being_filed(desk: Desk) -> None:
    closing = Thread(target=change, args=(desk, EVE))
    with transaction(desk.engine, desk.people[Role.AGENT], desk.now) as filing:
        ref = file_client_correction(filing, desk.filing(received_at=WEDNESDAY)).ref
        closing.start()
        closing.join(0.5)
        assert closing.is_alive()
    closing.join()
    assert recalculate(desk) == "1 open request has new deadlines."
    assert last_day(desk.request(ref).first_action_due_at) == date(2026, 12, 28)


def test_filing_waits_for_a_day_that_is_being_closed(desk: Desk) -> None:
    filing = Thread(target=desk.filed, kwargs={"received_at": WEDNESDAY})
    with transaction(desk.engine, desk.people[Role.MANAGER], desk.now) as closing:
        set_business_day(closing, SetBusinessDay(EVE, is_open=False, reason="Storm"))
        filing.start()
        filing.join(0.5)
        assert filing.is_alive()
    filing.join()
    (request,) = desk.rows(SupportRequest)
    assert last_day(request.first_action_due_at) == date(2026, 12, 28)


def test_a_federal_holiday_can_be_worked_and_given_back(desk: Desk) -> None:
    change(desk, NEW_YEAR, is_open=True)
    (row,) = desk.rows(HolidayOverride)
    assert (row.day, row.kind) == (NEW_YEAR, "open")
    change(desk, NEW_YEAR)
    assert desk.rows(HolidayOverride) == []


@pytest.mark.parametrize(
    ("day", "is_open", "words"),
    [
        (None, False, "Enter the day."),
        (SATURDAY, False, "closed already: Saturday"),
        (SATURDAY, True, "Saturdays and Sundays cannot be business days."),
        (EVE, True, "This is a business day already."),
        (date(2026, 12, 25), False, "already: Christmas Day"),
        (date(2099, 1, 2), False, "within three years"),
        (date(1, 1, 1), True, "within three years"),
    ],
)
def test_a_day_that_cannot_be_changed_says_why(
    desk: Desk, day: date | None, is_open: bool, words: str
) -> None:
    with pytest.raises(InvalidInput) as problem:
        change(desk, day, is_open=is_open)
    assert words in problem.value.fields["day"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 121, "two\nlines", "\0"])
def test_a_change_needs_a_reason_on_one_line(desk: Desk, reason: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        change(desk, EVE, reason=reason)
    assert [*problem.value.fields] == ["reason"]


def test_the_log_says_who_closed_the_day_and_which_requests_moved(desk: Desk) -> None:
    ref = desk.filed(received_at=WEDNESDAY)
    change(desk, EVE, reason="Office closed")
    recalculate(desk)
    closed, moved = desk.rows(AuditEntry)[-2:]
    assert (closed.action, closed.reason) == ("business_day.closed", "Office closed")
    assert (moved.action, moved.entity_id) == (
        "request.deadlines_recalculated",
        desk.request(ref).key,
    )
    assert (moved.before, moved.after) == ('{"due_on": "2026-12-24"}', '{"due_on": "2026-12-28"}')


def test_stopped_half_way_it_says_so_and_goes_on_from_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(business_days, "AT_ONCE", 2)
    refs = [desk.filed(received_at=WEDNESDAY) for _ in range(5)]
    change(desk, EVE)
    manager = desk.people[Role.MANAGER]
    with transaction(desk.engine, manager, desk.now) as context:
        assert recalculate_some_requests(context).changed == 2
    with reading(desk.engine, manager, desk.now) as looking:
        assert business_days_of(looking, 2026).is_recalculating
    assert recalculate(desk) == "5 open requests have new deadlines."
    with reading(desk.engine, manager, desk.now) as looking:
        assert not business_days_of(looking, 2026).is_recalculating
    assert {last_day(desk.request(ref).due_at) for ref in refs} == {date(2026, 12, 28)}
    with db.looking(desk.engine) as work:
        assert work.query(DeskFact).count() == 0
        assert work.query(SupportRequest).count() == 5


def test_the_year_lists_holidays_and_own_days_in_order(desk: Desk) -> None:
    change(desk, EVE, reason="Office closed")
    with reading(desk.engine, desk.people[Role.MANAGER], desk.now) as looking:
        days = business_days_of(looking, 2026).days
    assert len(days) == 12
    eve, christmas = days[-2:]
    assert (eve.day, eve.holiday, eve.reason, eve.is_open) == (EVE, None, "Office closed", False)
    assert eve.by == desk.people[Role.MANAGER].name
    assert (christmas.holiday, christmas.reason) == ("Christmas Day", None)
