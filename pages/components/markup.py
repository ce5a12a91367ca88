"""HTML of our own. Values are escaped by markupsafe, so stored text stays text: Streamlit's
labels and messages are Markdown, which would fetch an image that somebody typed into a name."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup as Markup

from core.rules.time.formats import MISSING


def fill(template: str, **values: object) -> Markup:
    """`template` with every value escaped, unless it is markup already."""
    return Markup(template).format(**values)


MISSING_MARK = fill('<span role="img" aria-label="none">{dash}</span>', dash=MISSING)
"""Stands where a value is missing; screen readers say "none"."""


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Parts one after the other."""
    return Markup(between).join(parts)


def show_html(markup: Markup) -> None:
    """Puts it on the page."""
    st.html(str(markup))


def show_text(text: str, *, is_quiet: bool = False, is_status: bool = False) -> None:
    """Puts a paragraph on the page: gray if quiet, read out by a screen reader if a status."""
    words = '<p class="desk{quiet}"{status}>{text}</p>'
    status = Markup(' role="status"') if is_status else ""
    show_html(fill(words, quiet=" quiet" if is_quiet else "", status=status, text=text))


def show_card(title: str, body: Markup) -> None:
    """Puts a framed card on the page."""
    words = '<div class="desk card"><h2>{title}</h2>{body}</div>'
    show_html(fill(words, title=title, body=body))


def pairs(rows: Iterable[tuple[str, object]]) -> Markup:
    """A list of names and values; None and "" show as missing."""
    cells = (
        fill("<dt>{name}</dt><dd>{value}</dd>", name=name, value=or_missing(value))
        for name, value in rows
    )
    return fill('<dl class="desk pairs">{cells}</dl>', cells=join(cells))


def table(caption: str, heads: Sequence[str], rows: Iterable[Iterable[object]]) -> Markup:
    """A plain table; on a phone each row stands alone, with the head beside each value."""
    head = join(fill('<th scope="col">{text}</th>', text=text) for text in heads)
    body = join(fill("<tr>{cells}</tr>", cells=_cells(heads, row)) for row in rows)
    return fill(
        '<div class="desk scroll"><table class="plain">{caption}'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=fill("<caption>{text}</caption>", text=caption) if caption else "",
        head=head,
        body=body,
    )


def _cells(heads: Sequence[str], row: Iterable[object]) -> Markup:
    return join(
        fill('<td data-head="{head}">{value}</td>', head=head, value=or_missing(value))
        for head, value in zip(heads, row, strict=True)
    )


def record_link(address: str, ref: str) -> Markup:
    """A reference that opens its record at `address`, such as "/session?ref="."""
    return fill('<a href="{address}{query}">{ref}</a>', address=address, query=quote(ref), ref=ref)


def or_missing(value: object) -> object:
    """The value, or the mark that there is none."""
    return MISSING_MARK if value in (None, "", MISSING) else value
