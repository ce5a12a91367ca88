"""How a figure of stacked bars looks: its words, its chart, its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.metrics.contract import Figure
from core.vocabulary.metrics import MetricKind
from pages.components import charts

Columns = Sequence[tuple[str, Callable[[Any], str]]]
"""Heads of the table of rows, each with what it shows of a row; the first opens the record."""


@dataclass(frozen=True)
class Stacked:
    """How a figure looks. `good` and `counted` are the parts that make its rate and those it is
    of; without them it has no rate. `drawn` are the parts that the chart has bars for, and
    `at_first` the one whose rows are shown until another is picked; without them it is all of
    them. `opens` is the address of what a row's first column names."""

    kind: MetricKind
    title: str
    spec: charts.Spec
    bucket: str
    bucket_words: Callable[[str], str]
    part: str
    parts: dict[str, str]
    columns: Columns
    opens: str
    good: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    at_first: str = ""
    has_price: bool = False
    buckets: tuple[str, ...] = ()

    def in_order(self, found: Figure) -> tuple[str, ...]:
        """The buckets that have marks: as `buckets` has them, else by name."""
        return tuple(name for name in self.buckets if name in found.buckets()) or found.buckets()
