"""Inputs that once went wrong, with their right answers, by number: tests/cases/field.json."""

import json
from typing import Any

from core.settings import ROOT

CASES: dict[int, dict[str, Any]] = {
    one["number"]: one
    for one in json.loads((ROOT / "tests" / "cases" / "field.json").read_text("utf-8"))
}


def inputs(number: int) -> Any:
    """What comes in. `test_every_case.py` finds the tests of a case by this call."""
    return CASES[number]["inputs"]
