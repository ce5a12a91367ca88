"""Reasons, their one table, and what they add up to (A33)."""

from dataclasses import replace
from itertools import permutations
from string import Formatter

import pytest

from core.queries.rulebook import rulebook
from core.rules.eligibility.verdict import answer
from core.rules.reasons import CATALOGUE, reason
from core.vocabulary.reasons import Weight
from core.vocabulary.verdicts import Path, Verdict

QUOTING = frozenset(
    {
        "confirmed_unbillable",
        *("edit_closed", "cancel_closed", "half_times", "phone_impossible"),
        *("open_step", "cancel_requested", "own_step"),
    }
)
"""They quote the sentence of another reason or step, or name where to go."""
ARTICLES = {one.article for one in rulebook().values()}
BLOCK = reason("cpt_missing")
REVIEW = reason("crisis_unapproved")
UNJUDGED = reason("location_not_asked", on="Tue, Mar 5, 2024")
WARN, INFO = reason("booked_afterwards"), reason("car_due")


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_reason_says_its_rule_where_it_stands_and_what_to_do(code):
    reason = CATALOGUE[code]
    assert reason.rule[0] == "R"
    assert reason.article in ARTICLES
    assert code in QUOTING or all(one.endswith(".") for one in (reason.text, reason.next_step))


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_next_step_asks_for_nothing_that_the_sentence_does_not_name(code):
    names = [
        {name for _, name, _, _ in Formatter().parse(text) if name}
        for text in (CATALOGUE[code].next_step, CATALOGUE[code].text)
    ]
    assert code in QUOTING or names[0] <= names[1]


ADDED_UP = [
    ((), Verdict.ALLOW),
    ((WARN, INFO), Verdict.ALLOW),
    ((WARN, UNJUDGED), Verdict.NOT_ASSESSED),
    ((UNJUDGED, REVIEW), Verdict.REVIEW),
    ((REVIEW, BLOCK, UNJUDGED, WARN), Verdict.BLOCK),
    ((replace(BLOCK, weight=Weight.INFO), REVIEW), Verdict.REVIEW),
]


@pytest.mark.parametrize(("findings", "verdict"), ADDED_UP)
def test_block_beats_review_beats_not_assessed_beats_allow(findings, verdict):
    assert answer(findings).verdict == verdict
    assert set(answer(findings).reasons) == set(findings)


def test_the_order_and_repetition_of_findings_change_nothing():
    answers = {answer(given) for given in permutations((BLOCK, REVIEW, UNJUDGED, WARN, INFO))}
    assert answers == {answer([BLOCK, BLOCK, REVIEW, UNJUDGED, WARN, INFO])}


def test_ways_are_kept_where_it_may_be_billed_and_dropped_where_not():
    ways = [Path.VIRTUAL_NETWORK, Path.BLUECARD, Path.BLUECARD]
    assert answer([], ways).paths == (Path.BLUECARD, Path.VIRTUAL_NETWORK)
    assert answer([REVIEW], ways).paths == (Path.BLUECARD, Path.VIRTUAL_NETWORK)
    assert answer([BLOCK], ways).paths == ()


def test_a_sentence_is_filled_in():
    finding = reason("no_license", state="NJ", on="Tue, May 12, 2026")
    assert finding.text == "The provider has no license in NJ that covers Tue, May 12, 2026."
    assert (finding.rule, finding.decides, INFO.decides) == ("R17", True, False)
    assert answer([BLOCK, WARN]).remarks == (WARN,)
    assert answer([BLOCK, REVIEW]).rules == ("R04", "R28")
    assert REVIEW.next_step
