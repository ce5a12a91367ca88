"""From taken to closed: handed to Evernorth, looked at, returned, seen right, told."""

import json
from datetime import date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from core.db.transaction import reading, transaction
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.exchange import OutboundChange
from core.models.requests import DirectorySubmission, ListingCheck
from core.queries.requests.page import request_page
from core.requests.assignment import TakeRequest, UnassignRequest, take_request, unassign_request
from core.requests.listing.check import LineSeen, RecordListingCheck, record_listing_check
from core.requests.listing.submit import ReturnListing, return_listing, submit_listing
from core.rules.requests.listing import STOPPED, TAKING, ListingLine
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import EvernorthStatus, RequestStatus
from tests.support import listing
from tests.support.filling import Filling
from tests.support.listing import PHONE, PLACE, Listings
from tests.support.make import NOW

NEW_YORK = ZoneInfo("America/New_York")
STOPS = ListingLine("mos_status", TAKING, STOPPED)


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Listings:
    return filled(
        engine, listing.listings, is_accepting_mos=True, mos_enrolled_from=date(2025, 1, 1)
    )


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=NEW_YORK)


def actions(desk: Listings) -> list[str]:
    return [row.action for row in desk.rows(AuditEntry) if not row.action.startswith("policy")]


def fields(desk: Listings, action: object, command: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        desk.do(action, command)
    return caught.value.fields


def refused(desk: Listings, action: object, command: object) -> str:
    with pytest.raises(Refused) as caught:
        desk.do(action, command)
    (reason,) = caught.value.reasons
    return reason.code


# from filing to closed


def test_a_listing_goes_from_filing_to_closed(desk):
    ref = desk.submitted()
    desk.later(days=7)
    desk.look(ref, True)
    desk.tell(ref)
    request = desk.request(ref)
    assert (request.status, request.closed_at) == (RequestStatus.CLOSED, desk.now)
    assert actions(desk) == [
        "request.filed",
        "request.taken",
        "listing.submitted",
        "listing.looked_at",
        "request.done",
        "request.closed",
    ]


def test_nobody_is_told_before_the_listing_was_seen_right(desk):
    ref = desk.submitted()
    with pytest.raises(Conflict):
        desk.tell(ref)


# the clocks: NOW is Monday 16 March 2026, 11:00 in New York


def test_until_it_is_submitted_our_own_business_day_runs(desk):
    assert desk.request(desk.taken()).due_at == midnight(2026, 3, 18)


def test_once_submitted_evernorths_seven_business_days_run(desk):
    ref = desk.submitted()
    (row,) = desk.rows(DirectorySubmission)
    assert (row.submitted_on, row.expected_on, row.late_after_on) == (
        date(2026, 3, 16),
        date(2026, 3, 23),
        date(2026, 3, 25),
    )
    assert desk.request(ref).due_at == midnight(2026, 3, 26)


def test_a_return_starts_our_own_day_again(desk):
    ref = desk.submitted()
    desk.later(days=3)
    desk.give_back(ref)
    assert desk.request(ref).due_at == midnight(2026, 3, 21)


def test_a_new_submission_starts_evernorths_days_again(desk):
    """R49."""
    ref = desk.submitted()
    desk.later(days=3)
    desk.give_back(ref)
    desk.submit(ref)
    assert [row.late_after_on for row in desk.rows(DirectorySubmission)] == [
        date(2026, 3, 25),
        date(2026, 3, 30),
    ]
    assert desk.request(ref).due_at == midnight(2026, 3, 31)


def test_once_all_was_seen_one_business_day_is_left_to_tell(desk):
    ref = desk.submitted()
    desk.later(days=4)  # a Friday
    desk.look(ref, True)
    request = desk.request(ref)
    assert request.told_due_at == request.due_at == midnight(2026, 3, 24)


def test_a_late_evening_in_los_angeles_is_the_next_day_for_evernorth(desk):
    """R49-V1."""
    ref = desk.taken()
    desk.now = datetime(2026, 11, 18, 22, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    desk.submit(ref, at=desk.now - timedelta(minutes=30))
    (row,) = desk.rows(DirectorySubmission)
    assert (row.submitted_on, row.late_after_on) == (date(2026, 11, 19), date(2026, 12, 1))


# handing over


def test_the_submission_keeps_who_and_under_which_reference(desk):
    ref = desk.taken()
    desk.submit(ref, reference=" EV  77 ")
    (row,) = desk.rows(DirectorySubmission)
    assert (row.attempt, row.full_name, row.npi, row.submission_reference) == (
        1,
        "Rosa Marsh",
        listing.NPI,
        "EV 77",
    )


@pytest.mark.parametrize("gap", [timedelta(hours=-1), timedelta(minutes=1)])
def test_a_submission_before_the_receipt_or_in_the_future_is_said_by_field(desk, gap):
    ref = desk.taken()
    found = fields(desk, submit_listing, desk.submitting(ref, NOW + gap))
    assert list(found) == ["submitted_at"]


@pytest.mark.parametrize("reference", ["   ", "x" * 61, "EV\u202e1"])
def test_a_submission_needs_a_reference_that_can_be_kept(desk, reference):
    ref = desk.taken()
    assert list(fields(desk, submit_listing, desk.submitting(ref, NOW, reference))) == ["reference"]


def test_a_reference_used_twice_names_the_other_request(desk):
    first, second = desk.taken(), desk.taken()
    desk.submit(first, reference="EV-1")
    found = fields(desk, submit_listing, desk.submitting(second, NOW, "ev-1"))
    assert first in found["reference"]


def test_submitting_what_evernorth_has_is_refused(desk):
    ref = desk.submitted()
    assert refused(desk, submit_listing, desk.submitting(ref)) == "submitted_already"


def test_a_new_submission_before_the_return_is_said_by_field(desk):
    ref = desk.submitted()
    desk.later(days=2)
    desk.give_back(ref)
    command = desk.submitting(ref, desk.now - timedelta(days=1))
    assert list(fields(desk, submit_listing, command)) == ["submitted_at"]


def test_submitting_twice_with_one_key_submits_once(desk):
    ref = desk.taken()
    command = desk.submitting(ref)
    assert desk.do(submit_listing, command, key="k") == desk.do(submit_listing, command, key="k")
    assert len(desk.rows(DirectorySubmission)) == 1


def test_the_hand_over_is_audited_with_its_policy(desk):
    desk.submitted()
    (entry,) = [row for row in desk.rows(AuditEntry) if row.action == "listing.submitted"]
    assert json.loads(entry.after)["late_after_on"] == "2026-03-25"
    assert entry.policy == "directory_bd_min=5, directory_bd_max=7"


# Military OneSource


def test_a_provider_who_stopped_is_no_longer_offered_from_the_hand_over_on(desk):
    """R47-V1."""
    desk.submitted(STOPS)
    assert desk.provider().is_accepting_mos is False
    (change,) = desk.rows(OutboundChange)
    assert (change.entity, change.entity_id, change.field, change.old, change.new) == (
        "provider",
        desk.provider_id,
        "is_accepting_mos",
        "true",
        "false",
    )
    assert change.status == OutboundStatus.WAITING


def test_the_flag_is_audited_for_the_provider_and_the_request(desk):
    ref = desk.submitted(STOPS)
    (entry,) = [row for row in desk.rows(AuditEntry) if row.action == "provider.corrected"]
    assert (entry.entity_id, entry.request_id) == (desk.provider_id, desk.request(ref).key)
    assert json.loads(entry.after) == {"is_accepting_mos": False}


def test_the_timeline_says_yes_and_no_of_the_flag(desk):
    ref = desk.submitted(STOPS)
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        shown = request_page(look, ref).timeline
    (change,) = [one for event in shown for one in event.changes if one.old == "Yes"]
    assert (change.field, change.new) == ("is_accepting_mos", "No")


def test_another_topic_leaves_the_flag_alone(desk):
    desk.submitted(PHONE)
    assert desk.provider().is_accepting_mos is True
    assert desk.rows(OutboundChange) == []


def test_a_flag_that_says_so_already_is_not_sent_again(engine):
    desk = listing.listings(engine)
    desk.submitted(STOPS)
    assert desk.rows(OutboundChange) == []


def test_an_enrolled_provider_who_takes_clients_is_offered_again(engine):
    desk = listing.listings(engine, mos_enrolled_from=date(2025, 1, 1))
    desk.submitted(ListingLine("mos_status", STOPPED, TAKING))
    assert desk.provider().is_accepting_mos is True


# looking


def test_every_look_is_kept_by_field(desk):
    ref = desk.submitted(PHONE, PLACE)
    desk.look(ref, True, False)
    rows = [(row.seen_value, row.is_right, row.looked_on) for row in desk.rows(ListingCheck)]
    assert rows == [
        ("212-555-0199", True, date(2026, 3, 16)),
        ("As it was", False, date(2026, 3, 16)),
    ]


def test_while_one_field_is_not_right_the_request_goes_on(desk):
    ref = desk.submitted(PHONE, PLACE)
    desk.look(ref, True, False)
    assert desk.request(ref).status == RequestStatus.IN_PROGRESS
    assert [row.evernorth_status for row in desk.lines(ref)] == [
        EvernorthStatus.REFLECTED,
        EvernorthStatus.SUBMITTED,
    ]


def test_the_last_field_seen_right_ends_the_wait(desk):
    ref = desk.submitted(PHONE, PLACE)
    desk.look(ref, True)
    last = LineSeen(desk.lines(ref)[1].key, True)
    desk.do(
        record_listing_check, RecordListingCheck(ref, desk.request(ref).version, desk.now, (last,))
    )
    assert desk.request(ref).status == RequestStatus.REPLY_PENDING


def test_a_field_that_is_wrong_again_counts_as_not_seen(desk):
    ref = desk.submitted(PHONE, PLACE)
    desk.look(ref, True)
    desk.look(ref, False)
    assert [row.reflected_on for row in desk.lines(ref)] == [None, None]


def test_a_look_needs_the_listing_at_evernorth(desk):
    ref = desk.taken()
    assert refused(desk, record_listing_check, desk.looking(ref, True)) == "not_submitted"


@pytest.mark.parametrize("gap", [timedelta(days=-1), timedelta(minutes=1)])
def test_a_look_before_the_submission_or_in_the_future_is_said_by_field(desk, gap):
    ref = desk.submitted()
    command = desk.looking(ref, True, at=NOW + gap)
    assert list(fields(desk, record_listing_check, command)) == ["looked_at"]


def test_a_look_at_nothing_is_said_by_field(desk):
    ref = desk.submitted()
    assert list(fields(desk, record_listing_check, desk.looking(ref))) == ["seen"]


def test_a_look_at_a_line_of_another_request_is_said_by_field(desk):
    ref, other = desk.submitted(), desk.submitted()
    seen = (LineSeen(desk.lines(other)[0].key, True),)
    command = RecordListingCheck(ref, desk.request(ref).version, NOW, seen)
    assert list(fields(desk, record_listing_check, command)) == ["seen"]


@pytest.mark.parametrize("value", ["", "212-555-0199", "w" * 401])
def test_a_field_that_is_not_right_needs_what_it_says(desk, value):
    ref = desk.submitted()
    key = desk.lines(ref)[0].key
    command = RecordListingCheck(
        ref, desk.request(ref).version, NOW, (LineSeen(key, False, value),)
    )
    assert list(fields(desk, record_listing_check, command)) == [f"seen.{key}"]


# returned


def test_what_came_back_is_submitted_again_as_the_next_attempt(desk):
    ref = desk.submitted(PHONE, PLACE)
    desk.look(ref, True, False)
    desk.give_back(ref)
    assert [row.evernorth_status for row in desk.lines(ref)] == [
        EvernorthStatus.REFLECTED,
        EvernorthStatus.RETURNED,
    ]
    desk.submit(ref)
    attempts = [(row.attempt, row.returned_on) for row in desk.rows(DirectorySubmission)]
    assert attempts == [(1, date(2026, 3, 16)), (2, None)]
    assert desk.lines(ref)[1].evernorth_status == EvernorthStatus.SUBMITTED


def test_the_reason_of_a_return_is_audited(desk):
    desk.give_back(desk.submitted(), "The form was old")
    (entry,) = [row for row in desk.rows(AuditEntry) if row.action == "listing.returned"]
    assert entry.reason == "The form was old"


def test_a_return_needs_a_reason_and_an_instant_that_was(desk):
    ref = desk.submitted()
    later = NOW + timedelta(days=1)
    command = ReturnListing(ref, desk.request(ref).version, later, " ")
    assert set(fields(desk, return_listing, command)) == {"returned_at", "reason"}


def test_what_evernorth_does_not_have_cannot_come_back(desk):
    ref = desk.taken()
    command = ReturnListing(ref, desk.request(ref).version, NOW, "Old form")
    assert refused(desk, return_listing, command) == "not_submitted"


# for every step


def steps(desk: Listings, ref: str) -> list[tuple[object, object]]:
    return [
        (submit_listing, desk.submitting(ref)),
        (record_listing_check, desk.looking(ref, True)),
        (return_listing, ReturnListing(ref, desk.request(ref).version, NOW, "Old form")),
    ]


def test_each_step_needs_the_request_taken(desk):
    ref = desk.filed()
    codes = [refused(desk, *step) for step in steps(desk, ref)]
    assert codes == ["not_taken"] * 3


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_do_a_step(desk, role):
    for action, command in steps(desk, desk.taken()):
        with pytest.raises(NotPermitted):
            desk.do(action, command, role)


def test_each_step_from_a_stale_page_is_a_conflict(desk):
    ref = desk.taken()
    stale = steps(desk, ref)
    desk.do(unassign_request, UnassignRequest(ref, desk.request(ref).version, "Lunch"))
    desk.do(take_request, TakeRequest(ref, desk.request(ref).version))
    for action, command in stale:
        with pytest.raises(Conflict):
            desk.do(action, command)


def test_no_step_is_left_once_the_requester_is_to_be_told(desk):
    ref = desk.submitted()
    desk.look(ref, True)
    for action, command in steps(desk, ref):
        with pytest.raises(Conflict):
            desk.do(action, command)


def test_the_flag_set_twice_at_the_same_instant_is_a_conflict(desk):
    stops, starts = desk.taken(STOPS), desk.taken(ListingLine("mos_status", STOPPED, TAKING))
    desk.submit(stops)
    with pytest.raises(Conflict, match="at the same moment"):
        desk.submit(starts)
    assert not desk.provider().is_accepting_mos


def test_of_two_who_enter_one_reference_at_once_the_second_is_told_at_the_field(desk):
    first, second = desk.taken(), desk.taken()
    actor, said = desk.people[Role.AGENT], list[str]()

    def enter() -> None:
        with pytest.raises(InvalidInput) as wrong:
            desk.submit(second, reference="ev-same")
        said.append(wrong.value.fields["reference"])

    late = Thread(target=enter)
    with transaction(desk.engine, actor, desk.now) as change:
        submit_listing(change, desk.submitting(first, reference="EV-SAME"))
        late.start()
        late.join(0.5)  # it waits for this one to be written
        assert said == []
    late.join()
    assert first in said[0]
    assert len(desk.rows(DirectorySubmission)) == 1
