"""HTML of our own. Values are escaped by markupsafe, so stored text stays text: Streamlit's
labels and messages are Markdown, which would fetch an image that somebody typed into a name."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup as Markup
from markupsafe import escape


def fill(template: str, **values: object) -> Markup:
    """`template` with every value escaped, unless it is markup already."""
    return Markup(template).format(**values)


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Parts one after the other."""
    return Markup(between).join(parts)


def show(markup: Markup) -> None:
    """Draw it."""
    st.html(str(markup))


def pairs(rows: Iterable[tuple[str, object]]) -> Markup:
    """A list of names and values; None and "" show as a dash."""
    cells = (
        fill("<dt>{name}</dt><dd>{value}</dd>", name=name, value=_or_dash(value))
        for name, value in rows
    )
    return fill('<dl class="pairs">{cells}</dl>', cells=join(cells))


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Markup:
    """A plain table that wraps on a phone."""
    head = join(fill("<th scope='col'>{text}</th>", text=text) for text in heads)
    body = join(
        fill("<tr>{cells}</tr>", cells=join(fill("<td>{v}</td>", v=_or_dash(v)) for v in row))
        for row in rows
    )
    return fill(
        '<div class="scroll"><table class="plain"><caption>{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=caption,
        head=head,
        body=body,
    )


def _or_dash(value: object) -> Markup:
    return escape("–" if value is None or value == "" else value)
