"""What else can be done with a request, folded under one line, so that only the next step stands
out. No popover, which Escape would close together with the calendar of a date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.access import Actor
from core.queries.requests.page import RequestDetail
from core.queries.requests.search import staff_choices
from core.requests.assignment import AssignRequest, assign_request, take_request
from core.requests.duplicates import MarkDuplicate, mark_duplicate
from core.requests.endings import (
    RedirectRequest,
    RejectRequest,
    ReopenRequest,
    WithdrawRequest,
    redirect_request,
    reject_request,
    reopen_request,
    withdraw_request,
)
from core.requests.snooze import SnoozeRequest, snooze_request
from core.rules.requests.transitions import OWN_STEP
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from pages import context
from pages.components import notices

AT_WORK = frozenset({RequestStatus.IN_PROGRESS, RequestStatus.SNOOZED})
BEFORE_DONE = AT_WORK | {RequestStatus.NEEDS_INFORMATION, RequestStatus.READY}
OPEN = BEFORE_DONE | {RequestStatus.REPLY_PENDING}
TAKEN_UP_AGAIN = frozenset({RequestStatus.CLOSED, RequestStatus.REJECTED})
ShowField = Callable[[str, str], Any]


@dataclass(frozen=True)
class RequestAction:
    """One thing that can be done: its texts, its action, and the fields of its command."""

    words: str
    button: str
    action: Any
    command: Any
    fields: tuple[tuple[str, str, ShowField], ...]


def _text(words: str, key: str) -> str:
    return st.text_input(words, key=key)


def _day(words: str, key: str) -> Any:
    return st.date_input(words, None, key=key, format="MM/DD/YYYY")


def _person(words: str, key: str) -> Any:
    names = {one.staff_id: one.name for one in context.query(staff_choices)}
    return st.selectbox(
        words, list(names), index=None, format_func=lambda one: names.get(one, ""), key=key
    )


SNOOZE = RequestAction(
    "Snooze until…",
    "Snooze request",
    snooze_request,
    SnoozeRequest,
    (("reason", "Waiting for", _text), ("wake_on", "Wake-up day", _day)),
)
ASSIGN = RequestAction(
    "Assign to…",
    "Assign request",
    assign_request,
    AssignRequest,
    (("assignee_id", "New assignee", _person), ("reason", "Reason (optional)", _text)),
)
REJECT = RequestAction(
    "Reject…",
    "Reject request",
    reject_request,
    RejectRequest,
    (("reason", "Reason for rejecting", _text),),
)
WITHDRAW = RequestAction(
    "Withdraw…",
    "Withdraw request",
    withdraw_request,
    WithdrawRequest,
    (("reason", "Who withdrew it, and why", _text),),
)
REDIRECT = RequestAction(
    "Redirect…",
    "Redirect request",
    redirect_request,
    RedirectRequest,
    (
        ("to", "Redirected to", _text),
        ("reason", "Reason (optional)", _text),
    ),
)
DUPLICATE = RequestAction(
    "Mark as duplicate…",
    "Mark as duplicate",
    mark_duplicate,
    MarkDuplicate,
    (("of_ref", "Original request (R-…)", _text),),
)
REOPEN = RequestAction(
    "Reopen…",
    "Reopen request",
    reopen_request,
    ReopenRequest,
    (("reason", "What is still wrong", _text),),
)


def show_request_actions(request: RequestDetail) -> None:
    """The line, where this person can do anything under it."""
    actions = _possible(request, context.signed_in().actor)
    if not actions:
        return
    # tied to the version, so that it folds again once something was done
    place = f"more-at-{request.ref}-{request.version}"
    with st.expander("More actions", key=place):
        chosen = actions[0]
        if len(actions) > 1:
            by_words = {one.words: one for one in actions}
            key = f"more-{request.ref}-{request.version}"
            chosen = by_words[st.selectbox("Action", list(by_words), key=key)]
        _form(request, chosen)


def _possible(request: RequestDetail, actor: Actor) -> list[RequestAction]:
    if not actor.may(take_request):
        return []
    status, is_free = request.status, request.is_mine or request.assignee is None
    found = [SNOOZE] if request.is_mine and status in AT_WORK else []
    found += [ASSIGN] if actor.may(assign_request) and status in OPEN else []
    if request.kind in OWN_STEP:
        return found
    if status in BEFORE_DONE and (is_free or actor.role == Role.LEAD):
        found += [DUPLICATE, REDIRECT, WITHDRAW, REJECT]
    return [*found, REOPEN] if status in TAKEN_UP_AGAIN else found


def _form(request: RequestDetail, action: RequestAction) -> None:
    name = f"{action.action.__name__}-{request.ref}-{request.version}"
    with st.form(name, enter_to_submit=False, border=False):
        for field, words, show_field in action.fields:
            show_field(words, f"{name}-{field}")
            notices.show_field_problem(context.problems(name), field)
        st.form_submit_button(
            action.button, on_click=_do, args=(name, action, request.ref, request.version)
        )


def _do(name: str, action: RequestAction, ref: str, version: int) -> None:
    typed = {field: st.session_state[f"{name}-{field}"] for field, _, _ in action.fields}
    context.submit(name, action.action, action.command(ref, version, **typed))
