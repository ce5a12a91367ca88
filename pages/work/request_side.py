"""What stands beside the work on a request: who asked, linked requests, and why the deadlines."""

from collections.abc import Sequence

import streamlit as st

from core.queries.requests.extras import LinkView
from core.queries.requests.page import RequestDetail
from core.rules.requests.transitions import ENDED
from core.rules.time.deadline_status import DeadlineRow
from core.vocabulary.deadlines import RUNNING
from core.vocabulary.requests import Channel
from core.vocabulary.words import label, phrase
from pages import context
from pages.components import deadlines
from pages.components.markup import fill, join, pairs, record_link, show_card, show_html
from pages.components.screen_dates import screen_instant
from pages.work.request_rows import UNASSIGNED

MOST_SHOWN = 5


def show_requester(request: RequestDetail) -> None:
    """Who asked and where the reply goes."""
    rows = [
        ("Name", f"{request.requester} ({request.requester_type})"),
        ("Reply to", request.requester_contact),
        ("Channel", label(Channel(request.channel))),
        ("Received", screen_instant(request.received_at)),
        ("Filed by", request.filed_by),
        ("Client", request.client_ref),
        ("Client name, as given", request.named_as),
    ]
    show_card("Requester", pairs(rows))


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


def show_also_open(request: RequestDetail) -> None:
    """Other open requests of the same session, client or provider."""
    if not request.also_open:
        return
    items = join(
        fill(
            '<li>{ref} <span class="quiet">same {subject} · {kind} · {status} · {who}</span></li>',
            ref=record_link("/request?ref=", one.ref),
            subject=one.subject,
            kind=label(one.kind),
            status=phrase(one.status),
            who=one.assignee or UNASSIGNED,
        )
        for one in request.also_open[:MOST_SHOWN]
    )
    rest = len(request.also_open) - MOST_SHOWN
    more = fill('<p class="quiet">and {rest} more</p>', rest=rest) if rest > 0 else ""
    show_card("Also open", fill('<ul class="limits">{items}</ul>{more}', items=items, more=more))


def show_deadlines(request: RequestDetail, rows: Sequence[DeadlineRow]) -> None:
    """The deadlines of the request, with why; of one that ended only those it met or missed."""
    has_ended = request.status in ENDED
    rows = [row for row in rows if not (has_ended and row.status in RUNNING)]
    empty = "No open deadlines" if has_ended else "The deadline starts when all information is in."
    body = (
        deadlines.deadline_list(rows, context.now())
        if rows
        else fill('<p class="quiet">{empty}</p>', empty=empty)
    )
    show_card("Deadlines", body)
