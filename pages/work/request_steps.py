"""What is done with a request of any kind: take, give back, tell, close; one step stands out."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.queries.requests.page import RequestDetail
from core.requests.reassign import assign_request
from core.requests.snooze import ResumeRequest, resume_request
from core.requests.take_and_reply import (
    TakeRequest,
    UnassignRequest,
    take_request,
    unassign_request,
)
from core.rules.requests.transitions import ENDED
from core.rules.time.formats import day_text
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import label
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.work import request_actions, send_reply


def draw(request: RequestDetail, reply: str, work: Callable[[], None]) -> None:
    """The next step for this person. `work` draws what is particular to the kind, for the one
    who has the request; `reply` is the text to tell the requester."""
    if request.status in ENDED:
        _ended(request)
    elif not context.signed_in().actor.may(take_request):
        _waiting(request)
    elif request.assignee is None:
        _waiting(request)
        step(request, "Take this request", "front_hand", take_request, _taking(request))
    elif not request.is_mine:
        _waiting(request)
        show(fill('<p class="desk quiet">{text}</p>', text=_whose(request)))
    elif request.status == RequestStatus.REPLY_PENDING:
        send_reply.tell(request, reply)
    elif request.wait is not None:
        _waiting(request)
        words = "Go on with it" if request.wait.is_over else "Resume now"
        command = ResumeRequest(request.ref, request.version)
        step(request, words, "play_arrow", resume_request, command)
        _return(request)
    else:
        work()
        _return(request)
    request_actions.draw(request)


def _waiting(request: RequestDetail) -> None:
    """What is waited for and until when; nothing for a request that does not wait."""
    wait = request.wait
    if wait is None:
        return
    until = "It is back since {day}." if wait.is_over else "It is back by itself on {day}."
    show(
        fill(
            '<div class="desk card"><h2>{title}</h2><p>{reason}</p><p class="quiet">{until} Put '
            "away on {since}; the clock {clock}.</p></div>",
            title="It waited" if wait.is_over else "It waits",
            reason=wait.reason,
            until=until.format(day=day_text(wait.wake_on)),
            since=day_text(wait.from_on),
            clock="runs again" if wait.is_over else "stands still",
        )
    )


def _whose(request: RequestDetail) -> str:
    """Why there is no step here for a colleague, and what there is."""
    way = (
        "give it to somebody under More"
        if context.signed_in().actor.may(assign_request)
        else ("ask a lead to give it to you")
    )
    return f"{request.assignee} has this, so the next step is theirs. Leave a note below, or {way}."


def _ended(request: RequestDetail) -> None:
    """How it ended, and the words that the requester was told."""
    if request.outcome:
        show(
            fill(
                '<div class="desk card"><h2>{how}</h2>{why}</div>',
                how=label(request.status).capitalize(),
                why=request.outcome,
            )
        )
    send_reply.told(request)
    if context.signed_in().actor.may(take_request):
        send_reply.offer_ending(request)


def _taking(request: RequestDetail) -> TakeRequest:
    return TakeRequest(request.ref, request.version)


def step(request: RequestDetail, words: str, icon: str, action: Any, command: Any) -> None:
    """The next step as the one big button."""
    name = f"{action.__name__}-{request.ref}-{request.version}"
    st.button(
        words,
        type="primary",
        icon=f":material/{icon}:",
        key=name,
        on_click=context.submit,
        args=(name, action, command),
    )


def _return(request: RequestDetail) -> None:
    name = f"return-{request.ref}"
    problems = context.problems(name)
    with (
        st.popover("Give it back", icon=":material/undo:"),
        st.form(name, enter_to_submit=False, border=False),
    ):
        st.text_input("Why? The next person reads this.", key=f"{name}-reason")
        notices.by_field(problems, "reason")
        st.form_submit_button(
            "Give it back", on_click=_give_back, args=(name, request.ref, request.version)
        )
    notices.by_field(problems, "reason")


def _give_back(name: str, ref: str, version: int) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, unassign_request, UnassignRequest(ref, version, reason))
