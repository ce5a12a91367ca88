"""The next step of a request of any kind: take, unassign, reply, close; one stands out."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.queries.requests.page import RequestDetail
from core.requests.assignment import (
    TakeRequest,
    take_request,
)
from core.requests.snooze import ResumeRequest, resume_request
from core.rules.requests.transitions import ENDED
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import label
from pages import context
from pages.components.markup import fill, show_card, show_html, show_text
from pages.components.screen_dates import screen_day
from pages.work import send_reply

ORIGINAL = 'Original request: <a href="/request?ref={ref}" target="_self">{ref}</a>'


def next_step_panel(request: RequestDetail, *, decides: bool = False) -> Any:
    """The framed place of the next step, for `with`: what is asked, and the form for it. One that
    another person takes is framed in amber."""
    actor = context.signed_in().actor
    waits = not decides and not (actor.may(take_request) and request.is_mine)
    waits = waits and request.assignee is not None and request.status not in ENDED
    panel = st.container(border=True, key=f"next-step{'-of-another' if waits else ''}")
    words = "Your decision" if decides else "Next step"
    if request.status in ENDED:
        words = label(request.status)
    with panel:
        head = '<h2 id="next-step" tabindex="-1" class="next-step">{words}</h2>'
        show_html(fill(head, words=words))
    return panel


def show_next_step(request: RequestDetail, reply: str, show_work: Callable[[], None]) -> None:
    """The next step for this person. `show_work` draws the step of the kind for the assignee;
    `reply` is the text for the requester."""
    if request.status in ENDED:
        _show_ending(request)
    elif not context.signed_in().actor.may(take_request):
        _show_snooze(request)
    elif request.assignee is None:
        _show_snooze(request)
        command = TakeRequest(request.ref, request.version)
        show_step_button(request, "Take request", "front_hand", take_request, command)
    elif not request.is_mine:
        _show_snooze(request)
        show_text(_whose(request), is_quiet=True)
    elif request.status == RequestStatus.REPLY_PENDING:
        send_reply.show_reply(request, reply)
    elif request.wait is not None:
        _show_snooze(request)
        words = "Resume" if request.wait.is_over else "Resume now"
        resume = ResumeRequest(request.ref, request.version)
        show_step_button(request, words, "play_arrow", resume_request, resume)
    else:
        show_work()


def _show_snooze(request: RequestDetail) -> None:
    """What a snoozed request waits for and until when; nothing for any other."""
    wait = request.wait
    if wait is None:
        return
    words = "This request returns on {day}. The deadline has been paused since {since}."
    if not wait.pauses_deadline:
        words = "Snoozed on {since}. Returns on {day}. Evernorth's deadline keeps counting."
    if wait.is_over:
        words = "Snoozed on {since}. Returned on {day}. The deadline counts again."
    until = words.format(day=screen_day(wait.wake_on), since=screen_day(wait.from_on))
    show_card(
        "Back from snooze" if wait.is_over else "Snoozed",
        fill('<p>{reason}</p><p class="quiet">{until}</p>', reason=wait.reason, until=until),
    )


def _whose(request: RequestDetail) -> str:
    """Why there is no step here for a colleague, and what there is."""
    can_assign = context.signed_in().actor.role == Role.LEAD
    way = "assign the request under Actions" if can_assign else "ask a lead to assign it to you"
    return f"{request.assignee} takes the next step. Add an internal note, or {way}."


def _show_ending(request: RequestDetail) -> None:
    """How it ended, and the reply that the requester got."""
    if request.outcome:
        is_duplicate = request.status == RequestStatus.DUPLICATE
        words = ORIGINAL if is_duplicate else "{ref}"
        show_html(fill(f'<p class="desk">{words}</p>', ref=request.outcome))
    send_reply.show_sent_reply(request)
    if context.signed_in().actor.may(take_request):
        send_reply.show_ending_reply(request)


def show_step_button(
    request: RequestDetail, words: str, icon: str, action: Any, command: Any
) -> None:
    """The next step as the one primary button."""
    name = f"{action.__name__}-{request.ref}-{request.version}"
    st.button(
        words,
        type="primary",
        icon=f":material/{icon}:",
        key=name,
        on_click=context.submit,
        args=(name, action, command),
    )
