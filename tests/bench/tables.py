"""The report as Markdown: ratios, and only where both answers are equal."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.items import ITEMS
from tests.bench.race import Column

NOT_YET = ("L4", "L4t")
"""Items that the product cannot do so far."""
LONGEST = 60


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    rule = ["---"] + ["--:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def against_floor(columns: Sequence[Column], floors: dict[str, str]) -> str:
    """Each target's time as a multiple of the floor's on the same database; `floors` names it."""
    by_name = {one.name: one for one in columns}
    bases = list(dict.fromkeys(floors.values()))
    head = ["item", *(f"{name}, ms" for name in bases), *(f"{name} ×" for name in floors)]

    def cells(item: str) -> list[str]:
        times = [milliseconds(by_name[name], item) for name in bases]
        return times + [
            _ratio(item, by_name[name], by_name[base], by_name[base])
            for name, base in floors.items()
        ]

    return table(head, _rows(cells))


def against_peers(mine: Column, peers: Sequence[Column], floor: Column) -> str:
    """Our time as a part of each peer's: below 1 we are faster."""
    head = ["item", *(f"÷ {one.name}" for one in peers)]
    return table(head, _rows(lambda item: [_ratio(item, mine, one, floor) for one in peers]))


def differences(columns: Sequence[Column], floors: dict[str, str]) -> list[str]:
    """Where a target answered something else than the floor, both answers."""
    by_name = {one.name: one for one in columns}
    return [
        f"{item}: {name} answers {_short(found[0])}, {base} {_short(found[1])}"
        for item in ITEMS
        for name, base in floors.items()
        if item in by_name[name].ms and item in by_name[base].ms
        if (found := by_name[name].disagreement(item, by_name[base]))
    ]


def _rows(cells: Callable[[str], list[str]]) -> list[list[str]]:
    return [[f"{item} {text}", *cells(item)] for item, text in ITEMS.items()]


def _ratio(item: str, one: Column, other: Column, floor: Column) -> str:
    """How many times as long `one` took as `other`, if both answer as the floor does."""
    if item not in other.ms or item not in floor.ms:
        return "–"
    if item not in one.ms:
        return "not yet" if item in NOT_YET and one.name.startswith("product") else "–"
    if one.disagreement(item, floor) or other.disagreement(item, floor):
        return "differs"
    return number(one.median_ms(item) / other.median_ms(item))


def milliseconds(one: Column, item: str) -> str:
    """The median; a dash where the target has no answer."""
    return number(one.median_ms(item)) if item in one.ms else "–"


def number(value: float) -> str:
    """Two digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.0f}"


def _short(answer: Any) -> str:
    text = str(answer)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
