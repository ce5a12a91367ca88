"""Every case is put to the rules, and every answer that it expects is held against theirs."""

from collections import Counter

import pytest

from core.rules.eligibility import billing
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from tests.oracle.facts import asked_of
from tests.oracle.judge import QUESTIONS, differences
from tests.oracle.load import all_cases

CASES = all_cases()
UNANSWERED: dict[str, str] = {}
"""Questions that the rules do not answer, and why: none."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['theme']}: {case['name']}")
def test_the_rules_answer_as_the_case_expects(case):
    assert differences(case) == {}


def test_every_finding_has_its_sentences_filled_in():
    for case in CASES:
        asked = asked_of(case)
        answers = (may_be_confirmed(asked), billing.of_session(asked), may_be_edited(asked))
        for finding in (one for said in answers for one in said.reasons):
            for sentence in (finding.text, finding.next_step):
                assert sentence.endswith(".")
                assert "{" not in sentence


def test_no_question_is_left_out():
    asked = Counter(question for case in CASES for question in case["expect"])
    assert set(asked) == {*QUESTIONS, *UNANSWERED}
    assert sum(asked.values()) == 2571
