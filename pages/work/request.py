"""One request: what it asks, the record beside it, and the next step as the one primary button."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import DeskError
from core.queries.requests.cancellation import cancellation_detail
from core.queries.requests.correction import correction_detail
from core.queries.requests.late_edit import late_edit_detail
from core.queries.requests.listing import directory_detail
from core.queries.requests.page import RequestDetail, request_page
from core.rules.requests.transitions import ENDED
from core.vocabulary.requests import RequestKind
from pages import context
from pages.components import due_chart
from pages.components.markup import fill, show_card
from pages.components.screen_dates import screen_instant
from pages.work import (
    cancellation_steps,
    correction_steps,
    directory_steps,
    late_edit_steps,
    request_actions,
    request_head,
    request_side,
    request_timeline,
    request_watch,
    urgent_banner,
)

STYLE = Path(__file__).parents[1] / "components" / "request.css"


@dataclass(frozen=True)
class KindOfWork:
    """What is particular to a kind of request. Each function takes the request and what `find`
    found; `skips` and `note` are of the steps at the head of the page."""

    find: Any
    title: Callable[[RequestDetail, Any], str]
    show_work: Callable[[RequestDetail, Any], None]
    show_record: Callable[[RequestDetail, Any], None] = lambda _request, _found: None
    skips: Callable[[Any], frozenset[str]] = lambda _found: frozenset()
    note: Callable[[Any], str] = lambda _found: ""


KINDS = {
    RequestKind.CLIENT_CORRECTION: KindOfWork(
        correction_detail,
        correction_steps.correction_title,
        correction_steps.show_correction_work,
    ),
    RequestKind.DIRECTORY_UPDATE: KindOfWork(
        directory_detail,
        directory_steps.directory_title,
        directory_steps.show_directory_work,
        note=directory_steps.listing_note,
    ),
    RequestKind.SESSION_CANCELLATION: KindOfWork(
        cancellation_detail,
        cancellation_steps.cancellation_title,
        cancellation_steps.show_cancellation_work,
        cancellation_steps.show_session,
        cancellation_steps.unneeded_steps,
        cancellation_steps.settled_note,
    ),
    RequestKind.SESSION_EDIT: KindOfWork(
        late_edit_detail,
        late_edit_steps.late_edit_title,
        late_edit_steps.show_late_edit_work,
        late_edit_steps.show_session,
        late_edit_steps.unneeded_steps,
    ),
}


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


def show_reopening(request: RequestDetail) -> None:
    """Why it is open again, above everything that was done before."""
    again = [one for one in request.timeline if one.action == "request.reopened"]
    if request.reopen_count and again and request.status not in ENDED:
        newest = max(again, key=lambda one: one.at)
        why = fill('<p class="said">{why}</p>', why=newest.reason)
        show_card(f"Reopened {screen_instant(newest.at)}", why)


st.html(STYLE)
request = find_request()
kind = KINDS[request.kind]
found = context.query(kind.find, request.ref)
limits = (*getattr(found, "deadlines", ()), *request.deadlines)
request_watch.show_place(request)
head, menu = st.columns([5, 1], vertical_alignment="bottom")
with head:
    request_head.show_head(request, kind.title(request, found), limits)
with menu, st.container(horizontal=True, horizontal_alignment="right"):
    request_actions.show_request_actions(request)
note = request_head.current_note(request) or kind.note(found)
request_head.show_course(request, limits, kind.skips(found), note)
request_watch.watch_request(request)
urgent_banner.show_urgent_banner(request, context.now())
main, side = st.columns([2, 1], gap="large")
with main:
    show_reopening(request)
    kind.show_work(request, found)
    request_timeline.show_timeline(request)
with side:
    kind.show_record(request, found)
    request_side.show_requester(request)
    request_side.show_links(request)
    request_side.show_also_open(request)
    request_side.show_deadlines(request, request.deadlines)
    due_chart.show_beside(request.kind, "due-of-kind")
