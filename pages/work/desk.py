"""The desk: what is due next, what is mine, and what awaits somebody."""

from typing import Literal

import streamlit as st

from core.queries.requests.conflicts import list_conflicts
from core.queries.requests.desk import DeskBoard, DeskList, desk_board
from core.queries.requests.rows import RequestRow
from core.queries.sessions.crises import crisis_exceptions
from core.requests.approvals import decide_approval
from core.requests.assignment import TakeRequest, take_request
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.requests.crisis import decide_crisis
from core.requests.late_edit.file import file_late_edit
from core.requests.listing.file import file_directory_update
from pages import context
from pages.components.crisis_table import show_crisis_table
from pages.components.markup import show_text
from pages.work import conflicts, draft_list, request_rows
from pages.work.request_rows import UNASSIGNED

MOST_CRISES = 5
NEW_REQUESTS = (
    (file_client_correction, "work/client_correction.py", "Correct a client", "badge"),
    (file_directory_update, "work/directory_update.py", "Update a directory listing", "menu_book"),
    (file_session_cancellation, "work/cancellation.py", "Cancel a session", "event_busy"),
    (file_late_edit, "work/late_edit.py", "Edit a session late", "edit_calendar"),
)

actor, now = context.signed_in().actor, context.now()


def show_take(row: RequestRow) -> None:
    """One click takes an unassigned request."""
    name = f"take-{row.ref}-{row.version}"
    st.button(
        "Take",
        key=name,
        icon=":material/front_hand:",
        on_click=context.submit,
        args=(name, take_request, TakeRequest(row.ref, row.version)),
        kwargs={"opens_request": True},
    )


def show_list(
    heading: str, found: DeskList, empty: str = "", divider: Literal["gray", "red"] = "gray"
) -> None:
    """One list of the desk, or the sentence that it is empty; nothing without one."""
    if not found.rows and not empty:
        return
    st.subheader(heading, divider=divider)
    if not found.rows:
        show_text(empty, is_quiet=True)
        return
    if heading == UNASSIGNED and actor.may(take_request):
        request_rows.show_request_actions(found.rows, now, show_take)
    else:
        request_rows.show_request_list(heading, found.rows, now)
    if found.count > len(found.rows):
        text = f"{len(found.rows)} of {found.count:,} requests, most urgent first"
        show_text(text, is_quiet=True)


def show_crises() -> None:
    """The exceptions that wait for a decision, for whoever may decide."""
    found = context.query(crisis_exceptions)
    if found.rows:
        st.subheader("Crisis exceptions", divider="gray")
        show_crisis_table(found.rows[:MOST_CRISES])
        st.page_link("manage/crisis.py", label="See all crisis exceptions", icon=":material/list:")


def show_board(board: DeskBoard) -> None:
    """The counts, then the lists that this role works from."""
    show_list("Urgent: act now", board.urgent, divider="red")
    with st.container(horizontal=True):
        st.metric("Mine", f"{board.mine.count:,}", border=True)
        st.metric(UNASSIGNED, f"{board.unassigned.count:,}", border=True)
        st.metric("Overdue", f"{board.overdue_count:,}", border=True)
        if actor.may(decide_approval):
            st.metric("Awaiting my approval", f"{board.approvals.count:,}", border=True)
    show_list("Awaiting my approval", board.approvals)
    if actor.may(decide_crisis):
        show_crises()
    if actor.may(list_conflicts):
        conflicts.show_conflicts()
    if actor.may(take_request):
        show_list("Mine", board.mine, "You have no open requests. Take one from Unassigned.")
    show_list("Back from snooze", board.woken)
    show_list("Overdue at Evernorth", board.late)
    show_list(UNASSIGNED, board.unassigned, "No unassigned requests")
    show_list("Due next for the team", board.due, "No open deadlines")


st.title("Desk")
if actor.may(desk_board):
    with st.container(horizontal=True):
        for files, page, words, icon in NEW_REQUESTS:
            if actor.may(files):
                st.page_link(page, label=words, icon=f":material/{icon}:")
        st.page_link("work/requests.py", label="See all requests", icon=":material/list:")
        st.page_link("lookup/sessions.py", label="Look up a session", icon=":material/search:")
    show_board(context.query(desk_board))
    draft_list.show_drafts()
else:
    st.page_link("admin/imports.py", label="See the import history", icon=":material/database:")
