"""Words that suggest self-harm make a request urgent, until a person has acted (R53)."""

import pytest
from sqlalchemy import Engine

from core.db.transaction import reading
from core.errors import Conflict, InvalidInput, NotPermitted, Refused
from core.models.audit import AuditEntry
from core.queries.requests.desk import DeskSearch, desk_board
from core.queries.requests.page import request_page
from core.requests.assignment import UnassignRequest, unassign_request
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.requests.urgency import MarkHandled, mark_handled
from core.rules.requests.corrections import Line
from core.rules.requests.listing import ListingLine
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority, RequestStatus
from tests.support import correction
from tests.support.cancelling import cancelling
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.listing import listings
from tests.support.make import NOW
from tests.support.working import duplicate, redirect, reject, withdraw

WORDS = "She says she wants to kill herself"
DONE = "Called the provider, who is with the client"


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


@pytest.fixture
def urgent(desk: Desk) -> str:
    ref = desk.taken()
    desk.do(add_internal_note, AddInternalNote(ref, WORDS))
    return ref


def handle(desk: Desk, ref: str, role: Role = Role.AGENT, reason: str = DONE, **given):
    version = given.get("version", desk.request(ref).version)
    return desk.do(mark_handled, MarkHandled(ref, version, reason), role, given.get("key", ""))


def on_the_desk(desk: Desk, role: Role) -> list[str]:
    with reading(desk.engine, desk.people[role], NOW) as look:
        return [row.request.ref for row in desk_board(look, DeskSearch()).urgent]


def test_an_ordinary_request_is_not_urgent(desk):
    ref = desk.filed()
    desk.do(add_internal_note, AddInternalNote(ref, "Killing time until the provider calls"))
    assert desk.request(ref).priority == Priority.NORMAL
    assert on_the_desk(desk, Role.LEAD) == []


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        ((Line("preferred_name", "", "I want to die"),), {}),
        ((), {"name": "Suicide risk, says Dana"}),
    ],
    ids=["in a line", "in the requester's name"],
)
def test_words_in_a_filed_correction_make_it_urgent(desk, lines, given):
    """R53."""
    assert desk.request(desk.filed(*lines, **given)).priority == Priority.URGENT


def test_words_in_a_filed_listing_make_it_urgent(engine, desk):
    asked = listings(engine, desk.people)
    ref = asked.filed(ListingLine("other", "", WORDS))
    assert desk.request(ref).priority == Priority.URGENT


def test_words_in_the_reason_of_a_cancellation_make_it_urgent(engine, desk):
    ref = cancelling(engine, desk=desk).file(reason=WORDS)
    assert desk.request(ref).priority == Priority.URGENT


def test_words_in_a_reason_given_on_the_way_make_it_urgent(desk):
    ref = desk.taken()
    desk.do(unassign_request, UnassignRequest(ref, desk.request(ref).version, WORDS))
    assert desk.request(ref).priority == Priority.URGENT


def test_that_it_was_noticed_is_audited_without_the_words(desk, urgent):
    (entry,) = [one for one in desk.rows(AuditEntry) if one.action == "request.urgent"]
    assert (entry.before, entry.after) == ('{"priority": "normal"}', '{"priority": "urgent"}')
    assert WORDS not in entry.reason


def test_a_second_mention_leaves_the_clock_as_it_is(desk, urgent):
    desk.do(add_internal_note, AddInternalNote(urgent, WORDS))
    assert [one.action for one in desk.rows(AuditEntry)].count("request.urgent") == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.LEAD, Role.MANAGER])
def test_an_urgent_request_stands_on_everybodys_desk(desk, urgent, role):
    assert on_the_desk(desk, role) == [urgent]


def test_the_clock_runs_from_when_it_was_noticed(desk, urgent):
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as look:
        assert request_page(look, urgent).urgent_since == NOW


@pytest.mark.parametrize("act", [reject, redirect, withdraw])
def test_an_urgent_request_is_not_ended_early(desk, urgent, act):
    """R53."""
    with pytest.raises(Refused) as caught:
        act(desk, urgent)
    assert [(one.code, one.rule) for one in caught.value.reasons] == [("urgent", "R53")]
    assert desk.request(urgent).status == RequestStatus.IN_PROGRESS


def test_an_urgent_request_is_no_duplicate(desk, urgent):
    with pytest.raises(Refused):
        duplicate(desk, urgent, desk.filed(Line("phone", "", "212-555-0111")))


def test_words_in_the_reason_of_a_rejection_are_not_put_away_with_it(desk):
    ref = desk.taken()
    with pytest.raises(Refused) as caught:
        reject(desk, ref, reason=WORDS)
    assert caught.value.reasons[0].code == "urgent_words"


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_once_handled_it_is_a_request_like_others(desk, urgent, role):
    handle(desk, urgent, role)
    assert desk.request(urgent).priority == Priority.NORMAL
    assert on_the_desk(desk, Role.LEAD) == []
    with reading(desk.engine, desk.people[Role.LEAD], NOW) as look:
        assert request_page(look, urgent).urgent_since is None
    reject(desk, urgent)
    assert desk.request(urgent).status == RequestStatus.REJECTED


def test_what_was_done_is_audited(desk, urgent):
    handle(desk, urgent)
    entry = desk.rows(AuditEntry)[-1]
    assert (entry.action, entry.after, entry.reason) == (
        "request.handled",
        '{"priority": "normal"}',
        DONE,
    )


def test_it_is_not_closed_before_it_is_handled(desk, urgent):
    desk.apply(urgent)
    with pytest.raises(Refused):
        desk.tell(urgent)
    assert on_the_desk(desk, Role.AGENT) == [urgent]
    handle(desk, urgent)
    desk.tell(urgent)
    assert desk.request(urgent).status == RequestStatus.CLOSED


def test_handling_twice_with_one_key_is_one_change(desk, urgent):
    version = desk.request(urgent).version
    for _ in range(2):
        handle(desk, urgent, version=version, key="one-click")
    assert [one.action for one in desk.rows(AuditEntry)].count("request.handled") == 1


def test_what_is_not_urgent_is_not_handled(desk):
    with pytest.raises(Refused):
        handle(desk, desk.filed())


def test_handling_from_a_stale_page_is_a_conflict(desk, urgent):
    with pytest.raises(Conflict):
        handle(desk, urgent, version=desk.request(urgent).version - 1)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401, "a\0b"])
def test_handling_says_what_was_done(desk, urgent, reason):
    with pytest.raises(InvalidInput) as caught:
        handle(desk, urgent, reason=reason)
    assert set(caught.value.fields) == {"reason"}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_mark_it_handled(desk, urgent, role):
    with pytest.raises(NotPermitted):
        handle(desk, urgent, role)
