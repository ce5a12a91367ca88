"""What a page of a request does by itself: it shows what colleagues change, and leads to the next
request of one's queue."""

import streamlit as st

from core.errors import DeskError
from core.queries.requests.page import RequestDetail, request_stamp, work_queue
from pages import context
from pages.components.markup import fill, show_html, show_text
from pages.components.screen_dates import screen_short_instant
from pages.components.timeline import event_words

WATCHED, OPENED = "watched_request", "opened_request"
EVERY_SECONDS = 10
PAGE = "work/request.py"


def watch_request(request: RequestDetail) -> None:
    """Draws the page again once somebody has changed the request. Says who did since it was opened,
    whatever drew it again, until the person at this screen does something."""
    ref, opened_at = st.session_state.get(OPENED, ("", context.now()))
    if ref != request.ref:
        ref, opened_at = st.session_state[OPENED] = (request.ref, context.now())
    newest = request.timeline[0] if request.timeline else None
    if newest and newest.at > opened_at and newest.who != context.signed_in().actor.name:
        at = screen_short_instant(newest.at)
        words = f"{newest.who} changed this at {at}: {event_words(newest)}"
        show_text(words, is_status=True)
    st.session_state[WATCHED] = True
    seen = (request.version, len(request.comments) + len(request.replies))
    _watch(request.ref, seen)


@st.fragment(run_every=EVERY_SECONDS)
def _watch(ref: str, seen: tuple[int, int]) -> None:
    if st.session_state.pop(WATCHED, False):
        return  # just drawn
    context.forget_sign_in()
    try:
        stamp = context.query(request_stamp, ref)
    except DeskError:
        return  # the next click says why
    finally:
        context.forget_sign_in()
    if stamp != seen:
        st.rerun()


def show_place(request: RequestDetail) -> None:
    """The way back to the desk, the request's place in one's queue, and its neighbors."""
    queue = context.query(work_queue) if context.signed_in().actor.may(work_queue) else ()
    with st.container(horizontal=True, vertical_alignment="center", key="request-place"):
        place = queue.index(request.ref) if request.ref in queue else None
        words = f" › My queue › {place + 1} of {len(queue)}" if place is not None else ""
        show_html(
            fill(
                '<div class="desk"><a href="/" target="_self">Desk</a>'
                '<span class="quiet">{words}</span></div>',
                words=words,
            )
        )
        if place is not None:
            _show_neighbor("Previous", "keyboard_arrow_up", "K", queue[:place][-1:])
            _show_neighbor("Next", "keyboard_arrow_down", "J", queue[place + 1 : place + 2])


def _show_neighbor(words: str, icon: str, key: str, refs: tuple[str, ...]) -> None:
    if refs and st.button(words, icon=f":material/{icon}:", type="tertiary", shortcut=key):
        st.switch_page(PAGE, query_params={"ref": refs[0]})
