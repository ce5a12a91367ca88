"""How a request ends before its work is done, and how it is taken up again."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.models.requests import Approval, RequestLink, SupportRequest
from core.requests.approvals import AskApproval, ask_approval
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import ApprovalOutcome, LinkKind, RequestKind, RequestStatus
from tests.support import correction, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import duplicate, redirect, reject, reopen, withdraw

ENDINGS = {
    RequestStatus.REJECTED: reject,
    RequestStatus.WITHDRAWN: withdraw,
    RequestStatus.REDIRECTED: redirect,
}
every_ending = pytest.mark.parametrize(("status", "act"), list(ENDINGS.items()))
EVERY_ACT = [*ENDINGS.values(), reopen]
NAME_AND_BIRTH = (Line("first_name", "", "Jane"), Line("date_of_birth", "", "1991-02-03"))


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def ready_for(desk: Desk, act: object) -> str:
    return working.closed(desk) if act is reopen else desk.taken()


def become(desk: Desk, ref: str, **values: object) -> None:
    """The request with other values in the database."""
    with db.writing(desk.engine) as work:
        request = work.scalars(select(SupportRequest).where(col(SupportRequest.ref) == ref)).one()
        for name, value in values.items():
            setattr(request, name, value)


@every_ending
def test_a_request_ends_and_says_why(desk, status, act):
    ref = desk.taken()
    act(desk, ref, reason="The requester called again")
    request = desk.request(ref)
    assert (request.status, request.closed_at) == (status, NOW)
    assert "The requester called again" in request.outcome


@every_ending
def test_one_that_nobody_took_ends_as_well(desk, status, act):
    ref = desk.filed()
    act(desk, ref)
    assert desk.request(ref).status == status


@every_ending
def test_somebody_elses_request_ends_by_them_or_a_lead(desk, status, act):
    ref = desk.filed()
    working.reassign(desk, ref, desk.people[Role.LEAD].staff_id)
    with pytest.raises(Refused, match="assigned to someone else"):
        act(desk, ref)
    act(desk, ref, role=Role.LEAD)
    assert desk.request(ref).status == status


@every_ending
def test_what_is_done_already_is_told_and_not_ended_otherwise(desk, status, act):
    ref = desk.taken()
    desk.apply(ref)
    with pytest.raises(Refused, match="work on this request is done"):
        act(desk, ref)


@every_ending
def test_a_cancellation_ends_on_its_own_step(desk, status, act):
    ref = desk.taken()
    become(desk, ref, kind=RequestKind.SESSION_CANCELLATION)
    with pytest.raises(Refused, match="its own last step"):
        act(desk, ref)


@every_ending
def test_what_has_ended_does_not_end_again(desk, status, act):
    ref = desk.taken()
    withdraw(desk, ref)
    with pytest.raises(Conflict):
        act(desk, ref)


def test_an_approval_that_was_asked_for_lapses_with_the_request(desk):
    ref = desk.taken(*NAME_AND_BIRTH)
    desk.do(ask_approval, AskApproval(ref, working.version(desk, ref)))
    reject(desk, ref)
    assert desk.rows(Approval)[0].outcome == ApprovalOutcome.LAPSED


def test_where_it_was_sent_is_kept(desk):
    ref = desk.taken()
    redirect(desk, ref, "  The   provider, by Messages ")
    assert desk.request(ref).outcome == "The provider, by Messages"


def test_without_a_place_it_is_not_sent_elsewhere(desk):
    ref = desk.taken()
    with pytest.raises(InvalidInput) as caught:
        redirect(desk, ref, " ", reason="x" * 401)
    assert set(caught.value.fields) == {"to", "reason"}


@pytest.mark.parametrize("act", [reject, withdraw, reopen])
@pytest.mark.parametrize("reason", ["", "  ", "x" * 401, "a\0b", "\ud800"])
def test_a_reason_that_cannot_stand_is_said_by_field(desk, act, reason):
    ref = ready_for(desk, act)
    with pytest.raises(InvalidInput) as caught:
        act(desk, ref, reason=reason)
    assert set(caught.value.fields) == {"reason"}


@pytest.mark.parametrize("act", EVERY_ACT)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_end_and_reopen(desk, act, role):
    ref = ready_for(desk, act)
    with pytest.raises(NotPermitted):
        act(desk, ref, role=role)


@pytest.mark.parametrize("act", EVERY_ACT)
def test_clicking_twice_is_one_change(desk, act):
    ref = ready_for(desk, act)
    seen = working.version(desk, ref)
    first = act(desk, ref, version=seen, key="one-click")
    written = working.version(desk, ref)
    assert act(desk, ref, version=seen, key="one-click") == first
    assert working.version(desk, ref) == written > seen


@pytest.mark.parametrize("act", EVERY_ACT)
def test_from_a_stale_page_nothing_happens(desk, act):
    ref = ready_for(desk, act)
    with pytest.raises(Conflict):
        act(desk, ref, version=1)


@pytest.mark.parametrize(
    ("act", "entry"),
    [
        (reject, "request.rejected"),
        (withdraw, "request.withdrawn"),
        (redirect, "request.redirected"),
        (reopen, "request.reopened"),
    ],
)
def test_each_is_audited_with_its_reason(desk, act, entry):
    ref = ready_for(desk, act)
    act(desk, ref, reason="The requester called again")
    found = desk.rows(AuditEntry)[-1]
    assert found.action == entry
    assert "The requester called again" in found.reason


def test_reopened_it_is_back_with_the_team_counted_and_its_clocks_start_anew(desk):
    ref = working.closed(desk)
    old = desk.request(ref)
    desk.now = NOW + timedelta(days=7)
    reopen(desk, ref)
    request = desk.request(ref)
    assert (request.status, request.assignee_id) == (RequestStatus.READY, None)
    assert (request.reopen_count, request.ready_at) == (1, desk.now)
    assert request.due_at == old.first_action_due_at + timedelta(days=7)
    assert (request.first_action_at, request.told_at, request.closed_at) == (None, None, None)


def test_days_waited_before_it_was_reopened_give_nothing_to_the_new_clock(desk):
    ref = desk.taken()
    working.put_away(desk, ref)
    desk.now = NOW + timedelta(days=7)
    working.resume(desk, ref)
    desk.apply(ref)
    desk.tell(ref)
    before = desk.request(ref)
    reopen(desk, ref)
    assert desk.request(ref).told_due_at == before.told_due_at


def test_a_rejected_request_is_taken_up_again(desk):
    ref = desk.taken()
    reject(desk, ref)
    reopen(desk, ref)
    request = desk.request(ref)
    assert (request.status, request.outcome) == (RequestStatus.READY, None)


def test_one_that_was_rejected_incomplete_is_incomplete_again(desk):
    ref = desk.filed(Line("email", "", ""))
    reject(desk, ref)
    reopen(desk, ref)
    request = desk.request(ref)
    assert (request.status, request.due_at) == (RequestStatus.NEEDS_INFORMATION, None)


def test_a_cancellation_is_not_taken_up_again(desk):
    ref = working.closed(desk)
    become(desk, ref, kind=RequestKind.SESSION_CANCELLATION)
    with pytest.raises(Refused):
        reopen(desk, ref)


@pytest.mark.parametrize("act", [withdraw, redirect])
def test_what_its_requester_took_elsewhere_is_not_taken_up_again(desk, act):
    ref = desk.taken()
    act(desk, ref)
    with pytest.raises(Conflict):
        reopen(desk, ref)


# duplicates


def test_a_duplicate_ends_and_both_are_linked(desk):
    first, again = desk.filed(), desk.filed()
    duplicate(desk, again, f" {first.lower()} ")
    (link,) = desk.rows(RequestLink)
    assert desk.request(again).status == RequestStatus.DUPLICATE
    assert (link.from_id, link.to_id, link.kind) == (
        desk.request(again).key,
        desk.request(first).key,
        LinkKind.DUPLICATE_OF,
    )


def test_a_request_that_ended_a_while_ago_still_counts(desk):
    first = working.closed(desk)
    desk.now = NOW + timedelta(days=89)
    again = desk.filed()
    duplicate(desk, again, first)
    assert desk.request(again).status == RequestStatus.DUPLICATE


def problem(desk: Desk, ref: str, of_ref: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        duplicate(desk, ref, of_ref)
    assert desk.rows(RequestLink) == []
    return caught.value.fields["of_ref"]


@pytest.mark.parametrize("of_ref", ["R-NOBODY", "", "\0", "' OR 1=1 --"])
def test_an_unknown_request_is_said_by_field(desk, of_ref):
    assert "no request" in problem(desk, desk.filed(), of_ref)


def test_no_request_is_its_own_duplicate(desk):
    ref = desk.filed()
    assert "the same request" in problem(desk, ref, ref)


def test_a_request_that_ended_long_ago_is_no_answer(desk):
    first = working.closed(desk)
    desk.now = NOW + timedelta(days=91)
    assert "days ago" in problem(desk, desk.filed(), first)


def test_a_request_of_another_kind_is_no_answer(desk):
    first, again = desk.filed(), desk.filed()
    become(desk, first, kind=RequestKind.OTHER)
    assert "another kind" in problem(desk, again, first)


def test_two_requests_are_never_duplicates_of_each_other(desk):
    first, again = desk.filed(), desk.filed()
    duplicate(desk, again, first)
    with pytest.raises(InvalidInput, match="itself a duplicate"):
        duplicate(desk, first, again)


def test_somebody_elses_request_is_not_made_a_duplicate(desk):
    first, again = desk.filed(), desk.filed()
    working.reassign(desk, again, desk.people[Role.LEAD].staff_id)
    with pytest.raises(Refused):
        duplicate(desk, again, first)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_mark_duplicates(desk, role):
    first, again = desk.filed(), desk.filed()
    with pytest.raises(NotPermitted):
        duplicate(desk, again, first, role=role)


def test_marking_twice_makes_one_link(desk):
    first, again = desk.filed(), desk.filed()
    seen = working.version(desk, again)
    done = duplicate(desk, again, first, version=seen, key="one-click")
    assert duplicate(desk, again, first, version=seen, key="one-click") == done
    assert len(desk.rows(RequestLink)) == 1


def test_marking_from_a_stale_page_is_a_conflict(desk):
    first, again = desk.filed(), desk.filed()
    with pytest.raises(Conflict):
        duplicate(desk, again, first, version=0)


def test_a_duplicate_is_audited_on_both(desk):
    first, again = desk.filed(), desk.filed()
    duplicate(desk, again, first)
    own, other = desk.rows(AuditEntry)[-2:]
    assert (own.action, own.entity_id) == ("request.duplicate", desk.request(again).key)
    assert (other.action, other.entity_id) == ("request.said_again", desk.request(first).key)
