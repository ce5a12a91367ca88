"""Approval by a second person: asking for it, its state, and the decision."""

import streamlit as st

from core.queries.requests.approval import ApprovalView
from core.queries.requests.page import RequestDetail
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.vocabulary.requests import ApprovalOutcome
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_html
from pages.work import request_steps


def show_approval(
    request: RequestDetail, approval: ApprovalView | None, record_version: int, why: str
) -> None:
    """The decision, or the form for whoever may decide; `why` says what needs the approval."""
    if approval is None:
        return
    if approval.outcome == ApprovalOutcome.REFUSED:
        notices.show_problem(f"{approval.decided_by} declined: {approval.reason}")
    if approval.may_decide:
        _show_decision(request, record_version, approval.asked_by, why)


def show_approval_step(
    request: RequestDetail, approval: ApprovalView | None, record_version: int, why: str
) -> None:
    """The step of asking, or that somebody decides about the record as it is now."""
    show_html(fill('<p class="desk">{why}</p>', why=why))
    if (
        approval
        and approval.outcome == ApprovalOutcome.ASKED
        and approval.record_version == record_version
    ):
        show_html(
            fill('<p class="desk quiet">A lead or manager decides; nothing for you to do yet.</p>')
        )
        return
    command = AskApproval(request.ref, request.version)
    request_steps.show_step_button(request, "Ask for approval", "group", ask_approval, command)


def _show_decision(request: RequestDetail, record_version: int, asked_by: str, why: str) -> None:
    name = f"decide-{request.ref}-{request.version}"
    words = '<p class="desk"><strong>{who}</strong> asks for your approval. {why}</p>'
    with st.form(name, enter_to_submit=False, border=True):
        show_html(fill(words, who=asked_by, why=why))
        st.text_input("Reason (required to decline)", key=f"{name}-reason")
        notices.show_field_problem(context.problems(name), "reason")
        seen = (name, request.ref, request.version, record_version)
        with st.container(horizontal=True):
            st.form_submit_button("Approve", type="primary", on_click=_answer, args=(*seen, True))
            st.form_submit_button("Decline", on_click=_answer, args=(*seen, False))


def _answer(name: str, ref: str, version: int, record_version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, decide_approval, DecideApproval(ref, version, record_version, yes, reason))
