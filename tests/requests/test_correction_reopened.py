"""A correction that is taken up again: what was asked is in the record already, and something else
is right."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core.errors import Conflict, Refused
from core.requests.assignment import TakeRequest, take_request
from core.requests.correction.file import CompleteClientCorrection, complete_client_correction
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction, working
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW
from tests.support.working import reopen

AGAIN = (Line("phone", "212-555-0111", "212-555-0122"),)


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


@pytest.fixture
def again(desk: Desk) -> str:
    """Closed, reopened, and taken by an agent."""
    ref = working.closed(desk)
    desk.now = NOW + timedelta(days=1)
    reopen(desk, ref)
    desk.do(take_request, TakeRequest(ref, desk.request(ref).version))
    return ref


def say(desk: Desk, ref: str, role: Role = Role.AGENT, lines: tuple[Line, ...] = AGAIN) -> None:
    seen = desk.request(ref).version
    command = CompleteClientCorrection(ref, seen, desk.client_ref, "Jonh Rivera", lines)
    desk.do(complete_client_correction, command, role)


def test_the_same_value_again_is_refused_and_writes_nothing(desk: Desk, again: str) -> None:
    before = desk.client().version
    with pytest.raises(Refused) as refused:
        desk.apply(again)
    assert [reason.code for reason in refused.value.reasons] == ["nothing_to_correct"]
    assert desk.client().version == before


def test_what_is_right_now_is_said_and_written(desk: Desk, again: str) -> None:
    say(desk, again)
    assert desk.request(again).status == RequestStatus.IN_PROGRESS
    desk.apply(again)
    assert desk.client().phone == "212-555-0122"


def test_only_who_has_it_says_so(desk: Desk, again: str) -> None:
    with pytest.raises(Conflict):
        say(desk, again, Role.LEAD)


def test_a_request_that_was_never_reopened_keeps_what_it_asks(desk: Desk) -> None:
    ref = desk.taken()
    with pytest.raises(Conflict):
        say(desk, ref, lines=(Line("first_name", "Jonh", "Jonathan"),))
