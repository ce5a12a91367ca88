"""Internal notes on a request, and the requests linked to it."""

from functools import partial

import streamlit as st

from core.queries.requests.extras import InternalNoteView, LinkView
from core.queries.requests.page import RequestDetail
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.vocabulary.words import phrase
from pages import context
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import Markup, fill, join, show_html
from pages.components.screen_dates import screen_instant

NOTE = FormField(
    "body", "Internal note (not sent to the requester)", partial(st.text_area, height=80)
)


def show_notes(request: RequestDetail) -> None:
    """The notes, newest first, and a form for the next one."""
    may_write = context.signed_in().actor.may(add_internal_note)
    if not request.comments and not may_write:
        return
    show_html(fill('<div class="desk"><h2>Internal notes</h2></div>'))
    if may_write:
        show_command_form(
            f"note-{request.ref}-{len(request.comments)}",
            (NOTE,),
            FormButton("Add note", add_internal_note, partial(AddInternalNote, request.ref)),
        )
    if request.comments:
        items = join(_note(one) for one in request.comments)
        show_html(fill('<ol class="desk line-of-time">{items}</ol>', items=items))


def show_links(request: RequestDetail) -> None:
    """Other requests linked to this one."""
    if not request.links:
        return
    show_html(fill('<div class="desk"><h2>Linked requests</h2></div>'))
    for link in request.links:
        st.page_link(
            "work/request.py",
            label=f"{_link_words(link)} {link.ref} ({phrase(link.status)})",
            icon=":material/link:",
            query_params={"ref": link.ref},
        )


def _link_words(link: LinkView) -> str:
    if link.kind == link.kind.DUPLICATE_OF:
        return "Duplicate of" if link.is_from else "Duplicate:"
    return "Related to"


def _note(note: InternalNoteView) -> Markup:
    return fill(
        '<li><span class="quiet">{who}, {at}</span><br><span class="said">{body}</span></li>',
        who=note.author,
        at=screen_instant(note.at),
        body=note.body,
    )
