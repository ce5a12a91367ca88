"""In the place of a page that another role has: says so, instead of that there is no such page."""

import streamlit as st

from core.vocabulary.words import label
from pages import context
from pages.components.markup import fill, show

actor = context.signed_in().actor
st.title("This page is not for your role")
show(
    fill(
        '<p class="desk">You are signed in as {name}, {role}. What this page does belongs to other '
        'roles; a lead or an admin can say to whom. <a href="/" target="_self">Back to the desk</a>'
        "</p>",
        name=actor.name,
        role=label(actor.role),
    )
)
