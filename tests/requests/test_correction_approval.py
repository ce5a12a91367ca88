"""Who must approve a correction that looks like another person, and what ends an approval (R45)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import Refused
from core.models.people import Client
from core.models.requests import Approval
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.requests.assignment import (
    AssignRequest,
    TakeRequest,
    assign_request,
    take_request,
)
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.requests.correction.file import CompleteClientCorrection, complete_client_correction
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from core.vocabulary.requests import ApprovalOutcome
from tests.support import correction
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.working import reopen

OTHER_NAMES = (Line("first_name", "", "Maria"), Line("last_name", "", "Okoye"))
UNSAID = (Line("first_name", "", "Maria"), Line("last_name", "", ""))


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def ask(desk: Desk, ref: str) -> None:
    desk.do(ask_approval, AskApproval(ref, desk.request(ref).version))


def approve(desk: Desk, ref: str, role: Role = Role.LEAD) -> None:
    seen, record = desk.request(ref).version, desk.client().version
    desk.do(decide_approval, DecideApproval(ref, seen, record, True, ""), role)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.reasons]


@pytest.mark.parametrize(
    "lines",
    [
        OTHER_NAMES,
        (Line("first_name", "", "Maria"),),
        (Line("first_name", "", "John"), Line("sex", "", "female")),
        (Line("date_of_birth", "", "1962-10-30"),),
    ],
    ids=["both names", "first name", "name and sex", "birth date"],
)
def test_another_person_is_not_written_without_an_approval(desk, lines):
    with db.writing(desk.engine) as work:
        work.get_one(Client, desk.client_id).sex = "male"
    ref = desk.taken(*lines)
    with pytest.raises(Refused) as refused:
        desk.apply(ref)
    assert codes(refused) == ["approval_of_identity"]
    assert "another person" in refused.value.reasons[0].text
    ask(desk, ref)
    approve(desk, ref, Role.MANAGER)
    desk.apply(ref)
    assert desk.client().first_name in {"Maria", "John", "Jonh"}


def test_whoever_approved_does_not_apply(desk):
    ref = desk.taken(*OTHER_NAMES)
    ask(desk, ref)
    approve(desk, ref)
    lead = desk.people[Role.LEAD].staff_id
    desk.do(assign_request, AssignRequest(ref, desk.request(ref).version, lead), Role.LEAD)
    command = ApplyClientCorrection(ref, desk.request(ref).version, desk.client().version)
    with pytest.raises(Refused) as refused:
        desk.do(apply_client_correction, command, Role.LEAD)
    assert codes(refused) == ["approval_of_another"]


def test_whoever_entered_the_values_does_not_approve(desk):
    ref = desk.filed(*UNSAID)
    seen = desk.request(ref).version
    command = CompleteClientCorrection(ref, seen, desk.client_ref, "Jonh Rivera", OTHER_NAMES)
    desk.do(complete_client_correction, command, Role.LEAD)
    desk.do(take_request, TakeRequest(ref, desk.request(ref).version))
    ask(desk, ref)
    with pytest.raises(Refused) as refused:
        approve(desk, ref)
    assert codes(refused) == ["own_request"]
    approve(desk, ref, Role.MANAGER)


def test_an_approval_dies_when_other_values_are_entered(desk):
    ref = desk.taken(*OTHER_NAMES)
    ask(desk, ref)
    approve(desk, ref)
    desk.apply(ref)
    desk.tell(ref)
    desk.now += timedelta(days=1)
    reopen(desk, ref)
    desk.do(take_request, TakeRequest(ref, desk.request(ref).version))
    again = (Line("first_name", "", "Paula"), Line("last_name", "", "Wrona"))
    seen = desk.request(ref).version
    command = CompleteClientCorrection(ref, seen, desk.client_ref, "Maria Okoye", again)
    desk.do(complete_client_correction, command)
    assert [one.outcome for one in desk.rows(Approval)] == [ApprovalOutcome.LAPSED]
    with pytest.raises(Refused):
        desk.apply(ref)


def test_name_today_and_birth_date_tomorrow_are_one_change(desk):
    desk.apply(desk.taken(Line("first_name", "", "John")))
    desk.now += timedelta(days=1)
    born = desk.client().date_of_birth - timedelta(days=1)
    ref = desk.taken(Line("date_of_birth", "", born.isoformat()), named_as="John Rivera")
    with pytest.raises(Refused) as refused:
        desk.apply(ref)
    assert refused.value.reasons[0].text.startswith("With the recent corrections, ")


def test_after_thirty_days_an_earlier_correction_is_history(desk):
    desk.apply(desk.taken(Line("first_name", "", "John")))
    desk.now += timedelta(days=31)
    born = desk.client().date_of_birth - timedelta(days=1)
    desk.apply(desk.taken(Line("date_of_birth", "", born.isoformat()), named_as="John Rivera"))
    assert desk.client().date_of_birth == born
