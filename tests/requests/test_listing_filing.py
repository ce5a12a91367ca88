"""Filing the change of a listing: what is asked for, what is missing, what cannot be right."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.requests import DirectoryLine, SupportRequest
from core.requests.listing.file import (
    CompleteDirectoryUpdate,
    complete_directory_update,
    file_directory_update,
)
from core.rules.requests.listing import STOPPED, TAKING, Directory, ListingLine
from core.vocabulary.people import Role
from core.vocabulary.requests import EvernorthStatus, RequestStatus
from tests.support import correction, listing, make
from tests.support.filling import Filling
from tests.support.listing import NPI, PHONE, PLACE, Listings
from tests.support.make import NOW

STARTS = ListingLine("mos_status", STOPPED, TAKING)


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Listings:
    return filled(engine, listing.listings)


def problems(desk: Listings, *lines: ListingLine, **given: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        desk.filed(*lines, **given)
    assert desk.rows(SupportRequest) == []
    return caught.value.fields


def refusal(desk: Listings, *lines: ListingLine, **given: object) -> str:
    with pytest.raises(Refused) as caught:
        desk.filed(*lines, **given)
    assert desk.rows(SupportRequest) == []
    (reason,) = caught.value.reasons
    return reason.code


def test_a_request_with_everything_is_ready_and_its_first_clock_runs(desk):
    request = desk.request(desk.filed(PHONE, PLACE))
    assert (request.status, request.ready_at) == (RequestStatus.READY, NOW)
    assert request.provider_id == desk.provider_id
    assert request.due_at == request.first_action_due_at


def test_the_clock_for_telling_waits_until_the_listing_was_seen(desk):
    assert desk.request(desk.filed()).told_due_at is None


def test_every_line_is_kept_and_still_to_be_submitted(desk):
    ref = desk.filed(PHONE, PLACE)
    assert [(row.topic, row.listed_value, row.correct_value) for row in desk.lines(ref)] == [
        ("phone", "212-555-0100", "212-555-0199"),
        ("location", "1 Old Street, Albany", "2 New Street, Albany"),
    ]
    assert {row.evernorth_status for row in desk.lines(ref)} == {EvernorthStatus.TO_SUBMIT}


@pytest.mark.parametrize(
    "lacking",
    [{"npi": ""}, {"full_name": "  "}, {"lines": (ListingLine("phone", "1", ""),)}, {"lines": ()}],
    ids=["npi", "name", "value", "lines"],
)
def test_without_one_of_the_inputs_it_is_incomplete_and_no_clock_runs(desk, lacking):
    request = desk.request(desk.filed(**lacking))
    assert request.status == RequestStatus.NEEDS_INFORMATION
    assert (request.ready_at, request.due_at) == (None, None)


def test_the_npi_alone_finds_the_provider(desk):
    assert desk.request(desk.filed(provider_ref="")).provider_id == desk.provider_id


def test_what_was_missing_is_added_and_the_clock_starts_then(desk):
    ref = desk.filed(npi="")
    desk.later(days=1)
    desk.do(complete_directory_update, CompleteDirectoryUpdate(ref, 1, desk.asked(PLACE)))
    request = desk.request(ref)
    assert (request.status, request.ready_at) == (RequestStatus.READY, desk.now)
    assert [row.topic for row in desk.lines(ref)] == ["location"]


def test_completing_from_a_stale_page_is_a_conflict(desk):
    ref = desk.filed(npi="")
    with pytest.raises(Conflict):
        desk.do(complete_directory_update, CompleteDirectoryUpdate(ref, 0, desk.asked()))


def test_completing_what_is_complete_is_a_conflict(desk):
    ref = desk.filed()
    with pytest.raises(Conflict):
        desk.do(complete_directory_update, CompleteDirectoryUpdate(ref, 1, desk.asked()))


def test_a_request_of_another_kind_is_not_completed_as_a_listing(desk, engine):
    ref = correction.desk(engine).filed(named_as="")
    with pytest.raises(Conflict):
        desk.do(complete_directory_update, CompleteDirectoryUpdate(ref, 1, desk.asked()))


@pytest.mark.parametrize(
    "npi", ["1234567890", "3000000000", "0234567895", "123456789", "12345A7893", "١٢٣٤٥٦٧٨٩٣"]
)
def test_an_npi_that_is_none_is_said_by_field(desk, npi):
    """R48-V2."""
    assert list(problems(desk, npi=npi)) == ["npi"]


def test_an_npi_with_blanks_inside_counts(desk):
    assert desk.request(desk.filed(npi=" 123 456 7893 ")).status == RequestStatus.READY


def test_the_npi_of_another_provider_is_said_by_field(desk, engine):
    """R48-V3."""
    with db.writing(engine) as work:
        other = make.provider(work).npi
    assert "npi" in problems(desk, npi=other)


def test_the_npi_of_another_provider_does_not_fit_the_name(desk, engine):
    with db.writing(engine) as work:
        other = make.provider(work).npi
    assert "full_name" in problems(desk, npi=other, provider_ref="")


@pytest.mark.parametrize("given", [{}, {"provider_ref": ""}], ids=["chosen", "not chosen"])
def test_a_groups_npi_is_said_by_field(desk, given):
    assert "group" in problems(desk, npi="1245319599", **given)["npi"]


def test_an_unknown_provider_is_said_by_field(desk):
    assert "provider_ref" in problems(desk, provider_ref="P-NOBODY")


@pytest.mark.parametrize(
    "name", ["Marsh, Rosa", "rosa  MARSH", "Rósa Marsh, L.C.S.W.", "Marsh Rosa LCSW"]
)
def test_the_name_counts_in_either_order_and_any_spelling(desk, name):
    assert desk.request(desk.filed(full_name=name)).status == RequestStatus.READY


@pytest.mark.parametrize("name", ["Rosa March", "Rosa", "R" * 161, "Rosa\u202e Marsh"])
def test_a_name_that_is_not_the_records_is_said_by_field(desk, name):
    assert list(problems(desk, full_name=name)) == ["full_name"]


def test_a_field_equal_to_what_is_listed_is_said_by_field(desk):
    line = ListingLine("specialty", "Anxiety", " Anxiety ")
    assert "lines.0.correct_value" in problems(desk, line)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (ListingLine("", "", "x"), "topic"),
        (ListingLine("hobby", "", "x"), "topic"),
        (ListingLine("phone", "", "call me"), "correct_value"),
        (ListingLine("mos_status", "", "perhaps"), "correct_value"),
        (ListingLine("other", "", "w" * 401), "correct_value"),
        (ListingLine("other", "w" * 401, ""), "listed_value"),
        (ListingLine("other", "", "a\u202eb"), "correct_value"),
        (ListingLine("other", "\ud800", "a"), "listed_value"),
    ],
)
def test_what_cannot_stand_in_a_line_is_said_by_field(desk, line, field):
    assert list(problems(desk, line)) == [f"lines.0.{field}"]


def test_the_same_line_twice_is_said_by_field(desk):
    assert "lines.1.topic" in problems(desk, PHONE, PHONE)


def test_a_provider_may_have_two_locations_wrong(desk):
    other = ListingLine("location", "3 Old Street", "4 New Street")
    assert len(desk.lines(desk.filed(PLACE, other))) == 2


def test_every_fault_is_told_at_once(desk):
    found = problems(
        desk,
        ListingLine("phone", "", "call me"),
        npi="1",
        full_name="Somebody Else",
        requester_name=" ",
        received_at=NOW + timedelta(hours=1),
    )
    assert set(found) == {
        "npi",
        "full_name",
        "requester_name",
        "received_at",
        "lines.0.correct_value",
    }


def test_another_directory_is_refused_with_who_helps_instead(desk):
    """R47-V2."""
    assert refusal(desk, directory=Directory.OTHER, npi="nonsense") == "other_directory"


def test_a_start_with_military_onesource_without_enrollment_is_refused(desk):
    """R47-V3."""
    assert refusal(desk, STARTS) == "not_enrolled"


def test_a_start_after_the_enrollment_ended_is_refused(engine):
    ended = {"mos_enrolled_from": date(2025, 1, 1), "mos_enrolled_to": date(2026, 3, 15)}
    assert refusal(listing.listings(engine, **ended), STARTS) == "not_enrolled"


def test_an_enrolled_provider_listed_as_unavailable_is_put_right(engine):
    """R47-V3."""
    desk = listing.listings(
        engine, mos_enrolled_from=date(2025, 1, 1), mos_enrolled_to=date(2026, 3, 16)
    )
    assert desk.request(desk.filed(STARTS)).status == RequestStatus.READY


def test_stopping_needs_no_enrollment(desk):
    stops = ListingLine("mos_status", TAKING, STOPPED)
    assert desk.request(desk.filed(stops)).status == RequestStatus.READY


def test_filing_twice_with_one_key_makes_one_request(desk):
    first = desk.do(file_directory_update, desk.filing(), key="one-click")
    assert desk.do(file_directory_update, desk.filing(), key="one-click") == first
    assert (len(desk.rows(SupportRequest)), len(desk.rows(DirectoryLine))) == (1, 1)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_file_and_complete(desk, role):
    with pytest.raises(NotPermitted):
        desk.do(file_directory_update, desk.filing(), role)
    command = CompleteDirectoryUpdate("R-AAAAAA", 1, desk.asked())
    with pytest.raises(NotPermitted):
        desk.do(complete_directory_update, command, role)


def test_filing_and_completing_are_audited(desk):
    ref = desk.filed(npi="")
    desk.do(complete_directory_update, CompleteDirectoryUpdate(ref, 1, desk.asked(npi=NPI)))
    found = [row.action for row in desk.rows(AuditEntry) if row.entity == "support_request"]
    assert found == ["request.filed", "request.completed"]
