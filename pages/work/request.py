"""One request: what it asks, the record beside it, and the next step as the one big button."""

import streamlit as st

from core.queries.requests.page import RequestDetail, request_page
from core.rules.requests.transitions import ENDED
from core.rules.time.formats import instant_text
from core.vocabulary.requests import RequestKind
from core.vocabulary.words import label
from pages import context
from pages.components import deadlines, notices
from pages.components.chips import request_chip
from pages.components.markup import fill, pairs, show
from pages.components.timeline import timeline
from pages.work import (
    cancellation_steps,
    correction_steps,
    directory_steps,
    internal_notes,
    urgent_banner,
)

actor, now = context.signed_in().actor, context.now()
WORK = {
    RequestKind.CLIENT_CORRECTION: correction_steps.draw,
    RequestKind.DIRECTORY_UPDATE: directory_steps.draw,
    RequestKind.SESSION_CANCELLATION: cancellation_steps.draw,
}
"""What is particular to each kind of request."""
TITLE = "Request"
TO_THE_DESK = ' · <a href="/" target="_self">Back to the desk</a>'


def draw_head(request: RequestDetail) -> None:
    """What it is, who asked, who has it."""
    st.title(f"{label(request.kind).capitalize()} {request.ref}")
    show(
        fill(
            '<div class="desk">{status} <span class="quiet">{who}</span>{on}</div>',
            status=request_chip(request.stage),
            who=" · ".join(_facts(request)),
            on=fill(TO_THE_DESK) if request.status in ENDED else "",
        )
    )


def _facts(request: RequestDetail) -> list[str]:
    facts = [f"{request.assignee} has it" if request.assignee else "nobody has it"]
    if request.reopen_count:
        times = "once" if request.reopen_count == 1 else f"{request.reopen_count} times"
        facts.append(f"reopened {times}")
    return facts


def draw_reopening(request: RequestDetail) -> None:
    """Why it is open again, above everything that was done before."""
    again = [one for one in request.timeline if one.action == "request.reopened"]
    if request.reopen_count and again and request.status not in ENDED:
        newest = max(again, key=lambda one: one.at)
        words = '<div class="desk card"><h2>Reopened, {at}</h2><p class="said">{why}</p></div>'
        show(fill(words, at=instant_text(newest.at, actor.tz), why=newest.reason or ""))


def draw_asker(request: RequestDetail) -> None:
    """Who is told when it is done."""
    rows = [
        ("Asked by", f"{request.requester} ({request.requester_type})"),
        ("To be told at", request.requester_contact),
        ("Came by", request.channel.replace("_", " ")),
        ("Received", instant_text(request.received_at, actor.tz)),
        ("Filed by", request.filed_by),
        ("Client", request.client_ref),
        ("Named as", request.named_as),
    ]
    show(fill('<div class="desk card"><h2>Who asked</h2>{rows}</div>', rows=pairs(rows)))


def draw_clocks(request: RequestDetail) -> None:
    """Both clocks of the request, with why."""
    body = (
        deadlines.limits(request.deadlines, now, actor.tz)
        if request.deadlines
        else fill('<p class="quiet">The clock waits for what is missing.</p>')
    )
    show(fill('<div class="desk card"><h2>Clocks</h2>{body}</div>', body=body))


ref = st.query_params.get("ref", "")
if not ref:
    st.title(TITLE)
    notices.plain("Which request? Open one from the desk.")
    st.stop()
request = context.read_or(TITLE, request_page, ref)
draw_head(request)
urgent_banner.draw(request, now)
main, side = st.columns([2, 1], gap="large")
with main:
    draw_reopening(request)
    WORK[request.kind](request)
    internal_notes.notes(request)
with side:
    internal_notes.links(request)
    draw_clocks(request)
    draw_asker(request)
    show(
        fill(
            '<div class="desk card"><h2>What happened</h2>{events}</div>',
            events=timeline(request.timeline, actor.tz),
        )
    )
