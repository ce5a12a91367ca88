"""One request: what it asks, the record beside it, and the next step as the one primary button."""

import streamlit as st

from core.errors import DeskError
from core.queries.requests.page import RequestDetail, request_page
from core.rules.requests.transitions import ENDED
from core.vocabulary.deadlines import RUNNING
from core.vocabulary.requests import Channel, RequestKind
from core.vocabulary.words import label
from pages import context, navigation
from pages.components import deadlines
from pages.components.chips import request_chip
from pages.components.markup import fill, pairs, show_card, show_html
from pages.components.screen_dates import screen_instant
from pages.components.timeline import timeline
from pages.work import (
    cancellation_steps,
    correction_steps,
    directory_steps,
    internal_notes,
    urgent_banner,
)
from pages.work.request_rows import UNASSIGNED

WORK = {
    RequestKind.CLIENT_CORRECTION: correction_steps.show_correction_work,
    RequestKind.DIRECTORY_UPDATE: directory_steps.show_directory_work,
    RequestKind.SESSION_CANCELLATION: cancellation_steps.show_cancellation_work,
}
"""What is particular to each kind of request."""
BACK_TO_DESK = ' · <a href="/" target="_self">Back to the desk</a>'


def find_request() -> RequestDetail:
    """The request the address names; the page ends in words where there is none."""
    ref = st.query_params.get("ref", "")
    try:
        if not ref:
            raise DeskError("No request selected. Open one from the desk or the list of requests.")
        return context.query(request_page, ref)
    except DeskError:
        st.title("Request")
        raise


def show_head(request: RequestDetail) -> None:
    """What it is, its status, and its assignee."""
    st.set_page_config(page_title=navigation.browser_title(request.ref))
    st.title(f"{label(request.kind)} {request.ref}")
    facts = [request.assignee or UNASSIGNED]
    if request.reopen_count:
        times = "once" if request.reopen_count == 1 else f"{request.reopen_count} times"
        facts.append(f"Reopened {times}")
    show_html(
        fill(
            '<div class="desk">{status} <span class="quiet">{facts}</span>{back}</div>',
            status=request_chip(request.stage),
            facts=" · ".join(facts),
            back=fill(BACK_TO_DESK) if request.status in ENDED else "",
        )
    )


def show_reopening(request: RequestDetail) -> None:
    """Why it is open again, above everything that was done before."""
    again = [one for one in request.timeline if one.action == "request.reopened"]
    if request.reopen_count and again and request.status not in ENDED:
        newest = max(again, key=lambda one: one.at)
        why = fill('<p class="said">{why}</p>', why=newest.reason)
        show_card(f"Reopened {screen_instant(newest.at)}", why)


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


def show_deadlines(request: RequestDetail) -> None:
    """The deadlines of the request, with why; of one that ended only those it met or missed."""
    has_ended = request.status in ENDED
    rows = [row for row in request.deadlines if not (has_ended and row.status in RUNNING)]
    empty = "No open deadlines" if has_ended else "The deadline starts when all information is in."
    body = (
        deadlines.deadline_list(rows, context.now())
        if rows
        else fill('<p class="quiet">{empty}</p>', empty=empty)
    )
    show_card("Deadlines", body)


request = find_request()
show_head(request)
urgent_banner.show_urgent_banner(request, context.now())
main, side = st.columns([2, 1], gap="large")
with main:
    show_reopening(request)
    WORK[request.kind](request)
    internal_notes.show_notes(request)
with side:
    internal_notes.show_links(request)
    show_deadlines(request)
    show_requester(request)
    show_card("Timeline", timeline(request.timeline))
