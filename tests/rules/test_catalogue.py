"""One catalogue of reasons: one entry a code, one sentence a fact, and no reason made elsewhere."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.rules.reasons import CATALOGUE, ENTRIES, concluded, reason
from core.rules.sessions.stage import SessionEnd, closed_because
from core.settings import ROOT
from core.vocabulary.care import PayerKind, SessionStage
from core.vocabulary.data_issues import DataIssueCode
from core.vocabulary.reasons import Reason, ReasonCode

CATALOGUE_HOME = ROOT / "core" / "rules" / "reasons"
CODE = sorted(path for name in ("core", "pages") for path in (ROOT / name).rglob("*.py"))
QUOTED = {ReasonCode.EDIT_CLOSED, ReasonCode.CANCEL_CLOSED, ReasonCode.HALF_TIMES}
"""Reasons that say the sentence of another one."""


def nodes(*kinds: type[ast.AST], outside: bool = True) -> Iterator[ast.AST]:
    for path in CODE:
        if outside and path.is_relative_to(CATALOGUE_HOME):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, kinds):
                yield node


def test_each_code_has_exactly_one_entry() -> None:
    assert Counter(one.code for one in ENTRIES) == dict.fromkeys(ReasonCode, 1)


def test_no_two_codes_say_the_same_sentence() -> None:
    texts = Counter(one.text for one in ENTRIES if one.code not in QUOTED)
    assert [text for text, times in texts.items() if times > 1] == []


def test_there_is_one_type_of_reason() -> None:
    classes = [node for node in nodes(ast.ClassDef, outside=False) if node.name == "Reason"]
    assert len(classes) == 1


def test_reasons_are_written_in_the_catalogue_alone() -> None:
    called = [ast.unparse(node.func) for node in nodes(ast.Call)]
    assert not {"Reason", "reasons.Reason", "partial(Reason)"} & set(called)
    assert not [one for one in called if one.endswith(".Reason")]


def test_every_reason_is_given_by_some_rule_or_step() -> None:
    given = {ast.unparse(node) for node in nodes(ast.Attribute)}
    issues = {one.value for one in DataIssueCode}
    unused = {one for one in ReasonCode if f"ReasonCode.{one.name}" not in given}
    assert {one for one in unused if one.value not in issues} == set()


@pytest.mark.parametrize("stage", SessionStage)
@pytest.mark.parametrize("code", [ReasonCode.EDIT_CLOSED, ReasonCode.CANCEL_CLOSED])
def test_another_question_about_a_closed_session_gets_the_same_sentence(
    stage: SessionStage, code: ReasonCode
) -> None:
    because = closed_because(SessionEnd(stage, PayerKind.INSURANCE, request="R-ABCDEF"))
    if because is not None:
        said = concluded(code, because)
        assert said.sentences == because.sentences
        assert said.code == code


def test_a_sentence_needs_every_detail() -> None:
    assert reason(ReasonCode.CPT_MISSING) == CATALOGUE[ReasonCode.CPT_MISSING]
    with pytest.raises(KeyError):
        reason(ReasonCode.NO_LICENSE, state="NY")


def test_warnings_and_information_change_no_verdict() -> None:
    entry: Reason = CATALOGUE[ReasonCode.CPT_MISSING]
    weights = {weight: replace(entry, weight=weight).decides for weight in type(entry.weight)}
    assert [weight.value for weight, decides in weights.items() if decides] == [
        "block",
        "review",
        "not_assessed",
    ]
