"""The scenario book judged: what it expects of each session, and what the rules say of its records
at the instant of its question."""

import pytest
from sqlalchemy import Engine

from core.access import Actor, operator
from core.db.transaction import reading
from core.demo.period import Period
from core.demo.scenarios import Scenario, all_scenarios
from core.queries.sessions.page import SessionDetail, session_page
from core.queries.sessions.verdicts import SessionVerdicts, session_verdicts
from core.vocabulary.care import PayerKind, SessionStage
from core.vocabulary.people import Role
from core.vocabulary.verdicts import CancelPath, Path
from tests.conftest import NOW
from tests.demo.conftest import LAST_DAY

OPERATOR = operator("tests")
QUESTIONS = [
    pytest.param(one, question, id=f"{one.key}-{question}")
    for one in all_scenarios()
    for question in one.expect
]


WAYS = {"R24": Path.BLUECARD, "R25": Path.VIRTUAL_NETWORK}
"""The rules that speak of a way of their own."""


@pytest.mark.parametrize(("one", "question"), QUESTIONS)
def test_a_scenario_is_answered_as_its_book_says(taken_in, one: Scenario, question: str) -> None:
    expected, *by = one.expect[question].split()
    with reading(taken_in[0], OPERATOR, NOW) as look:
        found = session_verdicts(look, [one.session_ref], one.at)[one.session_ref]
    verdict, rules, paths = said(found.verdicts, question)
    assert verdict == expected
    if verdict != "allow":
        assert rules == set(by)
    else:
        assert {WAYS[rule] for rule in by if rule in WAYS} <= paths


def said(verdicts: SessionVerdicts, question: str) -> tuple[str, set[str], set[Path]]:
    """The verdict, the rules behind it, and the ways of billing."""
    if question == "cancel":
        is_support = verdicts.cancel.path == CancelPath.SUPPORT
        return "allow" if is_support else "block", {verdicts.cancel.reason.rule}, set()
    answer = getattr(verdicts, question)
    return answer.verdict.value, set(answer.rules), set(answer.paths)


def next_steps(detail: SessionDetail) -> set[str]:
    """Every next step that the page of a session can show."""
    found, known = detail.verdicts, (detail.billing,) if detail.billing else ()
    answers = (*found.confirm.reasons, *found.edit.reasons, *found.billing.reasons)
    issues = (one.reason for one in detail.issues)
    return {one.next_step for one in (*answers, found.cancel.reason, *issues, *known)}


def on_record(detail: SessionDetail) -> set[str]:
    """The verbs of what is done already, or can no longer be done."""
    car = detail.money.car
    is_closed = detail.stage not in (SessionStage.SCHEDULED, SessionStage.TOOK_PLACE)
    return {
        *(["files"] if car and car.completed_at else []),
        *(["confirms", "can still be confirmed"] if is_closed else []),
        *(["opens"] if detail.requests else []),
    }


def mos_sessions(engine: Engine) -> list[SessionDetail]:
    refs = [ref for one in all_scenarios() for ref in one.sessions]
    with reading(engine, Actor("Vera", Role.VIEWER), Period(LAST_DAY).until) as look:
        found = [session_page(look, ref) for ref in refs]
    return [one for one in found if one.payer_kind == PayerKind.MOS]


def test_no_next_step_asks_for_what_is_on_record(taken_in) -> None:
    details = mos_sessions(taken_in[0])
    assert {done for one in details for done in on_record(one)} >= {"files", "confirms", "opens"}
    again = {
        (one.ref, step)
        for one in details
        for step in next_steps(one)
        if any(done in step for done in on_record(one))
    }
    assert again == set()
