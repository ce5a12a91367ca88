"""Filing the correction of a client's record: find it, say what is wrong and who asked."""

from datetime import datetime
from typing import Any

import streamlit as st

from core.actions.client_correction import FileClientCorrection, file_client_correction
from core.rules import corrections
from core.rules.times import to_utc
from core.vocabulary.requests import Channel, RequesterType
from core.vocabulary.words import label
from pages import shell
from pages.parts import correction_form, record_choice, trouble
from pages.parts.markup import fill, show

NAME = "file-correction"
actor = shell.signed_in().actor
prefix = f"{NAME}-{shell.form_key(NAME)}"
problems = shell.problems(NAME)


def draw_requester() -> dict[str, Any]:
    """Who asked, how, and when it came in."""
    left, right = st.columns(2)
    with left:
        kind = st.selectbox(
            "Who asks", list(RequesterType), format_func=label, key=f"{prefix}-kind"
        )
        name = st.text_input("Their name", key=f"{prefix}-name")
        trouble.by_field(problems, "requester_name")
    with right:
        channel = st.selectbox("By", list(Channel), format_func=label, key=f"{prefix}-channel")
        contact = st.text_input(
            "Where they are told when it is done",
            placeholder="E-mail address or phone",
            key=f"{prefix}-contact",
        )
        trouble.by_field(problems, "requester_contact")
    received = draw_received()
    return {
        "requester_type": kind,
        "requester_name": name,
        "requester_contact": contact,
        "channel": channel,
        "received_at": received,
    }


def draw_received() -> datetime:
    """When the request came in, on this person's clock; the time this form was opened at first."""
    opened = st.session_state.setdefault(f"{prefix}-opened", shell.now())
    local = st.datetime_input(
        f"Came in at ({actor.zone.replace('_', ' ')})",
        value=opened.astimezone(actor.tz).replace(tzinfo=None, second=0, microsecond=0),
        key=f"{prefix}-received",
    )
    trouble.by_field(problems, "received_at")
    try:
        return to_utc(local, actor.tz)
    except ValueError:
        trouble.plain("This hour does not exist: the clocks went forward. Choose another.")
        st.stop()


st.title("Correct a client")
show(
    fill(
        '<p class="desk quiet">For an existing record only. What is missing can be added later: '
        "the request is then filed incomplete, and its clock waits.</p>"
    )
)
st.subheader("1. Whose record", divider="gray")
record = record_choice.draw(prefix, st.query_params.get("client", ""))
trouble.by_field(problems, "client_ref")
named = st.text_input(
    "The client's name as currently entered, in the requester's words",
    help="A check that this is the right record. Without it the request is incomplete.",
    key=f"{prefix}-named",
)
trouble.by_field(problems, "named_as")
st.subheader("2. What is wrong", divider="gray")
typed = correction_form.lines(prefix, record, [], problems)
st.subheader("3. Who asked", divider="gray")
requester = draw_requester()
missing = corrections.missing(record is not None, corrections.clean(named), typed)
if missing:
    hint = f"Would be filed incomplete, its clock waiting. Still missing: {', '.join(missing)}."
    show(fill('<p class="desk hint">{hint}</p>', hint=hint))
if problems:
    trouble.plain("Some fields need another look; they are marked above. Nothing was filed yet.")
if st.button("File the request", type="primary", icon=":material/send:", key=f"{prefix}-file"):
    command = FileClientCorrection(record.ref if record else "", named, typed, **requester)
    shell.submit(NAME, file_client_correction, command, "request.py")
    st.rerun()
