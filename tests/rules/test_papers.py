"""What staff read: every sentence, step and refusal of the rules, as the papers have it."""

import re

import pytest

from core.rules.reasons import ENTRIES, records, requests
from tests.support.papers import PAPERS, PLACE, paper

REFUSALS = (*requests.SHARED, *requests.APPROVALS, *requests.KINDS)


def written(name: str) -> str:
    return (PLACE / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_the_rules_say_what_is_written_down(name: str) -> None:
    assert paper(name) == written(name)


def test_there_is_no_paper_that_nothing_is_held_to() -> None:
    assert {path.stem for path in PLACE.iterdir()} == set(PAPERS)


def test_every_reason_is_read_in_a_case() -> None:
    heads = re.findall(r"^(\w+)$", written("sentences"), re.MULTILINE)
    lines = re.findall(r"^  (\w+), ", written("remarks"), re.MULTILINE)
    checks = {one.code.value for one in ENTRIES if one not in (*records.RECORDS, *REFUSALS)}
    assert {*heads, *lines} >= checks - {"not_confirmed"}
