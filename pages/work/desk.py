"""The desk: what to do next and what will be late, by scope and filter."""

import streamlit as st

from core.queries.requests.conflicts import list_conflicts
from core.queries.requests.desk import PAGE, DeskBoard, DeskSearch, desk_board
from core.queries.requests.desk_rows import DeskRow
from core.queries.sessions.crises import crisis_exceptions
from core.requests.assignment import TakeRequest, UnassignRequest, take_request, unassign_request
from core.requests.cancellation.file import file_session_cancellation
from core.requests.correction.file import file_client_correction
from core.requests.crisis import decide_crisis
from core.requests.late_edit.file import file_late_edit
from core.requests.listing.file import file_directory_update
from core.vocabulary.requests import DeskFilter, DeskScope, RequestKind
from core.vocabulary.words import label, phrase
from pages import context, url
from pages.components import due_chart, notices
from pages.components.crisis_table import show_crisis_table
from pages.components.markup import fill, join, record_link, show_html, show_text
from pages.components.screen_dates import screen_day, screen_instant
from pages.components.url_choice import url_buttons
from pages.work import conflicts, desk_list, draft_list
from pages.work.request_rows import ADDRESS

MOST_CRISES = 5
ROWS, TAKEN = "desk-rows", "desk-taken"
NEW_REQUESTS = (
    (file_client_correction, "work/client_correction.py", "Correct a client", "badge"),
    (file_directory_update, "work/directory_update.py", "Update a directory listing", "menu_book"),
    (file_session_cancellation, "work/cancellation.py", "Cancel a session", "event_busy"),
    (file_late_edit, "work/late_edit.py", "Edit a session late", "edit_calendar"),
)
FILTER_ICONS = {
    DeskFilter.OVERDUE: "error",
    DeskFilter.TODAY: "schedule",
    DeskFilter.WOKEN: "alarm",
    DeskFilter.CHECK_DUE: "menu_book",
    DeskFilter.APPROVAL: "gavel",
}
NARROWED = ("day", "kind")
"""What a click on the chart writes into the URL."""

actor, now = context.signed_in().actor, context.now()


def show_head() -> None:
    """The title, and the menu of new requests."""
    with st.container(horizontal=True, vertical_alignment="center", key="desk-head"):
        st.title("Desk", width="content")
        show_text(screen_instant(now), is_quiet=True)
        offered = [one for one in NEW_REQUESTS if actor.may(one[0])]
        if offered:
            with st.popover("New request", icon=":material/add:", type="primary"):
                for _, page, words, icon in offered:
                    st.page_link(page, label=words, icon=f":material/{icon}:")


def asked() -> DeskSearch:
    """What the URL asks for; what it names wrongly is left out."""
    params = st.query_params
    return DeskSearch(
        scope=next((one for one in DeskScope if one == params.get("scope")), None),
        only=next((one for one in DeskFilter if one == params.get("filter")), None),
        day=params.get("day", ""),
        kind=next((one for one in RequestKind if one == params.get("kind")), None),
        rows=st.session_state.get(ROWS, PAGE),
    )


def show_choices(board: DeskBoard) -> None:
    """Scopes and filters, each with its count."""
    with st.container(horizontal=True, horizontal_alignment="distribute", key="desk-choices"):
        scopes = {one.value: f"{label(one)} **{many:,}**" for one, many in board.scopes.items()}
        url_buttons("Scope", scopes, "scope", next(iter(scopes)), (*NARROWED, "filter"))
        filters = {
            one.value: f":material/{FILTER_ICONS[one]}: {label(one)} **{many:,}**"
            for one, many in board.filters.items()
        }
        url_buttons("Filter", filters, "filter", forget=NARROWED)


def show_narrowed(board: DeskBoard) -> None:
    """What a click on the chart narrowed the list to, and the way back."""
    kind, day = (st.query_params.get(name, "") for name in ("kind", "day"))
    choices = {"scope": DeskScope, "filter": DeskFilter, "kind": RequestKind}
    unknown = [
        name for name, known in choices.items() if st.query_params.get(name, "") not in ("", *known)
    ]
    if unknown or (day and board.place is None):
        notices.show_problem("This link asks for a list that the desk does not have.")
    if board.place is None:
        return
    words = due_chart.place_text(board.place, board.days)
    kinds = [label(one) for one in RequestKind if one == kind]
    with st.container(horizontal=True, vertical_alignment="center"):
        show_text("Due: " + " · ".join([words, *kinds]), is_status=True)
        clear = dict.fromkeys(NARROWED, "")
        st.button("Clear", icon=":material/close:", on_click=url.write, args=(clear,))


