"""One catalogue of reasons: one sentence a fact, each reason used, and none made elsewhere."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from string import Formatter

import pytest

from core.rules.reasons import CATALOGUE, concluded, reason
from core.rules.sessions.stage import SessionEnd, closed_because
from core.settings import ROOT
from core.vocabulary.care import PayerKind, SessionStage
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.reasons import Weight

HOME = ROOT / "core" / "rules" / "reasons"
CODE = sorted(path for name in ("core", "pages") for path in (ROOT / name).rglob("*.py"))
QUOTED = {"edit_closed", "cancel_closed", "half_times"}
"""Reasons that say the sentence of another one."""


def nodes(*kinds: type[ast.AST], outside: bool = True) -> Iterator[ast.AST]:
    for path in CODE:
        if outside and path.is_relative_to(HOME):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, kinds):
                yield node


def given() -> Iterator[tuple[str, set[str] | None]]:
    """Each `reason("code", …)` of the product: its code, and the names of its details; None where
    they are handed on as a mapping."""
    for node in nodes(ast.Call):
        if ast.unparse(node.func) == "reason" and isinstance(node.args[0], ast.Constant):
            names = {one.arg for one in node.keywords}
            yield node.args[0].value, None if None in names else names


def wanted(code: str) -> set[str]:
    """The names in braces of both sentences."""
    entry = CATALOGUE[code]
    parts = Formatter().parse(f"{entry.text} {entry.next_step}")
    return {name for _, name, _, _ in parts if name}


def test_no_two_codes_say_the_same_sentence() -> None:
    texts = Counter(one.text for code, one in CATALOGUE.items() if code not in QUOTED)
    assert [text for text, times in texts.items() if times > 1] == []


def test_there_is_one_type_of_reason() -> None:
    classes = [node for node in nodes(ast.ClassDef, outside=False) if node.name == "Reason"]
    assert len(classes) == 1


def test_reasons_are_written_in_the_catalogue_alone() -> None:
    called = [ast.unparse(node.func) for node in nodes(ast.Call)]
    assert [
        one for one in called if one.split(".")[-1] == "Reason" or "partial(Reason" in one
    ] == []


def test_a_rule_gives_reasons_of_the_catalogue_with_just_their_details() -> None:
    calls = list(given())
    assert len(calls) > 100
    assert {code for code, _ in calls} <= CATALOGUE.keys()
    assert [(code, names) for code, names in calls if names not in (None, wanted(code))] == []


def test_every_reason_is_given_by_some_rule_or_step() -> None:
    texts = {node.value for node in nodes(ast.Constant) if isinstance(node.value, str)}
    assert CATALOGUE.keys() - texts - {code.value for code in DataIssueCode} == set()


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
