"""The one catalogue of reasons, read from `catalogue.toml` beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from core.vocabulary.reasons import Reason, Weight


def _read(path: Path) -> dict[str, Reason]:
    return {
        code: Reason(code=code, **{"section": "", **entry, "weight": Weight(entry["weight"])})
        for code, entry in tomllib.loads(path.read_text("utf-8")).items()
    }


CATALOGUE: Mapping[str, Reason] = _read(Path(__file__).with_name("catalogue.toml"))
"""Each reason by its code, in the order of the file."""


def reason(code: str, **details: str) -> Reason:
    """The reason of `code`, its sentences filled in with `details`; KeyError without one."""
    entry = CATALOGUE[code]
    text, next_step = entry.text.format_map(details), entry.next_step.format_map(details)
    answer = entry.answer.format_map(details)
    return replace(entry, text=text, next_step=next_step, answer=answer)


def concluded(code: str, because: Reason) -> Reason:
    """The reason of `code` in the words of the one behind it: the same fact, asked another way."""
    said = reason(code, fact=because.text, step=because.next_step)
    return replace(said, answer=because.answer)
