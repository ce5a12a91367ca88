"""Every input that once went wrong has a test that takes it through its way in."""

import ast

from core.settings import ROOT
from tests.support.field_cases import CASES


def numbers_tested() -> set[int]:
    """The numbers that test files ask the inputs of."""
    calls = (
        node
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "inputs"
    )
    return {one.value for call in calls for one in call.args if isinstance(one, ast.Constant)}


def test_every_case_has_a_test() -> None:
    assert numbers_tested() == CASES.keys()
