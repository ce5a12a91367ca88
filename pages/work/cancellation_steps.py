"""The work on a cancellation: what follows and its state, and each step with its reference."""

from contextlib import AbstractContextManager
from typing import Literal

import streamlit as st

from core.queries.requests.cancellation import (
    CancellationDetail,
    CancellationStepView,
    cancellation_detail,
)
from core.queries.requests.page import RequestDetail
from core.requests.cancellation.finish import (
    FinishCancellation,
    WithdrawCancellation,
    finish_cancellation,
    withdraw_cancellation,
)
from core.requests.cancellation.settle import SettleStep, settle_step
from core.rules.reasons import reason
from core.rules.requests.cancellation_steps import NOT_APPLICABLE, CancellationStep
from core.vocabulary.people import Role
from pages import context
from pages.components import notices
from pages.components.markup import fill, show_html
from pages.work import approval, cancellation_plan, request_steps

Kind = Literal["primary", "secondary", "tertiary"]
WHY_APPROVAL = reason("approval_of_money").text


def show_cancellation_work(request: RequestDetail) -> None:
    """What follows, the approval, then the next step and the others that can be settled."""
    found = context.query(cancellation_detail, request.ref)
    _show_plan(found)
    st.page_link(
        "lookup/session.py",
        label=f"Open session {found.session.ref}",
        icon=":material/event:",
        query_params={"ref": found.session.ref},
    )
    if found.is_open:
        approval.show_approval(request, found.approval, found.claims_version, WHY_APPROVAL)
    request_steps.show_next_step(request, found.reply, lambda: _show_steps(request, found))
    if found.is_open and _may_withdraw(request):
        _show_withdrawal(request)


def _may_withdraw(request: RequestDetail) -> bool:
    """The assignee, everybody while it is unassigned, and leads."""
    actor, is_free = context.signed_in().actor, request.is_mine or request.assignee is None
    return actor.may(withdraw_cancellation) and (is_free or actor.role == Role.LEAD)


def _show_plan(found: CancellationDetail) -> None:
    show_html(
        fill(
            '<div class="desk card"><h2>{title}</h2>{head}<p>Reason: <strong>{reason}</strong></p>'
            "</div>",
            title="Session to cancel" if found.is_open else "Session",
            head=cancellation_plan.session_facts(found.session),
            reason=found.reason,
        )
    )
    show_html(
        fill(
            '<div class="desk card"><h2>What follows</h2>{steps}</div>',
            steps=cancellation_plan.step_progress(found.steps),
        )
    )


def _show_steps(request: RequestDetail, found: CancellationDetail) -> None:
    todo = [one for one in found.steps if one.is_open]
    if found.may_finish and found.needs_approval and not found.is_approved:
        approval.show_approval_step(request, found.approval, found.claims_version, WHY_APPROVAL)
    elif found.may_finish:
        command = FinishCancellation(request.ref, request.version, found.record_version)
        request_steps.show_step_button(
            request, "Cancel session", "event_busy", finish_cancellation, command
        )
    for place, view in enumerate(todo):
        with _frame(view.step, is_next=place == 0):
            _show_step(request, found, view, is_next=place == 0)


def _frame(step: CancellationStep, *, is_next: bool) -> AbstractContextManager[object]:
    """The frame of a step: the next one is open, the others are folded."""
    heading, key = f"Settle: {step.name}", f"open-{step.code}"
    if not is_next:
        return st.expander(heading, key=key)
    frame = st.container(border=True, key=key)
    frame.markdown(f"**{heading}**")
    return frame


def _show_step(
    request: RequestDetail, found: CancellationDetail, view: CancellationStepView, *, is_next: bool
) -> None:
    show_html(fill('<p class="desk">{text}</p>', text=view.step.text))
    if view.step.needs_approval and not found.is_approved:
        approval.show_approval_step(request, found.approval, found.claims_version, WHY_APPROVAL)
    else:
        _show_step_form(request, view.step, is_next=is_next)


def _show_step_form(request: RequestDetail, step: CancellationStep, *, is_next: bool) -> None:
    name = f"settle-{request.ref}-{step.code}-{step.status}"
    problems = context.problems(name)
    with st.form(name, enter_to_submit=False, border=False):
        st.text_input(
            "Reference, or why the step does not apply",
            placeholder="Number, name and day",
            key=f"{name}-reference",
        )
        notices.show_field_problem(problems, "reference")
        if any(move.needs_number for move in step.moves):
            st.text_input("Payer control number", key=f"{name}-number")
            notices.show_field_problem(problems, "control_number")
        with st.container(horizontal=True):
            for place, move in enumerate(step.moves):
                kind: Kind = "primary" if is_next and place == 0 else "secondary"
                _show_answer(request, step, name, move.to, move.button, kind)
            _show_answer(request, step, name, NOT_APPLICABLE, "Does not apply", "tertiary")


def _show_answer(
    request: RequestDetail, step: CancellationStep, name: str, to: str, words: str, kind: Kind
) -> None:
    st.form_submit_button(
        words,
        type=kind,
        key=f"{name}-{to}",
        on_click=_settle,
        args=(name, request.ref, request.version, step.code, to),
    )


def _settle(name: str, ref: str, version: int, code: str, to: str) -> None:
    reference = st.session_state[f"{name}-reference"]
    number = st.session_state.get(f"{name}-number", "")
    context.submit(name, settle_step, SettleStep(ref, version, code, to, reference, number))


def _show_withdrawal(request: RequestDetail) -> None:
    name = f"withdraw-{request.ref}"
    problems = context.problems(name)
    with (
        st.popover("Withdraw request", icon=":material/settings_backup_restore:"),
        st.form(name, enter_to_submit=False, border=False),
    ):
        text = "The session becomes confirmed again, and charge and payout resume."
        show_html(fill('<p class="desk quiet">{text}</p>', text=text))
        st.text_input("Who withdrew it, and why", key=f"{name}-reason")
        st.form_submit_button(
            "Withdraw cancellation", on_click=_withdraw, args=(name, request.ref, request.version)
        )
    notices.show_field_problem(problems, "reason")


def _withdraw(name: str, ref: str, version: int) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, withdraw_cancellation, WithdrawCancellation(ref, version, reason))
