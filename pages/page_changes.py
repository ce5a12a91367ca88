"""What changes with the page: where a finished form leads, and its notice.

Only the frame calls this, before and after it runs a page.
"""

from datetime import timedelta

import streamlit as st

from pages import context, url
from pages.components import notices
from pages.context import NEXT_REQUEST, NOTICE, UNSAVED_WORDS, SuccessNotice

PAGE, REQUEST_ADDRESS, REQUEST_FILE = "page", "request", "work/request.py"
FRESH = timedelta(seconds=8)
"""How long a notice stays when its page is drawn again."""
UNSAVED = (
    "Words that you entered suggest self-harm, and nothing was saved. If a life is in danger, call "
    "911; for help at any hour call 988. Then save the request or the note, also incomplete, so "
    "that a person acts within 15 minutes."
)
QUICK = timedelta(seconds=2)
"""How long after a click a second one may still come: until then its notice follows to another
page."""


def enter_page(address: str) -> None:
    """Opens the page that a finished form leads to; else forgets another page's notice."""
    url.follow()
    _follow_form(address)
    if st.session_state.get(PAGE, address) != address:
        st.session_state.pop(UNSAVED_WORDS, None)
        at, _ = st.session_state.get(NOTICE, (None, None))
        if at is not None and context.now() - at > QUICK and NEXT_REQUEST not in st.session_state:
            del st.session_state[NOTICE]
    st.session_state[PAGE] = address


def _follow_form(address: str) -> None:
    """The second of two clicks asks for the form again, with the request's reference already in
    the address: only page and reference together say that the request is open."""
    ref, at = st.session_state.get(NEXT_REQUEST, ("", context.now()))
    if ref and not _is_open(address) and context.now() - at < FRESH:
        st.switch_page(REQUEST_FILE, query_params={"ref": ref})


def leave_form(address: str) -> None:
    """Forgets the page a form leads to once it is drawn to its end. Not before, since the second
    of two clicks may stop the run that draws it and would lead back to the form."""
    if NEXT_REQUEST in st.session_state and _is_open(address):
        del st.session_state[NEXT_REQUEST]


def _is_open(address: str) -> bool:
    ref, _ = st.session_state[NEXT_REQUEST]
    return address == REQUEST_ADDRESS and st.query_params.get("ref") == ref


def show_notice(address: str) -> None:
    """What the last command did or why it could not, for the runs of the next moments. Words that
    suggest self-harm and were not saved are named until the next command."""
    if st.session_state.get(UNSAVED_WORDS):
        notices.show_problem(UNSAVED)
    at, notice = st.session_state.get(NOTICE, (None, None))
    if at is None or context.now() - at > FRESH:
        return
    if isinstance(notice, SuccessNotice):
        notices.show_success(notice.text, "" if address == REQUEST_ADDRESS else notice.request_ref)
    else:
        notices.show_error(notice)
