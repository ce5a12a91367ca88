"""The scenario book judged: what it expects of each session, and what the rules say of its records
at the instant of its question."""

import pytest

from core.access import operator
from core.db.transaction import reading
from core.demo.scenarios import Scenario, all_scenarios
from core.queries.sessions.verdicts import SessionVerdicts, session_verdicts
from core.vocabulary.verdicts import CancelPath, Path
from tests.conftest import NOW

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
