"""One catalogue of reasons: one sentence for one fact."""

from collections import Counter
from dataclasses import replace

import pytest

from core.rules.reasons import CATALOGUE, concluded, reason
from core.rules.sessions.stage import SessionEnd, closed_because
from core.vocabulary.care import PayerKind, SessionStage
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.reasons import Weight

QUOTED = {"edit_closed", "cancel_closed", "half_times"}
"""Reasons that say the sentence of another one."""


def test_no_two_codes_say_the_same_sentence() -> None:
    texts = Counter(one.text for code, one in CATALOGUE.items() if code not in QUOTED)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_data_issue_is_a_reason() -> None:
    assert {code.value for code in DataIssueCode} <= CATALOGUE.keys()


@pytest.mark.parametrize("stage", SessionStage)
@pytest.mark.parametrize("code", ["edit_closed", "cancel_closed"])
def test_another_question_about_a_closed_session_gets_the_same_sentence(
    stage: SessionStage, code: str
) -> None:
    because = closed_because(SessionEnd(stage, PayerKind.INSURANCE, request="R-ABCDEF"))
    if because is not None:
        said = concluded(code, because)
        assert said.sentences == because.sentences
        assert said.code == code


def test_a_sentence_needs_every_detail() -> None:
    assert reason("cpt_missing") == CATALOGUE["cpt_missing"]
    with pytest.raises(KeyError):
        reason("no_license", state="NY")


def test_warnings_and_information_change_no_verdict() -> None:
    entry = CATALOGUE["cpt_missing"]
    deciding = [weight.value for weight in Weight if replace(entry, weight=weight).decides]
    assert deciding == ["block", "review", "not_assessed"]
