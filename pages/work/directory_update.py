"""Filing the change of a provider's Evernorth listing: who, what is wrong, and who asked."""

from functools import partial

import streamlit as st

from core.requests.listing.file import FileDirectoryUpdate, ListingAsked, file_directory_update
from core.rules.messages import kinds
from core.rules.requests.corrections import clean
from core.rules.requests.listing import Directory
from core.rules.requests.listing import missing as listing_missing
from core.vocabulary.requests import RequestKind
from pages import context
from pages.components import due_chart
from pages.components.markup import show_text
from pages.components.message_box import show_message_box
from pages.work import directory_form, filing, message_offers, requester

NAME = "file-directory"
DIRECTORIES = {Directory.EVERNORTH: "Evernorth", Directory.OTHER: "Another plan's directory"}
prefix, linked = filing.start_form(NAME, "provider")
problems = context.problems(NAME)

st.title("Directory update")
due_chart.show_beside(RequestKind.DIRECTORY_UPDATE)
show_text(
    "Changes what Evernorth lists about a provider, including whether they accept Military "
    "OneSource clients.",
    is_quiet=True,
)
st.subheader("1. The message", divider="gray")
show_message_box(
    prefix,
    kinds.DIRECTORY,
    message_offers.received_day(prefix),
    partial(message_offers.listing_offers, prefix),
)
st.subheader("2. Which listing", divider="gray")
directory = st.segmented_control(
    "Directory",
    list(Directory),
    default=Directory.EVERNORTH,
    format_func=DIRECTORIES.__getitem__,
    required=True,
    key=f"{prefix}-directory",
)
start = ListingAsked(linked, "", "", ())
typed = directory_form.ask_listing(prefix, start, problems, directory or Directory.EVERNORTH)
st.subheader("4. Who asked", divider="gray")
who = requester.ask_requester(prefix, problems)
missing = listing_missing(clean(typed.full_name), clean(typed.npi), typed.lines)
if filing.show_file_button(NAME, prefix, problems, missing):
    command = FileDirectoryUpdate(typed, who)
    context.submit(NAME, file_directory_update, command, opens_request=True)
    st.rerun()
