"""A figure of stacked bars: what it says, its chart, and the same as a table."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from core.metrics.contract import Cases, Figure, Mark
from core.rules.metric_filters import MetricFilter, Pick
from core.rules.rates import FEWEST, share
from core.rules.time.formats import money_text
from pages.components import charts, csv_download
from pages.components.markup import Markup, fill, show_html
from pages.manage.metrics import behind
from pages.manage.metrics.look import Stacked


def percent(number: int, of: int) -> str:
    """A rate for a sentence, or why there is none."""
    rate = share(number, of)
    return f"no rate of fewer than {FEWEST}" if rate is None else f"{rate:.1%}"


def rate_of(rate: float | None) -> str:
    """A rate for a table, or why there is none."""
    return f"n < {FEWEST}" if rate is None else f"{rate:.1%}"


def draw(
    look: Stacked,
    found: Figure,
    said: Markup,
    wanted: MetricFilter,
    rows: Callable[[Pick], Cases[Any]],
) -> None:
    """All of it, top to bottom."""
    st.subheader(look.title)
    show_html(said)
    if not found.marks:
        show_html(fill('<p class="desk">There is nothing to count under these filters.</p>'))
        return
    left, right = st.columns([3, 2])
    with left:
        drawn = look.drawn or tuple(look.parts)
        marks = [_chart_row(look, found, mark) for mark in found.marks if mark.part in drawn]
        clicked = charts.draw(look.spec, marks, f"chart-{look.kind}", look.title)
    with right:
        _draw_table(look, found)
    st.subheader("The cases behind a mark", divider="gray")
    pick = behind.show_pick(look, found, clicked)
    behind.show_rows(look, rows(pick))
    csv_download.draw(look.kind, wanted, pick)


def _chart_row(look: Stacked, found: Figure, mark: Mark) -> dict[str, Any]:
    bucket, part = look.bucket_words(mark.bucket), look.parts[mark.part]
    of = sum(one.count for one in found.marks if one.bucket == mark.bucket)
    return {
        "bucket": mark.bucket,
        "part": mark.part,
        "bucket_words": bucket,
        "part_words": part,
        "part_order": list(look.parts).index(mark.part),
        "count": mark.count,
        "of": of,
        "spoken": f"{bucket}, {part}: {mark.count} of n = {of}",
    }


def _draw_table(look: Stacked, found: Figure) -> None:
    """The same figures as the chart."""
    rows = [_table_row(look, found, bucket) for bucket in look.in_order(found)]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        alt=f"{look.title}, the same figures as a table",
    )


def _table_row(look: Stacked, found: Figure, bucket: str) -> dict[str, Any]:
    marks = tuple(mark for mark in found.marks if mark.bucket == bucket)
    here = Figure(found.as_of, marks)
    number = here.count(*look.counted)
    row: dict[str, Any] = {look.bucket: look.bucket_words(bucket), "n": number}
    if look.good:
        row["Rate"] = rate_of(share(here.count(*look.good), number))
    parts = (part for part in look.parts if found.count(part))
    row |= {_head(look.parts[part]): here.count(part) for part in parts}
    if look.has_price:
        row |= {"Expected pay": money_text(here.cents), "No price": here.unpriced}
    return row


def _head(words: str) -> str:
    """With a capital in front, and names as they are."""
    return words[:1].upper() + words[1:]
