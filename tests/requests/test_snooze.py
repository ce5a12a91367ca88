"""Putting a request away: its clock stands still, and it is back by itself on its day."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.requests import Snooze
from core.rules.time.instants import start_of
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import IN_A_WEEK, TODAY, put_away, resume


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def days_after(start: datetime, days: int) -> datetime:
    return start + timedelta(days=days)


def test_a_request_waits_with_its_reason_and_its_day(desk):
    ref = desk.taken()
    put_away(desk, ref)
    (wait,) = desk.rows(Snooze)
    assert desk.request(ref).status == RequestStatus.SNOOZED
    assert (wait.reason, wait.from_on, wait.wake_on, wait.ended_at) == (
        "The provider sends a document",
        TODAY,
        IN_A_WEEK,
        None,
    )


def test_the_trail_says_what_the_status_was_before(desk):
    ref = desk.taken()
    put_away(desk, ref)
    entry = [one for one in desk.rows(AuditEntry) if one.action == "request.put_away"][-1]
    assert json.loads(entry.before) == {"status": "in_progress"}


def test_the_clock_stands_still_for_the_business_days_of_the_wait(desk):
    ref = desk.taken()
    due_at = desk.request(ref).due_at
    put_away(desk, ref, IN_A_WEEK)
    assert desk.request(ref).due_at == days_after(due_at, 7)


def test_going_on_earlier_gives_back_only_the_days_that_were_waited(desk):
    ref = desk.taken()
    due_at = desk.request(ref).due_at
    put_away(desk, ref, IN_A_WEEK)
    desk.now = NOW + timedelta(days=1)
    resume(desk, ref)
    assert desk.request(ref).status == RequestStatus.IN_PROGRESS
    assert desk.request(ref).due_at == days_after(due_at, 1)


def test_going_on_after_its_day_gives_no_more_than_up_to_its_day(desk):
    ref = desk.taken()
    put_away(desk, ref, TODAY + timedelta(days=1))
    due_at = desk.request(ref).due_at
    desk.now = NOW + timedelta(days=3)
    resume(desk, ref)
    assert desk.request(ref).due_at == due_at


def test_put_away_again_it_waits_for_the_new_day(desk):
    ref = desk.taken()
    put_away(desk, ref, TODAY + timedelta(days=1))
    desk.now = NOW + timedelta(days=1)
    put_away(desk, ref, IN_A_WEEK)
    first, second = sorted(desk.rows(Snooze), key=lambda one: one.wake_on)
    assert (first.ended_at, second.ended_at) == (desk.now, None)


def test_whatever_takes_it_out_of_waiting_ends_the_wait(desk):
    ref = desk.taken()
    put_away(desk, ref)
    working.withdraw(desk, ref)
    assert desk.rows(Snooze)[0].ended_at == NOW


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_day_that_has_come_or_is_far_off_is_said_by_field(desk, days):
    ref = desk.taken()
    with pytest.raises(InvalidInput) as caught:
        put_away(desk, ref, TODAY + timedelta(days=days))
    assert set(caught.value.fields) == {"wake_on"}


def test_today_is_todays_date_on_the_platforms_clock(desk):
    ref = desk.taken()
    desk.now = start_of(TODAY, desk.people[Role.AGENT].tz) + timedelta(hours=23)
    put_away(desk, ref, TODAY + timedelta(days=1))
    assert desk.rows(Snooze)[0].from_on == TODAY


@pytest.mark.parametrize("reason", ["", "   ", "x" * 401, "a\0b", "\ud800"])
def test_a_reason_that_cannot_stand_is_said_by_field(desk, reason):
    ref = desk.taken()
    with pytest.raises(InvalidInput) as caught:
        put_away(desk, ref, reason=reason)
    assert set(caught.value.fields) == {"reason"}


def test_every_fault_is_told_at_once(desk):
    ref = desk.taken()
    with pytest.raises(InvalidInput) as caught:
        put_away(desk, ref, None, reason="")
    assert set(caught.value.fields) == {"wake_on", "reason"}


def test_only_the_person_who_has_it_puts_it_away(desk):
    ref = desk.taken()
    with pytest.raises(Refused):
        put_away(desk, ref, role=Role.LEAD)


def test_only_the_person_who_has_it_goes_on(desk):
    ref = desk.taken()
    put_away(desk, ref)
    with pytest.raises(Refused):
        resume(desk, ref, role=Role.LEAD)


@pytest.mark.parametrize("act", [put_away, resume])
@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_other_roles_neither_put_away_nor_go_on(desk, act, role):
    ref = desk.taken()
    with pytest.raises(NotPermitted):
        act(desk, ref, role=role)


def test_a_request_that_nobody_works_on_does_not_wait(desk):
    ref = desk.taken()
    desk.apply(ref)
    with pytest.raises(Conflict):
        put_away(desk, ref)


def test_one_that_does_not_wait_does_not_go_on(desk):
    ref = desk.taken()
    with pytest.raises(Conflict):
        resume(desk, ref)


def test_clicking_twice_puts_it_away_once(desk):
    ref = desk.taken()
    seen = working.version(desk, ref)
    first = put_away(desk, ref, version=seen, key="one-click")
    assert put_away(desk, ref, version=seen, key="one-click") == first
    assert len(desk.rows(Snooze)) == 1


@pytest.mark.parametrize("act", [put_away, resume])
def test_from_a_stale_page_nothing_happens(desk, act):
    ref = desk.taken()
    if act is resume:
        put_away(desk, ref)
    with pytest.raises(Conflict):
        act(desk, ref, version=1)


def test_both_are_audited_with_the_reason(desk):
    ref = desk.taken()
    put_away(desk, ref)
    resume(desk, ref)
    away, back = desk.rows(AuditEntry)[-2:]
    assert (away.action, away.reason) == ("request.put_away", "The provider sends a document")
    assert IN_A_WEEK.isoformat() in away.after
    assert back.action == "request.resumed"
