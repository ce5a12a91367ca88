"""The script of every run: who is signed in, the pages of their role, then the page."""

from pathlib import Path

import streamlit as st

from core.errors import DeskError, PolicyGap
from core.queries.people.sign_ins import SignedIn
from core.rules.time.formats import zone_text
from core.vocabulary.words import label
from pages import context, navigation, page_changes
from pages.components import notices
from pages.components.markup import fill, show_html

PARTS = Path(__file__).parent / "components"
SIDEBAR = 212
"""Pixels."""


def run_frame() -> None:
    """The frame around the page, and the page; an expected error ends the page in words."""
    try:
        context.forget_sign_in()
        who = context.signed_in()
        groups = navigation.pages_for(who.actor, is_demo=who.is_demo)
        page = st.navigation(groups)
        if moved := navigation.moved_to(page, groups):
            st.switch_page(moved)
        st.set_page_config(page_title=navigation.browser_title(page.title))
        page_changes.enter_page(page.url_path)
        watch_sign_in(who)
        show_sidebar(who)
        page_changes.show_notice(page.url_path)
        page.run()
    except (DeskError, PolicyGap) as problem:
        notices.show_error(problem)
    else:
        page_changes.leave_form(page.url_path)
    finally:
        context.forget_sign_in()


def watch_sign_in(who: SignedIn) -> None:
    """The script that covers the page once this sign-in ends, and sends text areas while typing."""
    words = '<script src="/signin/watch.js" data-sign-in="{sign_in}"></script>'
    st.html(str(fill(words, sign_in=who.sign_in_id)), unsafe_allow_javascript=True)


def show_sidebar(who: SignedIn) -> None:
    """The mark, and who is signed in; above the page, that a demo is one."""
    if who.is_demo:
        text = "All people, numbers and records here are made up."
        words = '<div class="desk demo-bar" role="note"><strong>Demo.</strong> {text}</div>'
        show_html(fill(words, text=text))
    st.logo(PARTS / "logo.svg", size="large", icon_image=PARTS / "mark.svg")
    with st.sidebar:
        show_html(
            fill(
                '<div class="desk who"><strong>{name}</strong><br>{role} · {zone}'
                '<form method="post" action="/signout"><button type="submit">Sign out</button>'
                "</form></div>",
                name=who.actor.name,
                role=label(who.actor.role),
                zone=zone_text(who.actor.zone),
            )
        )


st.set_page_config(page_icon=PARTS / "mark.svg", layout="wide", initial_sidebar_state=SIDEBAR)
st.html(PARTS / "desk.css")
run_frame()
