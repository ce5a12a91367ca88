"""Snapshots: what the rules say in every case that staff can meet, one line a sentence.

`python -m tests.support.snapshots` writes them; a test holds the rules to them.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from core.settings import ROOT
from tests.support.snapshots import (
    cancelling,
    corrections,
    limits,
    listings,
    reasons,
    remarks,
    routes,
    sentences,
    standings,
    typed,
)
from tests.support.snapshots.block import Block

PLACE = ROOT / "tests" / "rules" / "snapshots"
COMMAND = "python -m tests.support.snapshots"
SNAPSHOTS: Mapping[str, Callable[[], Iterable[Block]]] = {
    "cancelling": cancelling.blocks,
    "corrections": corrections.blocks,
    "limits": limits.blocks,
    "listings": listings.blocks,
    "reasons": reasons.blocks,
    "remarks": remarks.blocks,
    "routes": routes.blocks,
    "sentences": sentences.blocks,
    "standings": standings.blocks,
    "typed": typed.blocks,
}
FILLED = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [A-Z][a-z]{2} \d{1,2}(?:, \d{4})?"
    r"|\d{1,2}:\d\d [AP]M [A-Z]{2,5}"
    r"|\d{4}-\d\d-\d\d(?:[T ][\d:.+]+)?"
    r"|\b[A-Z]{2}\b"
    r"|\b\d[\d.,:]*\b"
)
"""What one sentence is filled in with: days, times, states and numbers."""


def snapshot(name: str) -> str:
    """A line for each sentence, as it is first said: in how many ways it is filled in where these
    are several, and in which cases it is said."""
    said: dict[str, dict[str, None]] = {}
    cases: dict[str, dict[str, None]] = {}
    for case, lines in SNAPSHOTS[name]():
        for line in lines:
            key = FILLED.sub("…", line)
            said.setdefault(key, {})[line] = None
            cases.setdefault(key, {})[case] = None
    return "".join(f"{_said(said[key])}  <- {'; '.join(cases[key])}\n" for key in said)


def _said(fillings: Iterable[str]) -> str:
    first, *rest = fillings
    return f"{first} ({len(rest) + 1} ways)" if rest else first
