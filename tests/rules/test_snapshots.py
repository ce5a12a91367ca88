"""What staff read: every sentence, step and refusal of the rules, as the snapshots have it."""

import re
from difflib import unified_diff
from pathlib import Path

import pytest

from core.rules.reasons import CATALOGUE
from core.settings import ROOT
from tests.support.snapshots import COMMAND, PLACE, SNAPSHOTS, snapshot

TESTS = [*Path(__file__).parent.glob("test_*.py")]
ELIGIBILITY = [*(ROOT / "core" / "rules" / "eligibility").glob("*.py")]


def differences(name: str) -> list[str]:
    written = (PLACE / f"{name}.txt").read_text("utf-8")
    return list(unified_diff(written.splitlines(), snapshot(name).splitlines(), n=0, lineterm=""))


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_the_rules_say_what_is_written_down(name: str) -> None:
    changed = differences(name)
    assert not changed, "\n".join((*changed, f"To accept this: {COMMAND}"))


def test_there_is_no_snapshot_that_nothing_is_held_to() -> None:
    assert {path.stem for path in PLACE.iterdir()} == set(SNAPSHOTS)


def test_a_changed_sentence_prints_the_command_that_accepts_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(SNAPSHOTS, "routes", lambda: [("a case", ["A new sentence."])])
    with pytest.raises(AssertionError, match=r"\+A new sentence\.(.|\n)*python -m tests\.support"):
        test_the_rules_say_what_is_written_down("routes")


def test_every_reason_is_in_a_case_or_named_by_a_test() -> None:
    read = {case for case, _ in SNAPSHOTS["sentences"]()}
    read |= {line.split(",")[0] for _, lines in SNAPSHOTS["remarks"]() for line in lines}
    read |= set(re.findall(r'"(\w+)"', "".join(path.read_text("utf-8") for path in TESTS)))
    rules = "".join(path.read_text("utf-8") for path in ELIGIBILITY)
    given = {code for code in CATALOGUE if f'"{code}"' in rules}
    assert len(given) > 70
    assert read >= given
