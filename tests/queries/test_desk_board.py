"""The desk: mine, nobody's, what is due next, what waits for my approval."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core.actions.approvals import AskApproval, ask_approval
from core.queries.desk_board import DeskBoard, desk_board
from core.rules.corrections import Line
from core.transaction import reading
from core.vocabulary.people import Role
from tests.support import correction
from tests.support.correction import Desk
from tests.support.make import NOW


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return correction.desk(engine)


def board(desk: Desk, role: Role = Role.AGENT) -> DeskBoard:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return desk_board(look)


def refs(found) -> list[str]:
    return [row.ref for row in found.rows]


def test_a_new_request_is_nobodys(desk):
    ref = desk.filed()
    assert refs(board(desk).unassigned) == [ref]
    assert refs(board(desk).mine) == []


def test_a_taken_request_is_mine_and_not_anothers(desk):
    ref = desk.taken()
    assert refs(board(desk).mine) == [ref]
    assert refs(board(desk, Role.LEAD).mine) == []
    assert refs(board(desk).unassigned) == []


def test_a_closed_request_is_on_no_list(desk):
    ref = desk.taken()
    desk.apply(ref)
    desk.tell(ref)
    found = board(desk)
    assert (found.mine.count, found.unassigned.count, found.due.count) == (0, 0, 0)


def test_what_is_due_first_comes_first_and_what_has_no_clock_is_not_due(desk):
    late = desk.filed()
    desk.now = NOW + timedelta(days=2)
    later = desk.filed(Line("phone", "", "212-555-0123"))
    desk.filed(Line("email", "", ""))
    assert refs(board(desk).due) == [late, later]


def test_a_request_past_its_limit_is_overdue(desk):
    desk.filed()
    limit = board(desk).due.rows[0].due_at
    desk.now = limit - timedelta(seconds=1)
    assert board(desk).overdue_count == 0
    desk.now = limit
    assert board(desk).overdue_count == 1


def test_an_approval_waits_for_those_who_may_give_it(desk):
    ref = desk.taken(Line("first_name", "", "Jane"), Line("date_of_birth", "", "1991-02-03"))
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))
    waits = {role: refs(board(desk, role).approvals) for role in (Role.AGENT, Role.LEAD)}
    assert waits == {Role.AGENT: [], Role.LEAD: [ref]}
