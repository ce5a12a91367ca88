"""docs/metrics.md, made from the registry of metrics.

`python -m tests.support.metrics_page` writes the page again.
"""

from core.metrics.contract import Metric
from core.metrics.registry import METRICS
from core.settings import ROOT

PAGE = ROOT / "docs" / "metrics.md"
HEAD = """# Metrics

What each metric of the Compliance page counts. This page is generated from the registry in
`core/metrics/registry.py` by `python -m tests.support.metrics_page`, and a test keeps it true.

Chart, table, rows and CSV of a metric read one population. A rate counts only deadlines that have
passed, and is shown from 10 cases on. The state of a session is that of its first place, else of
its practice location. A URL names a metric and its filters by codes:
`/compliance?metric=notes_on_time&state=NY&payer_kind=mos&from=2026-01-01&to=2026-03-31`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *(section(metric) for metric in METRICS.values())))


def section(metric: Metric) -> str:
    """One metric, as Markdown."""
    rate = metric.rate
    codes = (rate.numerator, rate.denominator) if rate else ()
    parts = " ÷ ".join(" + ".join(metric.outcomes[code] for code in some) for some in codes)
    facts = {
        "Code": f"`{metric.code}`",
        "Formula": metric.formula,
        "Included": metric.cohort,
        "Excluded": "; ".join(metric.exclusions),
        "Rate": f"{rate.label} ({parts})" if rate else "",
        "Also shown": "; ".join(name for name in (metric.money_name, metric.median_name) if name),
        "Deadline policy": f"`{metric.target_policy}`" if metric.target_policy else "",
        "Groups": metric.grouping.name,
        "Series": f"{metric.series_name}: {', '.join(metric.series.values())}",
        "Outcomes": ", ".join(metric.outcomes.values()),
        "Chart": f"`{metric.chart.value}`",
        "Columns": ", ".join(column.name for column in metric.columns),
    }
    lines = (f"- **{name}:** {text}" for name, text in facts.items() if text)
    return "\n".join((f"## {metric.name}", "", metric.question, "", *lines, ""))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
