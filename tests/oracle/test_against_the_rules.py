"""Every case is put to the rules, and every answer that it expects is held against theirs."""

from collections import Counter

import pytest

from tests.oracle.judge import QUESTIONS, differences
from tests.oracle.load import all_cases

CASES = all_cases()
UNANSWERED: dict[str, str] = {}
"""Questions that the rules do not answer, and why: none."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['theme']}: {case['name']}")
def test_the_rules_answer_as_the_case_expects(case):
    assert differences(case) == {}


def test_no_question_is_left_out():
    asked = Counter(question for case in CASES for question in case["expect"])
    assert set(asked) == {*QUESTIONS, *UNANSWERED}
    assert sum(asked.values()) == 2595
