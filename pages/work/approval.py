"""A second person's look: asking for it, where it stands, and the yes or no."""

import streamlit as st

from core.queries.requests.approval import ApprovalView
from core.queries.requests.page import RequestDetail
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.vocabulary.requests import ApprovalOutcome
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.work import request_steps


def draw(
    request: RequestDetail, approval: ApprovalView | None, record_version: int, why: str
) -> None:
    """What was answered, and the question, with why it is asked, to whoever may answer it."""
    if approval is None:
        return
    if approval.outcome == ApprovalOutcome.REFUSED:
        notices.plain(f"{approval.decided_by} did not approve: {approval.reason}")
    if approval.may_decide:
        _decide(request, record_version, approval.asked_by, why)


def ask(
    request: RequestDetail, approval: ApprovalView | None, record_version: int, why: str
) -> None:
    """The step of asking, or that it was asked for the record as it is now."""
    show(fill('<p class="desk">{why}</p>', why=why))
    if (
        approval
        and approval.outcome == ApprovalOutcome.ASKED
        and approval.record_version == record_version
    ):
        show(fill('<p class="desk quiet">A lead or manager is asked. Nothing to do for now.</p>'))
        return
    command = AskApproval(request.ref, request.version)
    request_steps.step(request, "Ask for a second person", "group", ask_approval, command)


def _decide(request: RequestDetail, record_version: int, asked_by: str, why: str) -> None:
    name = f"decide-{request.ref}-{request.version}"
    words = '<p class="desk"><strong>{who}</strong> asks you to approve this. {why}</p>'
    with st.form(name, enter_to_submit=False, border=True):
        show(fill(words, who=asked_by, why=why))
        st.text_input("Reason (needed for a no)", key=f"{name}-reason")
        notices.by_field(context.problems(name), "reason")
        seen = (name, request.ref, request.version, record_version)
        with st.container(horizontal=True):
            st.form_submit_button("Approve", type="primary", on_click=_answer, args=(*seen, True))
            st.form_submit_button("Do not approve", on_click=_answer, args=(*seen, False))


def _answer(name: str, ref: str, version: int, record_version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, decide_approval, DecideApproval(ref, version, record_version, yes, reason))
