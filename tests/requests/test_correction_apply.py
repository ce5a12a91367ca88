"""From taken to closed: the record is corrected once, whole, and the requester is told."""

import json

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.exchange import OutboundChange
from core.models.outbox import OutboxMessage
from core.models.people import Client
from core.models.requests import Approval
from core.queries.people.names import find_people
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.requests.assignment import TakeRequest, UnassignRequest, take_request, unassign_request
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.replies import SendReply, send_reply
from core.rules.requests.corrections import Line
from core.vocabulary.administration import MessageStatus
from core.vocabulary.exchange import OutboundStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import ApprovalOutcome, RequestStatus
from tests.support import correction, make
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW

NAME_AND_BIRTH = (Line("first_name", "", "Jane"), Line("date_of_birth", "", "1991-02-03"))


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def actions(desk: Desk) -> list[str]:
    return [row.action for row in desk.rows(AuditEntry) if not row.action.startswith("policy")]


def test_a_correction_goes_from_filing_to_closed(desk):
    """R44-V1, R46-V2."""
    ref = desk.taken()
    desk.apply(ref)
    desk.tell(ref)
    request = desk.request(ref)
    assert (request.status, request.closed_at) == (RequestStatus.CLOSED, NOW)
    assert desk.client().first_name == "John"
    assert actions(desk) == [
        "request.filed",
        "request.taken",
        "client.corrected",
        "request.done",
        "request.closed",
    ]


def test_several_lines_are_written_together(desk):
    desk.apply(desk.taken(Line("last_name", "", "Rivers"), Line("phone", "", "212-555-0123")))
    client = desk.client()
    assert (client.last_name, client.phone) == ("Rivers", "212-555-0123")


def test_what_searches_compare_with_follows_the_correction(desk):
    desk.apply(desk.taken(Line("last_name", "", "Ríos"), Line("email", "", "New@Mail.Example")))
    client = desk.client()
    assert client.email_key == "new@mail.example"
    with db.looking(desk.engine) as look:
        assert find_people(look, Client, "Rios Jonh", 2) == [client.id]


def test_each_corrected_field_waits_for_the_platform(desk):
    desk.apply(desk.taken())
    (change,) = desk.rows(OutboundChange)
    assert (change.entity, change.field, change.old, change.new, change.status) == (
        "client",
        "first_name",
        "Jonh",
        "John",
        OutboundStatus.WAITING,
    )


def test_the_audit_entry_says_from_what_to_what_and_for_which_request(desk):
    ref = desk.taken()
    desk.apply(ref)
    (entry,) = [row for row in desk.rows(AuditEntry) if row.action == "client.corrected"]
    assert json.loads(entry.before) == {"first_name": "Jonh"}
    assert json.loads(entry.after) == {"first_name": "John"}
    assert entry.request_id == desk.request(ref).key


def test_applying_twice_with_one_key_corrects_once(desk):
    ref = desk.taken()
    version, record = desk.request(ref).version, desk.client().version
    command = ApplyClientCorrection(ref, version, record)
    first = desk.do(apply_client_correction, command, key="k")
    assert desk.do(apply_client_correction, command, key="k") == first
    assert desk.client().version == record + 1


def test_a_record_that_changed_meanwhile_is_a_conflict_that_shows_all_three(desk, engine):
    ref = desk.taken(Line("phone", "212-555-0100", "212-555-0123"))
    seen = desk.client().version
    with db.writing(engine) as work:
        client = work.get(Client, desk.client_id)
        client.phone, client.version = "212-555-0199", seen + 1
    with pytest.raises(Conflict) as caught:
        desk.apply(ref, record_version=seen)
    (clash,) = caught.value.clashes
    assert (clash.was, clash.theirs, clash.yours) == (
        "212-555-0100",
        "212-555-0199",
        "212-555-0123",
    )
    assert desk.client().phone == "212-555-0199"


def test_a_stale_request_page_is_a_conflict(desk):
    ref = desk.taken()
    with pytest.raises(Conflict):
        desk.do(apply_client_correction, ApplyClientCorrection(ref, 1, desk.client().version))


def test_work_needs_the_request_taken(desk):
    ref = desk.filed()
    with pytest.raises(Refused):
        desk.apply(ref)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_apply(desk, role):
    ref = desk.taken()
    with pytest.raises(NotPermitted):
        desk.do(apply_client_correction, ApplyClientCorrection(ref, 2, 1), role)


def test_nobody_is_told_before_it_is_done(desk):
    """R46-V3."""
    ref = desk.taken()
    with pytest.raises(Conflict):
        desk.tell(ref)


def test_the_words_the_requester_was_told_are_kept(desk):
    ref = desk.taken()
    desk.apply(ref)
    desk.tell(ref, "All done.")
    (message,) = desk.rows(OutboxMessage)
    assert (message.body, message.recipient, message.status) == (
        "All done.",
        "dana@practice.example",
        MessageStatus.TOLD_BY_HAND,
    )


def test_telling_in_no_words_is_said_by_field(desk):
    ref = desk.taken()
    desk.apply(ref)
    with pytest.raises(InvalidInput) as caught:
        desk.tell(ref, " \n ")
    assert list(caught.value.fields) == ["text"]


def test_without_the_tick_the_request_stays_open(desk):
    ref = desk.taken()
    desk.apply(ref)
    command = SendReply(ref, desk.request(ref).version, False, "Done.")
    with pytest.raises(InvalidInput) as caught:
        desk.do(send_reply, command)
    assert list(caught.value.fields) == ["told"]
    assert desk.request(ref).status == RequestStatus.REPLY_PENDING


