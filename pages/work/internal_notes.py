"""What staff tell each other about a request, and the requests it belongs to."""

from zoneinfo import ZoneInfo

import streamlit as st

from core.queries.requests.extras import InternalNoteView, LinkView
from core.queries.requests.page import RequestDetail
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.rules.time.formats import instant_text
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.markup import fill, join, show


def notes(request: RequestDetail) -> None:
    """The notes, newest first, and a form for the next one."""
    actor = context.signed_in().actor
    may_write = actor.may(add_internal_note)
    if not request.comments and not may_write:
        return
    show(fill('<div class="desk"><h2>Notes among staff</h2></div>'))
    if may_write:
        _write(request)
    if request.comments:
        items = join(_note(one, actor.tz) for one in request.comments)
        show(fill('<ol class="desk line-of-time">{items}</ol>', items=items))


def links(request: RequestDetail) -> None:
    """Other requests that belong to this one."""
    if not request.links:
        return
    show(fill('<div class="desk"><h2>Linked requests</h2></div>'))
    for link in request.links:
        st.page_link(
            "work/request.py",
            label=f"{_link_words(link)} {link.ref} ({label(link.status)})",
            icon=":material/link:",
            query_params={"ref": link.ref},
        )


def _link_words(link: LinkView) -> str:
    if link.kind == link.kind.DUPLICATE_OF:
        return "Duplicate of" if link.is_from else "Repeated by"
    return "Belongs to"


def _note(note: InternalNoteView, viewer: ZoneInfo) -> object:
    return fill(
        '<li><span class="quiet">{who}, {at}</span><br><span class="said">{body}</span></li>',
        who=note.author,
        at=instant_text(note.at, viewer),
        body=note.body,
    )


def _write(request: RequestDetail) -> None:
    name = f"note-{request.ref}-{len(request.comments)}"
    with st.form(name, enter_to_submit=False, border=False):
        st.text_area("What should colleagues know?", key=f"{name}-body", height=80)
        notices.by_field(context.problems(name), "body")
        st.form_submit_button("Keep the note", on_click=_keep, args=(name, request.ref))


def _keep(name: str, ref: str) -> None:
    context.submit(name, add_internal_note, AddInternalNote(ref, st.session_state[f"{name}-body"]))
