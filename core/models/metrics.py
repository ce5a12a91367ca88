"""What metrics keep of periods that are over: their counts, and which of them to count anew."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from core.models.base import Row, Table, instant


class KeptPeriod(Table, table=True):
    """Days of a metric, a week or less, whose cases time no longer changes. `counted_at` is None
    until they are first counted; from the start, triggers mark the period stale on each change."""

    __tablename__ = "kept_period"
    __table_args__ = (Index("ix_kept_period_last_on", "metric", "last_on"),)
    metric: str = Field(max_length=40, primary_key=True)
    first_on: date = Field(primary_key=True)
    last_on: date
    counted_at: datetime | None = instant(null=True)


class MetricCount(Table, table=True):
    """How many cases of a kept period have this state, payer, series and outcome; "" stands for all
    states or payers. `cents` and `unpriced` are those of a data point; `durations` are microseconds
    as JSON, for a median."""

    __tablename__ = "metric_count"
    metric: str = Field(max_length=40, primary_key=True)
    first_on: date = Field(primary_key=True)
    state_code: str = Field(max_length=7, primary_key=True)
    payer_kind: str = Field(max_length=40, primary_key=True)
    series: str = Field(max_length=40, primary_key=True)
    outcome: str = Field(max_length=40, primary_key=True)
    count: int
    cents: int
    unpriced: int
    durations: str = ""


class StalePeriod(Row, table=True):
    """A mark that a change left in its own transaction: this kept period must be counted anew. Many
    may mark the same period, so that no change waits for another."""

    __tablename__ = "stale_period"
    __table_args__ = (Index("ix_stale_period_of", "metric", "first_on"),)
    metric: str = Field(max_length=40)
    first_on: date
