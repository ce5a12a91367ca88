"""The contract that each metric fills: what it counts, in words and as a query, and its form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import FromClause, Select, Subquery

from core.db.transaction import ReadContext
from core.rules.metric_filters import MetricFilter
from core.rules.rates import share
from core.vocabulary.metrics import ChartForm


@dataclass(frozen=True)
class Money:
    """An amount in cents."""

    cents: int


Value = str | int | date | datetime | StrEnum | Money | None


@dataclass(frozen=True)
class Grouping:
    """What the data points are grouped by. `label` gives the words for a code; `codes` is the order
    of a closed list, else the codes sort by themselves. `days` are the first and last day of a
    period, by its code or a day in it (ValueError for neither), and `code` is that of the period of
    a day; a metric without them counts the current moment. `kept_days` are the days around a day,
    all in one period, whose counts are kept together. `is_whole`: periods at both ends of the
    filter count in full."""

    name: str
    label: Callable[[str], str]
    codes: tuple[str, ...] = ()
    days: Callable[[str], tuple[date, date]] | None = None
    code: Callable[[date], str] = date.isoformat
    kept_days: Callable[[date], tuple[date, date]] | None = None
    is_whole: bool = False


@dataclass(frozen=True)
class Rate:
    """`numerator` and `denominator` are codes of outcomes; `label` completes "92.3% …"."""

    label: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column on screen and in the CSV. `source` are SQL expressions, or names of columns of
    the population; `value` makes one value of theirs. The CSV names the zone of an instant."""

    name: str
    source: tuple[Any, ...]
    value: Callable[..., Value] = lambda found: found
    is_instant: bool = False


@dataclass(frozen=True)
class Metric:
    """One metric. `series` and `outcomes` are labels by code, what is late first.

    `population` selects each counted case once: `id`, `group`, `series`, `outcome` and, for
    `money_name`, `cents` (NULL: no price is known), for `median_name` `started_at` and `ended_at`.
    Chart, table, rows and CSV all read it; `points` counts the same for a chart and its table where
    there is a faster way than to group it. `records` joins what the columns need, one row a case;
    `order` sorts the rows; the first column opens the page `opens`. The chart leaves out series
    that are not `charted`; the page first shows the rows of `first_series`.

    `kept_by` is the indexed day that puts a case into its period; counts of days long past are then
    kept (see `core.metrics.keeping`), also by state and payer where `is_kept_by_filters`
    and the population selects `state_code` and `payer_kind`. `is_of_any_payer`: the payer filter
    does not apply.
    """

    code: str
    name: str
    title: str
    question: str
    formula: str
    cohort: str
    exclusions: tuple[str, ...]
    unit: tuple[str, str]
    record_name: str
    opens: str
    chart: ChartForm
    grouping: Grouping
    series_name: str
    series: Mapping[str, str]
    outcomes: Mapping[str, str]
    population: Callable[[ReadContext, MetricFilter], Select[Any]]
    records: Callable[[Subquery], FromClause]
    columns: tuple[Column, ...]
    order: tuple[Any, ...]
    points: Callable[[ReadContext, MetricFilter], "Iterable[DataPoint]"] | None = None
    rate: Rate | None = None
    money_name: str = ""
    median_name: str = ""
    target_policy: str = ""
    charted: tuple[str, ...] = ()
    first_series: str = ""
    kept_by: Any = None
    is_kept_by_filters: bool = False
    is_of_any_payer: bool = False

    def counted(self, number: int) -> str:
        """A number of what the metric counts: "1 note", "1,204 notes"."""
        return f"{number:,} {self.unit[number != 1]}"


@dataclass(frozen=True)
class DataPoint:
    """How many cases of one group, series and outcome; their price in cents, where they have one,
    and how many have none."""

    group: str
    series: str
    outcome: str
    count: int
    cents: int = 0
    unpriced: int = 0


@dataclass(frozen=True)
class MetricResult:
    """The data points of a metric over a period, as of an instant. `target` is in words, and
    `median_days` the median duration of the cases that have ended; "" and None for none."""

    metric: Metric
    first_on: date
    last_on: date
    as_of: datetime
    points: tuple[DataPoint, ...]
    target: str = ""
    median_days: float | None = None

    def at(self, group: str, series: str = "") -> "MetricResult":
        """The part of one group, and of one series if given."""
        points = (one for one in self.points if one.group == group and series in ("", one.series))
        return replace(self, points=tuple(points))

    def count(self, *outcomes: str) -> int:
        """How many cases have one of these outcomes; all cases when none is given."""
        return sum(one.count for one in self.points if not outcomes or one.outcome in outcomes)

    def count_of(self, series: str) -> int:
        """How many cases are of this series."""
        return sum(one.count for one in self.points if one.series == series)

    @property
    def n(self) -> int:
        """What the rate is of; without a rate, all cases."""
        return self.count(*(self.metric.rate.denominator if self.metric.rate else ()))

    @property
    def rate(self) -> float | None:
        """0 to 1; None where n is too small or the metric has no rate."""
        rate = self.metric.rate
        return share(self.count(*rate.numerator), self.n) if rate else None

    @property
    def money(self) -> Money:
        """The price of all cases that have one."""
        return Money(sum(one.cents for one in self.points))

    @property
    def unpriced(self) -> int:
        """How many cases have no price."""
        return sum(one.unpriced for one in self.points)

    def groups(self) -> tuple[str, ...]:
        """The groups that have cases, in order."""
        found = {one.group for one in self.points}
        return tuple(code for code in self.metric.grouping.codes or sorted(found) if code in found)


@dataclass(frozen=True)
class MetricRows:
    """The first rows of a drill-down, one case each, with a value for each column of the metric;
    and whether there are more."""

    rows: tuple[tuple[Value, ...], ...]
    has_more: bool
