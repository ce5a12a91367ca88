"""A lead gives a request to somebody."""

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction, make, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import reassign


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def colleague(desk: Desk, role: Role = Role.AGENT, **given: object) -> int:
    with db.writing(desk.engine) as work:
        return make.staff(work, role, **given).key


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_an_agent_or_lead_is_given_somebodys_request(desk, role):
    ref, other = desk.taken(), colleague(desk, role)
    reassign(desk, ref, other)
    assert desk.request(ref).assignee_id == other


def test_a_request_that_nobody_had_is_in_progress_and_begun(desk):
    ref = desk.filed()
    reassign(desk, ref, colleague(desk))
    request = desk.request(ref)
    assert (request.status, request.first_action_at) == (RequestStatus.IN_PROGRESS, NOW)


def test_a_request_that_waits_goes_on_waiting(desk):
    ref = desk.taken()
    working.put_away(desk, ref)
    reassign(desk, ref, colleague(desk))
    assert desk.request(ref).status == RequestStatus.SNOOZED


def test_nobody_else_can_be_chosen(desk):
    ref = desk.taken()
    wrong = [None, 999_999, colleague(desk, is_active=False), colleague(desk, Role.VIEWER)]
    for person in wrong:
        with pytest.raises(InvalidInput) as caught:
            reassign(desk, ref, person)
        assert set(caught.value.fields) == {"assignee_id"}


def test_the_person_who_has_it_is_said_by_field(desk):
    ref = desk.taken()
    with pytest.raises(InvalidInput, match="already"):
        reassign(desk, ref, desk.people[Role.AGENT].staff_id)


def test_a_reason_that_is_too_long_is_said_by_field(desk):
    ref = desk.taken()
    with pytest.raises(InvalidInput) as caught:
        reassign(desk, ref, colleague(desk), reason="x" * 401)
    assert set(caught.value.fields) == {"reason"}


def test_a_request_that_ended_is_given_to_nobody(desk):
    ref = working.closed(desk)
    with pytest.raises(Refused):
        reassign(desk, ref, colleague(desk))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_assign(desk, role):
    ref = desk.taken()
    with pytest.raises(NotPermitted):
        reassign(desk, ref, colleague(desk), role=role)


def test_an_agent_hands_over_with_a_note(desk):
    ref, other = desk.taken(), colleague(desk)
    with pytest.raises(InvalidInput, match="Enter a note"):
        reassign(desk, ref, other, role=Role.AGENT)
    reassign(desk, ref, other, role=Role.AGENT, reason="Dana calls back at 3 PM")
    assert desk.request(ref).assignee_id == other


def test_an_agent_assigns_an_unassigned_request_without_a_note(desk):
    ref, other = desk.filed(), colleague(desk)
    reassign(desk, ref, other, role=Role.AGENT)
    assert desk.request(ref).assignee_id == other


def test_an_agent_cannot_give_away_a_colleagues_request(desk):
    ref = desk.taken()
    reassign(desk, ref, colleague(desk))
    with pytest.raises(Refused):
        reassign(desk, ref, colleague(desk), role=Role.AGENT, reason="Mine now")


def test_clicking_twice_is_one_change(desk):
    ref, other = desk.taken(), colleague(desk)
    seen = working.version(desk, ref)
    first = reassign(desk, ref, other, version=seen, key="one-click")
    written = working.version(desk, ref)
    assert reassign(desk, ref, other, version=seen, key="one-click") == first
    assert working.version(desk, ref) == written > seen


def test_from_a_stale_page_nothing_happens(desk):
    ref = desk.taken()
    with pytest.raises(Conflict):
        reassign(desk, ref, colleague(desk), version=1)


def test_it_is_audited_from_whom_to_whom(desk):
    ref, other = desk.taken(), colleague(desk, name="Amir Agent")
    reassign(desk, ref, other, reason="Off on leave")
    entry = desk.rows(AuditEntry)[-1]
    assert (entry.action, entry.reason) == ("request.reassigned", "Off on leave")
    assert desk.people[Role.AGENT].name in entry.before
    assert "Amir Agent" in entry.after
