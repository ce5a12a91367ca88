"""Having a confirmed session cancelled: which one, what will follow, why, and who asks."""

import streamlit as st

from core.errors import DeskError
from core.queries.requests.cancellation_preview import CancellationPreview, cancellation_preview
from core.requests.cancellation.file import FileSessionCancellation, file_session_cancellation
from core.vocabulary.reasons import Reason
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.components.rule_link import rule_link
from pages.work import cancellation_plan, requester

NAME = "file-cancellation"
prefix = f"{NAME}-{context.form_key(NAME)}"
PREVIEW = f"{prefix}-preview"
problems = context.problems(NAME)


def look(ref: str) -> CancellationPreview | str:
    """The preview, or why there is none; what was read is kept, so that one look is one entry in
    the reading log and what is filed is what was seen."""
    try:
        return context.ask(cancellation_preview, ref)
    except DeskError as problem:
        return str(problem)


def find() -> None:
    """Look at the session whose reference was typed."""
    st.session_state[PREVIEW] = look(st.session_state[f"{prefix}-ref"])


def draw_search() -> None:
    """Which session; its page leads here as well."""
    with st.form(f"{prefix}-search", border=False):
        st.text_input("Session", placeholder="S-…", key=f"{prefix}-ref")
        st.form_submit_button("Look at it", icon=":material/search:", on_click=find)
    st.page_link(
        "lookup/sessions.py",
        label="Find it by provider, client or day",
        icon=":material/manage_search:",
    )


def draw_refusal(why: Reason) -> None:
    """Why not, and who can help instead."""
    words = (
        '<div class="desk notice bad" role="alert"><strong>You can\'t cancel this session here'
        "</strong><p>{text} <strong>{step}</strong> <span class='quiet'>{rule}</span></p></div>"
    )
    rule = rule_link(why.rule)
    show(fill(words, text=why.text, step=why.next_step, rule=rule))


def draw_form(found: CancellationPreview) -> None:
    """What will follow, the reason, and who asks."""
    show(
        fill(
            '<div class="desk card"><h2>What follows</h2>{steps}</div>',
            steps=cancellation_plan.preview(found.steps),
        )
    )
    st.subheader("2. Why", divider="gray")
    reason = st.text_input("Reason", key=f"{prefix}-reason")
    notices.by_field(problems, "reason")
    st.subheader("3. Who asks", divider="gray")
    asked = requester.draw(prefix, problems)
    notices.by_field(problems, "requester_type")
    if problems:
        notices.plain("Some fields need another look; they are marked above. Nothing was filed.")
    if st.button("File the request", type="primary", icon=":material/send:", key=f"{prefix}-file"):
        command = FileSessionCancellation(found.session.ref, found.record_version, reason, asked)
        context.submit(NAME, file_session_cancellation, command, "work/request.py")
        if prefix.endswith(context.form_key(NAME)) and not context.problems(NAME):
            st.session_state[PREVIEW] = look(found.session.ref)  # not filed: show what is new
        st.rerun()


st.title("Cancel a confirmed session")
show(
    fill(
        '<p class="desk quiet">Once it is filed, the client is not charged and the provider not '
        "paid for it; nothing is taken back before each step is settled.</p>"
    )
)
given = st.query_params.get("session", "").strip()
if given and st.session_state.get(f"{prefix}-given") != given:
    st.session_state[f"{prefix}-given"] = given
    st.session_state[PREVIEW] = look(given)
st.subheader("1. Which session", divider="gray")
found: CancellationPreview | str | None = st.session_state.get(PREVIEW)
if isinstance(found, str):
    notices.plain(found)
    found = None
if found is None:
    draw_search()
    st.stop()
show(fill('<div class="desk card">{head}</div>', head=cancellation_plan.head(found.session)))
st.button(
    "Another session",
    icon=":material/swap_horiz:",
    key=f"{prefix}-other",
    on_click=st.session_state.pop,
    args=(PREVIEW,),
)
if found.refusal:
    draw_refusal(found.refusal)
else:
    draw_form(found)
