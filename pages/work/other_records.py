"""Beside a correction: other records that have the typed values."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from core.queries.people.compare import OtherRecord, possible_duplicates
from core.queries.people.find_client import ClientRecord
from core.queries.people.typed_values import records_with_values
from core.rules.requests.corrections import Line
from pages import context
from pages.components.markup import Markup, fill, join, show_html, show_text

WORDS = (
    '<div class="desk notice warn" role="status"><strong>Another record has this.</strong> '
    "Check that you correct the right record, and that one person does not have two."
    "<ul>{lines}</ul></div>"
)

NOW_LIKE = (
    '<div class="desk notice warn" role="status"><strong>This record may be a second record now.'
    "</strong> Compare before you reply.<ul>{lines}</ul></div>"
)


def show_other_records(prefix: str, record: ClientRecord | None, lines: Sequence[Line]) -> None:
    """Which other records have what was typed, or would look like this one. What was read is kept
    for this form, so that one look is one entry in the reading log."""
    asked = (record.ref if record else "", tuple(lines))
    key = f"{prefix}-others"
    if st.session_state.get(key, (None, ()))[0] != asked:
        st.session_state[key] = (asked, context.query(records_with_values, *asked))
    found: tuple[OtherRecord, ...] = st.session_state[key][1]
    if found:
        lines_of = join(_line(one, asked[0]) for one in found)
        show_html(fill(WORDS, lines=lines_of))


def show_lookalikes(ref: str) -> None:
    """After a correction: which other records the one of `ref` looks like now, for those who may
    compare them."""
    if not context.signed_in().actor.may(possible_duplicates):
        return
    found = context.query(possible_duplicates, ref)
    if found:
        show_html(fill(NOW_LIKE, lines=join(_line(one, ref) for one in found)))
    else:
        show_text("No other record looks like this one now.", is_quiet=True)


def _line(one: OtherRecord, ref: str) -> Markup:
    words = "<li>{other} ({who}): {why}.{compare}</li>"
    link = ' <a href="/compare?one={one}&amp;other={to}" target="_blank">Compare</a>'
    compare = fill(link, one=quote(ref), to=quote(one.ref)) if ref else ""
    return fill(words, other=one.ref, who=one.initials, why=one.why, compare=compare)