def test_only_one_of_two_people_takes_a_request(desk):
    ref = desk.filed()
    seen = desk.request(ref).version
    desk.do(take_request, TakeRequest(ref, seen))
    with pytest.raises(Conflict):
        desk.do(take_request, TakeRequest(ref, seen), Role.LEAD)
    with pytest.raises(Refused):
        desk.do(take_request, TakeRequest(ref, desk.request(ref).version), Role.LEAD)


def test_taking_starts_the_clock_for_telling(desk):
    request = desk.request(desk.taken())
    assert (request.first_action_at, request.due_at) == (NOW, request.told_due_at)


def test_an_unknown_request_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.do(take_request, TakeRequest("R-NOBODY", 1))


def test_a_request_is_given_back_with_a_reason(desk):
    ref = desk.taken()
    desk.do(unassign_request, UnassignRequest(ref, desk.request(ref).version, "Off on leave"))
    request = desk.request(ref)
    assert (request.assignee_id, request.status) == (None, RequestStatus.READY)
    assert [row.reason for row in desk.rows(AuditEntry)][-1] == "Off on leave"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 401])
def test_giving_back_needs_a_reason_that_fits(desk, reason):
    ref = desk.taken()
    with pytest.raises(InvalidInput) as caught:
        desk.do(unassign_request, UnassignRequest(ref, desk.request(ref).version, reason))
    assert list(caught.value.fields) == ["reason"]


def test_nobody_gives_back_what_another_has(desk):
    ref = desk.taken()
    seen = desk.request(ref).version
    with pytest.raises(Refused):
        desk.do(unassign_request, UnassignRequest(ref, seen, "Mine now"), Role.LEAD)


def test_name_and_birth_date_together_need_an_approval(desk):
    ref = desk.taken(*NAME_AND_BIRTH)
    with pytest.raises(Refused):
        desk.apply(ref)
    assert desk.client().first_name == "Jonh"


def approve(
    desk: Desk, ref: str, role: Role = Role.LEAD, yes: bool = True, reason: str = ""
) -> None:
    command = DecideApproval(ref, desk.request(ref).version, desk.client().version, yes, reason)
    desk.do(decide_approval, command, role)


def asked(desk: Desk) -> str:
    ref = desk.taken(*NAME_AND_BIRTH)
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    return ref


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER])
def test_after_an_approval_it_is_applied(desk, role):
    ref = asked(desk)
    approve(desk, ref, role)
    desk.apply(ref)
    assert desk.client().first_name == "Jane"


def test_a_later_no_takes_an_earlier_yes_back(desk):
    ref = asked(desk)
    approve(desk, ref)
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    approve(desk, ref, Role.MANAGER, yes=False, reason="It is another person")
    with pytest.raises(Refused):
        desk.apply(ref)
    assert desk.client().first_name == "Jonh"


def test_a_later_yes_takes_an_earlier_no_back(desk):
    ref = asked(desk)
    approve(desk, ref, yes=False, reason="Ask for a document first")
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    approve(desk, ref, Role.MANAGER)
    desk.apply(ref)
    assert desk.client().first_name == "Jane"


def test_a_no_says_why_and_nothing_is_applied(desk):
    ref = asked(desk)
    with pytest.raises(InvalidInput):
        approve(desk, ref, yes=False)
    approve(desk, ref, yes=False, reason="Looks like another person")
    with pytest.raises(Refused):
        desk.apply(ref)


def test_nobody_approves_their_own_work(desk, engine):
    ref = asked(desk)
    agent = desk.people[Role.AGENT]
    with db.writing(engine) as work:
        work.get(make.Staff, agent.staff_id).role = Role.LEAD
    with pytest.raises(Refused):
        approve(desk, ref, Role.AGENT)


def test_an_agent_may_not_approve(desk):
    ref = asked(desk)
    with pytest.raises(NotPermitted):
        approve(desk, ref, Role.AGENT)


def test_an_approval_dies_when_the_record_changes(desk, engine):
    ref = asked(desk)
    approve(desk, ref)
    with db.writing(engine) as work:
        work.get(Client, desk.client_id).version += 1
    with pytest.raises(Refused):
        desk.apply(ref)


def test_one_can_ask_again_after_the_record_changed(desk, engine):
    ref = asked(desk)
    with db.writing(engine) as work:
        work.get(Client, desk.client_id).version += 1
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    outcomes = [row.outcome for row in desk.rows(Approval)]
    assert sorted(outcomes) == [ApprovalOutcome.ASKED, ApprovalOutcome.LAPSED]


def test_asking_twice_is_refused(desk):
    ref = asked(desk)
    with pytest.raises(Refused):
        desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))


def test_asking_where_no_approval_is_needed_is_refused(desk):
    ref = desk.taken()
    with pytest.raises(Refused):
        desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))


def test_telling_is_only_for_who_has_the_request(desk):
    ref = desk.taken()
    desk.apply(ref)
    command = SendReply(ref, desk.request(ref).version, True, "Done.")
    with pytest.raises(Refused):
        desk.do(send_reply, command, Role.LEAD)


def test_the_same_field_at_the_same_instant_is_a_conflict(desk):
    first, second = (desk.taken(Line("phone", "", f"212-555-01{n}")) for n in (11, 22))
    desk.apply(first)
    with pytest.raises(Conflict, match="at the same moment"):
        desk.apply(second)
    assert desk.client().phone == "212-555-0111"
