"""Approval by a second person: asking for it, its state, and the decision."""

from functools import partial

from core.queries.requests.approval import ApprovalView
from core.queries.requests.page import RequestDetail
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.vocabulary.requests import ApprovalOutcome
from pages.components import notices
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import fill, show_html, show_text
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
    show_text(why)
    if (
        approval
        and approval.outcome == ApprovalOutcome.ASKED
        and approval.record_version == record_version
    ):
        show_text("A lead or manager decides; nothing for you to do yet.", is_quiet=True)
        return
    command = AskApproval(request.ref, request.version)
    request_steps.show_step_button(request, "Ask for approval", "group", ask_approval, command)


def _show_decision(request: RequestDetail, record_version: int, asked_by: str, why: str) -> None:
    words = '<p class="desk"><strong>{who}</strong> asks for your approval. {why}</p>'
    command = partial(DecideApproval, request.ref, request.version, record_version)
    show_html(fill(words, who=asked_by, why=why))
    show_command_form(
        "approval",
        request.ref,
        (FormField("reason", "Reason (required to decline)"),),
        FormButton("Approve", decide_approval, partial(command, True), "primary"),
        FormButton("Decline", decide_approval, partial(command, False)),
    )
