"""HTML of our own. Values are escaped by markupsafe, so stored text stays text: Streamlit's
labels and messages are Markdown, which would fetch an image that somebody typed into a name."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import zip_longest
from string import Formatter
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup as Markup
from markupsafe import escape

from core.rules.time.formats import MISSING


def fill(template: str, **values: object) -> Markup:
    """`template` with every value escaped, unless it is markup already."""
    found: list[str] = []
    for text, name, form in _parts(template):
        found.append(text)
        if name is not None:
            value = format(values[name], form) if form else values[name]
            found.append(value if type(value) is Markup else escape(value))
    return Markup("".join(found))


@cache
def _parts(template: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """Each piece of text, the name of the value after it, and how that is formatted: read once,
    since a page fills some templates a hundred times."""
    return tuple(part[:3] for part in Formatter().parse(template))


NUMBER = re.compile(r"-?\$?\d{1,3}(,\d{3})*(\.\d\d)?", re.ASCII)
"""A count or an amount, as they are written; an NPI or a ZIP code is none."""
WORD = re.compile(r"[\w.@:/-]*[.@/-][\w.@:/-]{1,39}")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
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
    """A list of names and values; None and "" show as missing. An e-mail address breaks after its @
    where there is no room for it."""
    cells = (
        fill("<dt>{name}</dt><dd>{value}</dd>", name=name, value=or_missing(_breaking(value)))
        for name, value in rows
    )
    return fill('<dl class="desk pairs">{cells}</dl>', cells=join(cells))


def _breaking(value: object) -> object:
    return value if type(value) is not str else Markup("@<wbr>").join(value.split("@"))


def table(caption: str, heads: Sequence[str], rows: Iterable[Iterable[object]]) -> Markup:
    """A plain table; numbers are on the right, and a value of one word is never broken. On a phone
    each row stands alone, with the head beside each value."""
    values = [tuple(row) for row in rows]
    are_numbers = [_are_numbers(column) for column in zip(*values, strict=True)]
    kinds = [Markup(' class="number"') if one else Markup("") for one in are_numbers]
    head = join(
        fill('<th scope="col"{kind}>{text}</th>', text=text, kind=kind)
        for text, kind in zip_longest(heads, kinds, fillvalue=Markup(""))
    )
    body = join(fill("<tr>{cells}</tr>", cells=_cells(heads, row, kinds)) for row in values)
    return fill(
        '<div class="desk scroll"><table class="plain">{caption}'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=fill("<caption>{text}</caption>", text=caption) if caption else "",
        head=head,
        body=body,
    )


def _are_numbers(column: Iterable[object]) -> bool:
    """Whether a column has counts or amounts, and nothing else."""
    there = [value for value in column if value not in (None, "", MISSING)]
    numbers = (isinstance(value, int) or NUMBER.fullmatch(str(value)) for value in there)
    return bool(there) and all(numbers)


def _cells(heads: Sequence[str], row: Iterable[object], kinds: Iterable[Markup]) -> Markup:
    words = '<td data-head="{head}"{kind}>{value}</td>'
    return join(
        fill(words, head=head, kind=kind or _whole(value), value=or_missing(value))
        for head, value, kind in zip(heads, row, kinds, strict=True)
    )


def _whole(value: object) -> Markup:
    """The class of a reference, a file name or an e-mail address."""
    return Markup(' class="whole"' if WORD.fullmatch(str(value)) else "")


def record_link(address: str, ref: str) -> Markup:
    """A reference that opens its record at `address`, such as "/session?ref="."""
    return fill('<a href="{address}{query}">{ref}</a>', address=address, query=quote(ref), ref=ref)


def or_missing(value: object) -> object:
    """The value, or the mark that there is none."""
    return MISSING_MARK if value in (None, "", MISSING) else value
