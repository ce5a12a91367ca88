"""What is done with a request of any kind: take, give back, tell, close; one step stands out."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.actions.requests import (
    ReturnRequest,
    TakeRequest,
    TellRequester,
    return_request,
    take_request,
    tell_requester,
)
from core.queries.request_page import RequestDetail
from core.rules.request_life import ENDED
from core.vocabulary.requests import RequestStatus
from pages import shell
from pages.parts import trouble
from pages.parts.markup import fill, show


def draw(request: RequestDetail, reply: str, work: Callable[[], None]) -> None:
    """The next step for this person. `work` draws what is particular to the kind, for the one
    who has the request; `reply` is the text to tell the requester."""
    if request.status in ENDED:
        _told(request)
    elif not shell.signed_in().actor.may("take_request"):
        return
    elif request.assignee is None:
        step(request, "Take this request", "front_hand", take_request, _taking(request))
    elif not request.is_mine:
        text = f"{request.assignee} is working on this."
        show(fill('<p class="desk quiet">{text}</p>', text=text))
    elif request.status == RequestStatus.TO_TELL:
        _tell(request, reply)
    else:
        work()
        _return(request)


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
        on_click=shell.submit,
        args=(name, action, command),
    )


def _tell(request: RequestDetail, reply: str) -> None:
    name = f"tell-{request.ref}"
    show(
        fill(
            '<p class="desk"><strong>Tell {who}</strong> ({where}). Copy the text, send it, and '
            "tick it off here.</p>",
            who=request.requester,
            where=request.requester_contact or request.channel.replace("_", " "),
        )
    )
    st.code(reply, language=None, wrap_lines=True)
    with st.form(name, enter_to_submit=False, border=False):
        st.checkbox("I told the requester", key=f"{name}-told")
        trouble.by_field(shell.problems(name), "told")
        st.text_area("In these words", value=reply, key=f"{name}-text", height=200)
        trouble.by_field(shell.problems(name), "text")
        st.form_submit_button(
            "Close the request",
            type="primary",
            icon=":material/done_all:",
            on_click=_close,
            args=(name, request.ref, request.version),
        )


def _close(name: str, ref: str, version: int) -> None:
    told, text = st.session_state[f"{name}-told"], st.session_state[f"{name}-text"]
    shell.submit(name, tell_requester, TellRequester(ref, version, told, text))


def _told(request: RequestDetail) -> None:
    if request.told_text:
        show(
            fill('<p class="desk"><strong>What {who} was told</strong></p>', who=request.requester)
        )
        st.code(request.told_text, language=None, wrap_lines=True)


def _return(request: RequestDetail) -> None:
    name = f"return-{request.ref}"
    problems = shell.problems(name)
    with (
        st.popover("Give it back", icon=":material/undo:"),
        st.form(name, enter_to_submit=False, border=False),
    ):
        st.text_input("Why? The next person reads this.", key=f"{name}-reason")
        trouble.by_field(problems, "reason")
        st.form_submit_button(
            "Give it back", on_click=_give_back, args=(name, request.ref, request.version)
        )
    trouble.by_field(problems, "reason")


def _give_back(name: str, ref: str, version: int) -> None:
    reason = st.session_state[f"{name}-reason"]
    shell.submit(name, return_request, ReturnRequest(ref, version, reason))
