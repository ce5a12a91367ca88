"""What the code asks of policies and reasons, read from its source: all of it is there.

Not in `tests/rules`, which mutation testing runs where the source holds every mutant of a rule.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from string import Formatter

import pytest

from core.metrics.registry import METRICS
from core.rules.reasons import CATALOGUE
from core.rules.requests.request_deadlines import OWN_TARGET
from core.rules.time.platform_clock import PLATFORM_ZONE
from core.settings import ROOT
from core.vocabulary.data_issues import DataIssueCode
from tests.rules.test_policies import FAR_AHEAD, FIRST_DAY
from tests.rules.test_vectors import BOOK

HOME = ROOT / "core" / "rules" / "reasons"
CODE = sorted(path for name in ("core", "pages") for path in (ROOT / name).rglob("*.py"))
ASKED_BY_VARIABLE = {
    "told": {*OWN_TARGET, "told_bd.other"},
    "key": {"directory_bd_min", "directory_bd_max"},
    "metric.target_policy": {one.target_policy for one in METRICS.values() if one.target_policy},
}
"""What the code asks for by a variable, and the keys that can stand behind it."""


def nodes(*kinds: type[ast.AST], outside: bool = True) -> Iterator[ast.AST]:
    for path in CODE:
        if outside and path.is_relative_to(HOME):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, kinds):
                yield node


# policies


def asked_for() -> set[str]:
    """Every key in a call of `book.on(…)` or `asked.book.on(…)` in core."""
    calls = (
        (path, node)
        for path in (ROOT / "core").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "on"
        and ast.unparse(node.func).endswith("book.on")
    )
    return set().union(*(keys_of(call.args[0], path) for path, call in calls))


def keys_of(asked: ast.expr, path: Path) -> set[str]:
    if isinstance(asked, ast.Constant):
        return {str(asked.value)}
    if isinstance(asked, ast.IfExp):
        return keys_of(asked.body, path) | keys_of(asked.orelse, path)
    name = ast.unparse(asked)
    if name in ASKED_BY_VARIABLE:
        return ASKED_BY_VARIABLE[name]
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return {attrgetter(name)(module)}


@pytest.mark.parametrize("key", sorted(asked_for()))
def test_every_policy_that_the_code_asks_for_has_a_value_from_the_first_day_on(key):
    for day in (FIRST_DAY, FAR_AHEAD):
        assert BOOK.on(key, day).key == key


def test_the_code_asks_for_the_policies_one_knows_of():
    assert {"confirm_days", "note_hours", "note_hours_gov", PLATFORM_ZONE} <= asked_for()


# reasons


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
