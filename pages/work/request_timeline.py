"""The timeline of a request, newest first: events, internal notes and replies in one list."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import streamlit as st

from core.queries.requests.extras import InternalNoteView
from core.queries.requests.page import RequestDetail
from core.requests.internal_notes import AddInternalNote, add_internal_note
from pages import context
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import Markup, fill, join, show_html, show_text
from pages.components.screen_dates import screen_instant
from pages.components.timeline import event_item

ALL, NOTES, EMAILS, CHANGES = "All", "Notes", "Emails", "Changes"
NOTED = "request.commented"
"""The event of a note, whose own line says more."""
FIRST_LINES = 20
NOTE = FormField(
    "body", "Internal note (not sent to the requester)", partial(st.text_area, height=80)
)


def show_timeline(request: RequestDetail) -> None:
    """The filter, the box for a note, and the lines."""
    with st.container(horizontal=True, vertical_alignment="center"):
        show_html(fill('<div class="desk"><h2>Timeline</h2></div>'))
        key = f"timeline-{request.ref}"
        chosen = st.segmented_control(
            "Timeline shows",
            [ALL, NOTES, EMAILS, CHANGES],
            default=ALL,
            key=key,
            label_visibility="collapsed",
        )
    if context.signed_in().actor.may(add_internal_note):
        _show_note_box(request)
    _show_lines(request, chosen or ALL)


def _show_note_box(request: RequestDetail) -> None:
    """A note that was saved leaves the box empty; a colleague's leaves alone what is typed."""
    show_command_form(
        "internal-note",
        request.ref,
        (NOTE,),
        FormButton("Add note", add_internal_note, partial(AddInternalNote, request.ref)),
    )


def _show_lines(request: RequestDetail, chosen: str) -> None:
    lines = [
        line
        for kind, _, line in sorted(_lines(request), key=lambda one: one[1], reverse=True)
        if chosen in (ALL, kind)
    ]
    if not lines:
        show_text(f"No {chosen.lower()} yet", is_quiet=True)
        return
    place = st.empty()
    is_long = len(lines) > FIRST_LINES
    show_all = is_long and st.toggle(f"Show all {len(lines)}", key=f"whole-{request.ref}")
    items = join(lines if show_all else lines[:FIRST_LINES])
    words = '<ol class="desk line-of-time" aria-label="Timeline">{items}</ol>'
    with place:
        show_html(fill(words, items=items))


def _lines(request: RequestDetail) -> Iterator[tuple[str, datetime, Markup]]:
    """Each line with its kind and instant."""
    for event in request.timeline:
        if event.action != NOTED:
            yield CHANGES, event.at, event_item(event)
    for note in request.comments:
        yield NOTES, note.at, _written("Internal note", "note", note)
    for reply in request.replies:
        yield EMAILS, reply.at, _written(f"Reply to {request.requester}", "email", reply)


def _written(what: str, kind: str, one: InternalNoteView) -> Markup:
    return fill(
        '<li><strong>{what}</strong><span class="quiet"> · {who} · {at}</span>'
        '<div class="said {kind}">{body}</div></li>',
        what=what,
        who=one.author,
        at=screen_instant(one.at),
        kind=kind,
        body=one.body,
    )
