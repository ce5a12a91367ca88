"""What else can be done with a request, folded under one quiet line: the next step stays the only
one that stands out. No popover, which Escape would close together with the calendar of a date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.access import Actor
from core.queries.requests.page import RequestDetail
from core.queries.requests.search import staff_choices
from core.requests.duplicates import MarkDuplicate, mark_duplicate
from core.requests.endings import (
    RedirectRequest,
    RejectRequest,
    WithdrawRequest,
    redirect_request,
    reject_request,
    withdraw_request,
)
from core.requests.reassign import AssignRequest, assign_request
from core.requests.reopening import ReopenRequest, reopen_request
from core.requests.snooze import SnoozeRequest, snooze_request
from core.requests.take_and_reply import take_request
from core.rules.requests.transitions import OWN_STEP
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from pages import context
from pages.components import notices

AT_WORK = frozenset({RequestStatus.IN_PROGRESS, RequestStatus.SNOOZED})
BEFORE_DONE = AT_WORK | {RequestStatus.NEEDS_INFORMATION, RequestStatus.READY}
OPEN = BEFORE_DONE | {RequestStatus.REPLY_PENDING}
TAKEN_UP_AGAIN = frozenset({RequestStatus.CLOSED, RequestStatus.REJECTED})
Draw = Callable[[str, str], Any]


@dataclass(frozen=True)
class Ask:
    """One thing that can be done: its words, its action, and the fields of its command."""

    words: str
    button: str
    action: Any
    command: Any
    fields: tuple[tuple[str, str, Draw], ...]


def _text(words: str, key: str) -> str:
    return st.text_input(words, key=key)


def _day(words: str, key: str) -> Any:
    return st.date_input(words, None, key=key)


def _person(words: str, key: str) -> Any:
    names = {one.staff_id: one.name for one in context.read(staff_choices)}
    return st.selectbox(
        words, list(names), index=None, format_func=lambda one: names.get(one, ""), key=key
    )


WAIT = Ask(
    "Put it away until a day",
    "Put it away",
    snooze_request,
    SnoozeRequest,
    (("reason", "What does it wait for?", _text), ("wake_on", "Back on", _day)),
)
GIVE = Ask(
    "Give it to somebody",
    "Give it to them",
    assign_request,
    AssignRequest,
    (("assignee_id", "To whom?", _person), ("reason", "Why? (need not be said)", _text)),
)
REJECT = Ask(
    "Reject it", "Reject it", reject_request, RejectRequest, (("reason", "Why not?", _text),)
)
WITHDRAW = Ask(
    "The requester takes it back",
    "Withdraw it",
    withdraw_request,
    WithdrawRequest,
    (("reason", "Who took it back, and why?", _text),),
)
REDIRECT = Ask(
    "It belongs elsewhere",
    "Send it elsewhere",
    redirect_request,
    RedirectRequest,
    (
        ("to", "Where was the requester sent?", _text),
        ("reason", "Why? (need not be said)", _text),
    ),
)
DUPLICATE = Ask(
    "It repeats another request",
    "Mark as duplicate",
    mark_duplicate,
    MarkDuplicate,
    (("of_ref", "Which request does it repeat? (R-…)", _text),),
)
REOPEN = Ask(
    "Reopen it",
    "Reopen it",
    reopen_request,
    ReopenRequest,
    (("reason", "What is still wrong?", _text),),
)


def draw(request: RequestDetail) -> None:
    """The line, where there is anything under it for this person."""
    asks = _possible(request, context.signed_in().actor)
    if not asks:
        return
    # Tied to the version, so that it is folded again once something was done.
    place = f"more-at-{request.ref}-{request.version}"
    with st.expander("More", key=place):
        chosen = asks[0]
        if len(asks) > 1:
            by_words = {one.words: one for one in asks}
            key = f"more-{request.ref}-{request.version}"
            chosen = by_words[st.selectbox("What happens to it?", list(by_words), key=key)]
        _form(request, chosen)


def _possible(request: RequestDetail, actor: Actor) -> list[Ask]:
    if not actor.may(take_request):
        return []
    status, is_free = request.status, request.is_mine or request.assignee is None
    found = [WAIT] if request.is_mine and status in AT_WORK else []
    found += [GIVE] if actor.may(assign_request) and status in OPEN else []
    if request.kind in OWN_STEP:
        return found
    if status in BEFORE_DONE and (is_free or actor.role == Role.LEAD):
        found += [DUPLICATE, REDIRECT, WITHDRAW, REJECT]
    return [*found, REOPEN] if status in TAKEN_UP_AGAIN else found


def _form(request: RequestDetail, ask: Ask) -> None:
    name = f"{ask.action.__name__}-{request.ref}-{request.version}"
    with st.form(name, enter_to_submit=False, border=False):
        for field, words, draw_field in ask.fields:
            draw_field(words, f"{name}-{field}")
            notices.by_field(context.problems(name), field)
        st.form_submit_button(
            ask.button, on_click=_do, args=(name, ask, request.ref, request.version)
        )


def _do(name: str, ask: Ask, ref: str, version: int) -> None:
    typed = {field: st.session_state[f"{name}-{field}"] for field, _, _ in ask.fields}
    context.submit(name, ask.action, ask.command(ref, version, **typed))