def show_list(board: DeskBoard) -> None:
    """The list, or that it is empty; then how much of it is shown."""
    show_narrowed(board)
    show_undo()
    if not board.rows:
        show_empty(board)
        return
    take = show_take if actor.may(take_request) else None
    desk_list.show_desk_list(board.rows, board.heads, now, take)
    more = board.total - len(board.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        if more > 0:
            st.button(f"Show {min(more, PAGE)} more", icon=":material/expand_more:", on_click=widen)
        show_text(
            f"{len(board.rows)} of {board.total:,} requests, most urgent first", is_quiet=True
        )


def show_empty(board: DeskBoard) -> None:
    """Why the list is empty, and what there is instead."""
    only = st.query_params.get("filter", "")
    if only in board.filters:
        show_text(f"No requests: {phrase(DeskFilter(only))}.", is_status=True)
        st.button("Clear filter", on_click=url.write, args=({"filter": ""},))
    elif board.scopes[DeskScope.ALL_OPEN]:
        scope = phrase(board.scope)
        others = f"All open has {board.scopes[DeskScope.ALL_OPEN]:,}."
        show_text(f"No requests in {scope}. {others}", is_status=True)
    else:
        show_text("No open requests.", is_status=True)


def widen() -> None:
    """Show a page more."""
    st.session_state[ROWS] = st.session_state.get(ROWS, PAGE) + PAGE


def show_take(row: DeskRow) -> None:
    """One click takes an unassigned request, in place."""
    ref, version = row.request.ref, row.request.version
    st.button("Take", key=f"take-{ref}-{version}", on_click=take, args=(row,))


def take(row: DeskRow) -> None:
    """Take it, and remember what Undo gives back."""
    ref, version = row.request.ref, row.request.version
    context.submit(f"take-{ref}-{version}", take_request, TakeRequest(ref, version))
    if context.has_succeeded():
        st.session_state[TAKEN] = (ref, version + 1)


def show_undo() -> None:
    """The way back from the last Take."""
    if TAKEN not in st.session_state:
        return
    ref, version = st.session_state[TAKEN]
    with st.container(horizontal=True, vertical_alignment="center"):
        words = '<p class="desk" role="status">{ref} is yours.</p>'
        show_html(fill(words, ref=record_link(ADDRESS, ref)))
        st.button("Undo", icon=":material/undo:", on_click=undo, args=(ref, version))


def undo(ref: str, version: int) -> None:
    """Leave it to the team again."""
    del st.session_state[TAKEN]
    command = UnassignRequest(ref, version, "Taken by mistake")
    context.submit(f"undo-{ref}-{version}", unassign_request, command)


def show_side(board: DeskBoard) -> None:
    """The chart of the list, and what comes back from snooze."""
    st.subheader("Due by day")
    show_text(f"{label(board.scope)}, next 10 business days", is_quiet=True)
    narrowed = "-".join(st.query_params.get(one, "") for one in NARROWED)
    key = f"due-{board.scope.value}-{narrowed}"
    clicked = due_chart.show_due_chart(board.chart, board.days, key)
    if clicked is not None:
        url.write({"day": clicked[0], "kind": clicked[1].value, "filter": ""})
        st.rerun()
    if board.coming_back:
        st.subheader("Coming back from snooze")
        words = "<li>{link} <span>{day}</span><br><small>{kind}</small></li>"
        items = join(
            fill(
                words,
                link=record_link(ADDRESS, one.ref),
                day=screen_day(one.wake_on),
                kind=label(one.kind),
            )
            for one in board.coming_back
        )
        show_html(fill('<ul class="desk coming-back">{items}</ul>', items=items))
    draft_list.show_drafts()


def show_crises() -> None:
    """The exceptions that wait for a decision, for whoever may decide."""
    found = context.query(crisis_exceptions)
    if found.rows:
        st.subheader("Crisis exceptions", divider="gray")
        show_crisis_table(found.rows[:MOST_CRISES])
        st.page_link("manage/crisis.py", label="See all crisis exceptions", icon=":material/list:")


def show_board(board: DeskBoard) -> None:
    """Urgent requests, then the list with its chart, then what else this role decides."""
    if board.urgent:
        st.subheader("Urgent: act now", divider="red")
        take = show_take if actor.may(take_request) else None
        desk_list.show_desk_list(board.urgent, {}, now, take, "urgent-list")
    show_choices(board)
    with st.container(key="desk-board"):
        with st.container(key="desk-main"):
            show_list(board)
        with st.container(key="desk-side"):
            show_side(board)
    if actor.may(decide_crisis):
        show_crises()
    if actor.may(list_conflicts):
        conflicts.show_conflicts()


show_head()
if actor.may(desk_board):
    show_board(context.query(desk_board, asked()))
else:
    st.page_link("admin/imports.py", label="See the import history", icon=":material/database:")
