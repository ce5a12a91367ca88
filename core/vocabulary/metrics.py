"""How a metric can be shown."""

from enum import StrEnum


class ChartForm(StrEnum):
    """The charts that pages know; a metric names one of them."""

    RATE_LINE = "rate_line"
    BARS_BY_PERIOD = "bars_by_period"
    BARS_NOW = "bars_now"
