"""Filing a correction: what is asked for, what is missing, what cannot be right."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Conflict, InvalidInput, NotPermitted
from core.models.audit import AuditEntry
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.requests.correction.file import (
    CompleteClientCorrection,
    complete_client_correction,
    file_client_correction,
)
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction, make
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def problems(desk: Desk, *lines: Line, **given: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        desk.filed(*lines, **given)
    assert desk.rows(SupportRequest) == []
    return caught.value.fields


def test_a_request_with_everything_is_ready_and_its_clocks_run(desk):
    """R45-V1, R46."""
    request = desk.request(desk.filed())
    assert request.status == RequestStatus.READY
    assert request.ready_at == NOW
    assert request.due_at == request.first_action_due_at
    assert request.first_action_due_at < request.told_due_at


def test_without_the_right_value_it_is_incomplete_and_no_clock_runs(desk):
    """R45-V2."""
    request = desk.request(desk.filed(Line("email", "", "")))
    assert request.status == RequestStatus.NEEDS_INFORMATION
    assert (request.ready_at, request.due_at) == (None, None)


def test_without_a_known_client_it_is_incomplete(desk):
    assert desk.request(desk.filed(client_ref="")).status == RequestStatus.NEEDS_INFORMATION


def test_without_the_name_as_entered_it_is_incomplete(desk):
    assert desk.request(desk.filed(named_as="   ")).status == RequestStatus.NEEDS_INFORMATION


def test_what_was_missing_is_added_and_the_clock_starts_then(desk):
    ref = desk.filed(Line("email", "", ""))
    desk.now = NOW + timedelta(days=1)
    lines = (Line("email", "", "john@mail.example"),)
    desk.do(
        complete_client_correction,
        CompleteClientCorrection(ref, 1, desk.client_ref, "Jonh Rivera", lines),
    )
    request = desk.request(ref)
    assert (request.status, request.ready_at) == (RequestStatus.READY, desk.now)
    assert [row.correct_value for row in desk.rows(CorrectionLine)] == ["john@mail.example"]


def test_completing_from_a_stale_page_is_a_conflict(desk):
    ref = desk.filed(Line("email", "", ""))
    stale = CompleteClientCorrection(ref, 0, desk.client_ref, "Jonh Rivera", ())
    with pytest.raises(Conflict):
        desk.do(complete_client_correction, stale)


def test_an_unknown_client_is_said_by_field(desk):
    assert "client_ref" in problems(desk, client_ref="C-NOBODY")


def test_a_name_that_is_not_the_records_is_said_by_field(desk):
    """R45-V3."""
    assert "named_as" in problems(desk, named_as="Maria Rivera")


@pytest.mark.parametrize("name", ["Jon Rivera", "Jonh Rivero", "Jnoh Rivera"])
def test_a_name_with_a_slip_does_not_keep_a_request_waiting(desk, name):
    assert desk.request(desk.filed(named_as=name)).status == RequestStatus.READY


@pytest.mark.parametrize("name", ["Rivera, Jonh", "rivera jonh", " JONH   RIVERA "])
def test_the_name_counts_in_either_order_and_any_case(desk, name):
    assert desk.request(desk.filed(named_as=name)).status == RequestStatus.READY


def test_a_current_value_that_is_not_the_records_is_said_by_field(desk):
    line = Line("email", "other@mail.example", "john@mail.example")
    assert "lines.0.current_value" in problems(desk, line)


def test_a_birth_date_in_the_future_is_said_by_field(desk):
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()
    assert "lines.0.correct_value" in problems(desk, Line("date_of_birth", "", tomorrow))


@pytest.mark.parametrize(
    "line",
    [
        Line("email", "", "john at mail"),
        Line("phone", "", "call me"),
        Line("home_zip", "", "1234"),
        Line("sex", "", "Y"),
        Line("first_name", "", "Jo\u202ehn"),
        Line("first_name", "", "J" * 81),
        Line("date_of_birth", "", "31/01/1990"),
        Line("first_name", "", "Jonh"),
    ],
)
def test_a_value_that_cannot_stand_there_is_said_by_field(desk, line):
    assert set(problems(desk, line)) & {"lines.0.correct_value", "lines.0.field"}


def test_every_fault_is_told_at_once(desk):
    found = problems(
        desk,
        Line("email", "", "nonsense"),
        Line("phone", "999", "call me"),
        name=" ",
        received_at=NOW + timedelta(hours=1),
    )
    assert set(found) == {
        "requester_name",
        "received_at",
        "lines.0.correct_value",
        "lines.1.correct_value",
        "lines.1.current_value",
    }


def test_the_same_field_twice_is_said_by_field(desk):
    line = Line("phone", "", "212-555-0111")
    assert "lines.1.field" in problems(desk, line, line)


def test_a_field_the_client_has_no_record_for_is_said_by_field(desk):
    assert "lines.0.field" in problems(desk, Line("home_city", "", "Albany"))


def test_a_lone_surrogate_is_refused_and_nothing_is_stored(desk):
    assert "lines.0.correct_value" in problems(desk, Line("first_name", "", "Jo\ud800hn"))


def test_filing_twice_with_one_key_makes_one_request(desk):
    first = desk.do(file_client_correction, desk.filing(), key="one-click")
    again = desk.do(file_client_correction, desk.filing(), key="one-click")
    assert first == again
    assert len(desk.rows(SupportRequest)) == 1


def test_the_same_key_with_other_content_is_a_conflict(desk):
    desk.do(file_client_correction, desk.filing(), key="one-click")
    with pytest.raises(Conflict):
        desk.do(file_client_correction, desk.filing(name="Someone else"), key="one-click")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_file(desk, role):
    with pytest.raises(NotPermitted):
        desk.do(file_client_correction, desk.filing(), role)


def test_filing_is_audited_without_values_of_the_client(desk):
    desk.filed()
    (entry,) = [row for row in desk.rows(AuditEntry) if row.action == "request.filed"]
    assert "John" not in entry.after


def test_filing_never_makes_a_client(desk):
    """R44."""
    desk.filed()
    desk.filed(client_ref="")
    assert len(desk.rows(Client)) == 1


def test_a_role_taken_away_counts_at_once(desk, engine):
    actor = desk.people[Role.AGENT]
    with db.writing(engine) as work:
        work.get(make.Staff, actor.staff_id).role = Role.VIEWER
    with pytest.raises(NotPermitted):
        desk.filed()
