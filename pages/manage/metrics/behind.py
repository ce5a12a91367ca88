"""The rows behind a mark of stacked bars: which mark, and the first of its rows."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.metrics.contract import Cases, Figure
from core.rules.metric_filters import Pick
from pages.components.markup import fill, show_html
from pages.components.session_table import show_linked_table
from pages.manage.metrics.look import Stacked

ANY = ""


def show_pick(look: Stacked, found: Figure, clicked: dict[str, Any] | None) -> Pick:
    """The mark that was clicked, or chosen from the lists."""
    given = clicked or {"part": look.at_first}
    buckets = (ANY, *look.in_order(found))
    parts = (ANY, *(part for part in look.parts if found.count(part)))
    left, right = st.columns(2)
    with left:
        bucket = _choice(look, look.bucket, buckets, look.bucket_words, given.get("bucket"))
    with right:
        part = _choice(look, look.part, parts, look.parts.__getitem__, given.get("part"))
    return Pick(bucket, part)


def _choice(
    look: Stacked,
    head: str,
    names: tuple[str, ...],
    words: Callable[[str], str],
    clicked: str | None,
) -> str:
    return st.selectbox(
        head,
        names,
        index=names.index(clicked) if clicked in names else 0,
        format_func=lambda name: words(name) if name else "All",
        key=f"pick-{look.kind}-{head}-{clicked}",
    )


def show_rows(look: Stacked, cases: Cases[Any]) -> None:
    """The first rows; a reference opens its record."""
    (first, ref), *others = look.columns
    rows = [(ref(row), [words(row) for _, words in others]) for row in cases.rows]
    show_linked_table([head for head, _ in others], rows, first, look.opens)
    if cases.has_more:
        text = f"The first {len(cases.rows)}; the CSV has all of them."
        show_html(fill('<p class="desk quiet">{text}</p>', text=text))
