"""Filing the correction of a client's record: find it, say what is wrong and who asked."""

from functools import partial

import streamlit as st

from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.rules.messages import kinds
from core.rules.requests import corrections
from core.vocabulary.requests import RequestKind
from pages import context
from pages.components import draft, due_chart, notices
from pages.components.markup import show_text
from pages.components.message_box import show_message_box
from pages.work import (
    client_picker,
    correction_form,
    filing,
    message_offers,
    requester,
)

NAME = "file-correction"
prefix, linked = filing.start_form(NAME, "client")
problems = context.problems(NAME)

st.title("Client correction")
due_chart.show_beside(RequestKind.CLIENT_CORRECTION)
show_text("Corrects an existing record. A correction never creates a record.", is_quiet=True)
st.subheader("1. The message", divider="gray")
show_message_box(
    prefix,
    kinds.CORRECTION,
    message_offers.received_day(prefix),
    partial(message_offers.correction_offers, prefix),
)
st.subheader("2. Which record", divider="gray")
record = client_picker.pick_client(prefix, linked)
notices.show_field_problem(problems, "client_ref")
named = st.text_input(
    correction_form.NAMED_AS,
    help="As it is written in the message, with its typing errors.",
    key=f"{prefix}-named",
    live=draft.LIVE,
)
notices.show_field_problem(problems, "named_as")
correction_form.show_name_difference(record, named)
st.subheader("3. What is wrong", divider="gray")
typed = correction_form.edit_correction(prefix, record, [], problems)
st.subheader("4. Who asked", divider="gray")
asker = requester.ask_requester(prefix, problems)
missing = corrections.missing(record is not None, corrections.clean(named), typed)
is_filed = filing.show_file_button(NAME, prefix, problems, missing)
correction_form.show_warnings(prefix, record, typed)
if is_filed:
    command = FileClientCorrection(record.ref if record else "", named, typed, asker)
    context.submit(NAME, file_client_correction, command, opens_request=True)
    st.rerun()
