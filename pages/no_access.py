"""Stands in for a page of another role and says so, instead of that there is no such page."""

import streamlit as st

from core.vocabulary.words import phrase
from pages import context
from pages.components.markup import fill, show_text

actor = context.signed_in().actor
st.title("Your role can't open this page")
words = (
    "You are signed in as {name} ({role}). Ask an admin if you need this page. "
    '<a href="/" target="_self">Back to the desk</a>'
)
show_text(fill(words, name=actor.name, role=phrase(actor.role)))
