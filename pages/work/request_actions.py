"""What else can be done with a request: one menu, whose items each open a small dialog."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from core.access import Actor
from core.queries.requests.page import RequestDetail
from core.queries.requests.search import staff_choices
from core.requests.assignment import (
    AssignRequest,
    UnassignRequest,
    assign_request,
    take_request,
    unassign_request,
)
from core.requests.cancellation.finish import WithdrawCancellation, withdraw_cancellation
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
from core.rules.requests.transitions import NOT_REOPENED, OWN_STEP
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from pages import context
from pages.components import notices
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import show_text

AT_WORK = frozenset({RequestStatus.IN_PROGRESS, RequestStatus.SNOOZED})
BEFORE_DONE = AT_WORK | {RequestStatus.NEEDS_INFORMATION, RequestStatus.READY}
OPEN = BEFORE_DONE | {RequestStatus.REPLY_PENDING}
TAKEN_UP_AGAIN = frozenset({RequestStatus.CLOSED, RequestStatus.REJECTED})


@dataclass(frozen=True)
class RequestAction:
    """One thing that can be done: its name, action and command, the command's fields after the
    reference and version, and what it does beyond its name."""

    words: str
    action: Any
    command: Any
    fields: tuple[FormField, ...]
    effect: str = ""


def _person(words: str, key: str) -> Any:
    names = {one.staff_id: one.name for one in context.query(staff_choices)}
    return st.selectbox(
        words, list(names), index=None, format_func=lambda one: names.get(one, ""), key=key
    )


SNOOZE = RequestAction(
    "Snooze request",
    snooze_request,
    SnoozeRequest,
    (
        FormField("wake_on", "Wake-up day", is_day=True),
        FormField("reason", "Waiting for"),
    ),
)
ASSIGN = RequestAction(
    "Assign request",
    assign_request,
    AssignRequest,
    (
        FormField("assignee_id", "New assignee", _person),
        FormField("reason", "Note for the new assignee"),
    ),
)
UNASSIGN = RequestAction(
    "Unassign request",
    unassign_request,
    UnassignRequest,
    (FormField("reason", "Reason for the next person"),),
)
REJECT = RequestAction(
    "Reject request",
    reject_request,
    RejectRequest,
    (FormField("reason", "Reason for rejecting"),),
)
WITHDRAW = RequestAction(
    "Withdraw request",
    withdraw_request,
    WithdrawRequest,
    (FormField("reason", "Who withdrew it, and why"),),
)
WITHDRAW_CANCELLATION = replace(
    WITHDRAW,
    action=withdraw_cancellation,
    command=WithdrawCancellation,
    effect="The session becomes confirmed again. Its charge and payout resume.",
)
REDIRECT = RequestAction(
    "Redirect request",
    redirect_request,
    RedirectRequest,
    (FormField("to", "Redirected to"), FormField("reason", "Reason (optional)")),
)
DUPLICATE = RequestAction(
    "Mark as duplicate",
    mark_duplicate,
    MarkDuplicate,
    (FormField("of_ref", "Original request (R-…)"),),
)
REOPEN = RequestAction(
    "Reopen request",
    reopen_request,
    ReopenRequest,
    (FormField("reason", "What is still wrong"),),
)


def show_request_actions(request: RequestDetail) -> None:
    """The menu, where this person can do anything in it."""
    actions = {one.words: one for one in _possible(request, context.signed_in().actor)}
    if not actions:
        return
    key = f"actions-{request.ref}"
    chosen = st.menu_button("Actions", list(actions), key=key, icon=":material/more_horiz:")
    if chosen:
        st.dialog(chosen)(_show_dialog)(request, actions[chosen])


def _possible(request: RequestDetail, actor: Actor) -> list[RequestAction]:
    if not actor.may(take_request):
        return []
    status, is_free = request.status, request.is_mine or request.assignee is None
    found = [SNOOZE] if request.is_mine and status in AT_WORK else []
    found += [UNASSIGN] if request.is_mine and status in OPEN else []
    may_decide = is_free or actor.role == Role.LEAD
    found += [ASSIGN] if may_decide and status in OPEN else []
    ends_early = status in BEFORE_DONE and may_decide
    if request.kind in OWN_STEP:
        return [*found, WITHDRAW_CANCELLATION] if ends_early else found
    found += [DUPLICATE, REDIRECT, WITHDRAW, REJECT] if ends_early else []
    may_reopen = status in TAKEN_UP_AGAIN and request.kind not in NOT_REOPENED
    return [*found, REOPEN] if may_reopen else found


def _show_dialog(request: RequestDetail, chosen: RequestAction) -> None:
    """The form of one action. It closes once the action is done, and stays as it is typed where
    something is wrong."""
    if chosen.effect:
        show_text(chosen.effect, is_quiet=True)
    name = f"{chosen.action.__name__}-{request.ref}"
    command = partial(chosen.command, request.ref, request.version)
    button = FormButton(chosen.words, chosen.action, command, "primary")
    is_sent = show_command_form(chosen.action.__name__, request.ref, chosen.fields, button)
    if is_sent and not context.problems(name):
        if (refusal := context.refusal()) is None:
            st.rerun()
        notices.show_error(refusal)
