"""The script of every run: who is here, the pages of their role, the page."""

from pathlib import Path

import streamlit as st

from core.vocabulary.words import label
from pages import context, navigation
from pages.components.markup import fill, show

PARTS = Path(__file__).parent / "components"

st.set_page_config(page_icon=PARTS / "mark.svg", layout="wide")
st.html(PARTS / "desk.css")

who = context.signed_in()
page = st.navigation(navigation.pages_for(who.actor))
context.go_on(page.url_path)
context.turn_to(page.url_path)

if who.is_demo:
    show(
        fill(
            '<div class="desk demo-bar" role="note"><strong>Demo.</strong> Every person, number '
            "and record here is made up.</div>"
        )
    )
st.logo(PARTS / "logo.svg", size="large", icon_image=PARTS / "mark.svg")
with st.sidebar:
    show(
        fill(
            '<div class="desk who"><strong>{name}</strong><br>{role} · times in {zone}'
            '<form method="post" action="/signout"><button type="submit">Sign out</button></form>'
            "</div>",
            name=who.actor.name,
            role=label(who.actor.role),
            zone=who.actor.zone.replace("_", " "),
        )
    )
context.draw_news(page.url_path)
page.run()
context.arrived(page.url_path)
