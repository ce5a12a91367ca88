"""The desk: what is due next, mine, and waiting for somebody."""

import streamlit as st

from core.queries.requests.conflicts import list_conflicts
from core.queries.requests.desk import DeskBoard, DeskList, desk_board
from core.queries.requests.rows import RequestRow
from core.requests.approvals import decide_approval
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.requests.listing.file import file_directory_update
from core.requests.take_and_reply import TakeRequest, take_request
from pages import context
from pages.components.markup import fill, show
from pages.work import conflicts, request_table

DUE_NEXT = 6
"""Of the whole team's: mine and nobody's stand above already."""

actor, now = context.signed_in().actor, context.now()


def offer_take(row: RequestRow) -> None:
    """One click takes a request that nobody has."""
    name = f"take-{row.ref}-{row.version}"
    st.button(
        "Take",
        key=name,
        icon=":material/front_hand:",
        on_click=context.submit,
        args=(name, take_request, TakeRequest(row.ref, row.version), "work/request.py"),
    )


def draw_list(
    name: str,
    found: DeskList,
    empty: str,
    *,
    can_take: bool = False,
    most: int | None = None,
) -> None:
    """One list of the desk, or the sentence that it is empty; `most` of it, None for all."""
    if not found.rows:
        show(fill('<p class="desk quiet">{empty}</p>', empty=empty))
        return
    act = offer_take if can_take and actor.may(take_request) else None
    rows = found.rows[:most]
    request_table.draw(name, rows, now, act)
    if found.count > len(rows):
        text = f"The {len(rows)} most urgent of {found.count}."
        show(fill('<p class="desk quiet">{text}</p>', text=text))


def draw_board(board: DeskBoard) -> None:
    """The figures, then the lists that this role works from."""
    if board.urgent.rows:
        st.subheader("Urgent: a person must act", divider="red")
        draw_list("urgent", board.urgent, "")
    with st.container(horizontal=True):
        st.metric("Mine", board.mine.count, border=True)
        st.metric("Nobody has", board.unassigned.count, border=True)
        st.metric("Overdue", board.overdue_count, border=True)
        if actor.may(decide_approval):
            st.metric("Wait for my approval", board.approvals.count, border=True)
    if board.approvals.rows:
        st.subheader("Wait for my approval", divider="gray")
        draw_list("approve", board.approvals, "")
    if actor.may(list_conflicts):
        conflicts.draw()
    if actor.may(take_request):
        st.subheader("Mine", divider="gray")
        draw_list("mine", board.mine, "You have nothing in hand. Take a request below.")
    if board.woken.rows:
        st.subheader("Back from waiting", divider="gray")
        draw_list("woken", board.woken, "")
    if board.late.rows:
        st.subheader("Late at Evernorth", divider="gray")
        draw_list("late", board.late, "")
    st.subheader("Nobody has", divider="gray")
    draw_list("unassigned", board.unassigned, "Every request has somebody.", can_take=True)
    st.subheader("Due next in the team", divider="gray")
    draw_list("due", board.due, "No clock is running.", most=DUE_NEXT)


st.title("Desk")
if actor.may(desk_board):
    with st.container(horizontal=True):
        if actor.may(file_client_correction):
            st.page_link(
                "work/client_correction.py", label="Correct a client", icon=":material/edit_note:"
            )
        if actor.may(file_directory_update):
            st.page_link(
                "work/directory_update.py",
                label="Update a directory listing",
                icon=":material/contact_page:",
            )
        if actor.may(file_session_cancellation):
            st.page_link(
                "work/cancellation.py",
                label="Cancel a confirmed session",
                icon=":material/event_busy:",
            )
        st.page_link("work/requests.py", label="All requests", icon=":material/list:")
        st.page_link("lookup/sessions.py", label="Look a session up", icon=":material/search:")
    draw_board(context.read(desk_board))
else:
    st.page_link("admin/imports.py", label="What came in with extracts", icon=":material/database:")
