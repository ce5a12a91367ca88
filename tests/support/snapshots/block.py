"""what a snapshot is made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

Block = tuple[str, Iterable[str]]
"""A head and its lines."""


def shown(text: str) -> str:
    """What was typed, as it can be read: a long text by its length, unseen signs by their codes."""
    return f"{len(text)} signs" if len(text) > 30 else ascii(text)


def verdict(problem: str | None) -> str:
    """What is said of something typed."""
    return "taken" if problem is None else problem


def by_place(problems: Mapping[str, str]) -> list[str]:
    """The problems of a form, each with the field it stands at."""
    return [f"{place}: {problem}" for place, problem in problems.items()] or ["taken"]


def together(said: Mapping[str, str], everybody: str) -> Iterator[str]:
    """Those of whom the same is said stand in one line, as `everybody` where it is all of them."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for name, words in said.items():
        lines[words].append(name)
    for words, names in lines.items():
        yield f"{everybody if len(lines) == 1 else ', '.join(names)}: {words}"
