"""Filing the correction of a client's record: find it, say what is wrong and who asked."""

import streamlit as st

from core.requests.correction.file import FileClientCorrection, file_client_correction
from core.rules.requests import corrections
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.work import client_picker, correction_form, requester

NAME = "file-correction"
prefix = f"{NAME}-{context.form_key(NAME)}"
problems = context.problems(NAME)


st.title("Correct a client")
show(
    fill(
        '<p class="desk quiet">For an existing record only. What is missing can be added later: '
        "the request is then filed incomplete, and its clock waits.</p>"
    )
)
st.subheader("1. Whose record", divider="gray")
record = client_picker.draw(prefix, st.query_params.get("client", ""))
notices.by_field(problems, "client_ref")
named = st.text_input(
    "The client's name as currently entered, in the requester's words",
    help="A check that this is the right record. Without it the request is incomplete.",
    key=f"{prefix}-named",
)
notices.by_field(problems, "named_as")
st.subheader("2. What is wrong", divider="gray")
typed = correction_form.lines(prefix, record, [], problems)
st.subheader("3. Who asked", divider="gray")
asker = requester.draw(prefix, problems)
missing = corrections.missing(record is not None, corrections.clean(named), typed)
if missing:
    hint = f"Would be filed incomplete, its clock waiting. Still missing: {', '.join(missing)}."
    show(fill('<p class="desk hint">{hint}</p>', hint=hint))
if problems:
    notices.plain("Some fields need another look; they are marked above. Nothing was filed yet.")
if st.button("File the request", type="primary", icon=":material/send:", key=f"{prefix}-file"):
    command = FileClientCorrection(record.ref if record else "", named, typed, asker)
    context.submit(NAME, file_client_correction, command, "work/request.py")
    st.rerun()
