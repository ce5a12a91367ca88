"""The work on a cancellation: what follows with its lights, and each step with its reference."""

from contextlib import AbstractContextManager
from typing import Literal

import streamlit as st

from core.queries.requests.cancellation import CancellationDetail, StepView, cancellation_detail
from core.queries.requests.page import RequestDetail
from core.requests.cancellation.finish import (
    FinishCancellation,
    WithdrawCancellation,
    finish_cancellation,
    withdraw_cancellation,
)
from core.requests.cancellation.settle import SettleStep, settle_step
from core.rules.requests.cancellation_steps import NOT_APPLICABLE, CancellationStep
from core.vocabulary.people import Role
from pages import context
from pages.components import notices
from pages.components.markup import fill, show
from pages.work import approval, cancellation_plan, request_steps

Kind = Literal["primary", "secondary", "tertiary"]
LOOK_FIRST = "The payer has paid this claim, so a lead or manager looks before the money goes back."


def draw(request: RequestDetail) -> None:
    """What follows, a second person's look, then the next step and those that can be done too."""
    found = context.read(cancellation_detail, request.ref)
    _follows(found)
    st.page_link(
        "lookup/session.py",
        label=f"Open session {found.session.ref}",
        icon=":material/event:",
        query_params={"ref": found.session.ref},
    )
    if found.is_open:
        approval.draw(request, found.approval, found.claims_version, LOOK_FIRST)
    request_steps.draw(request, found.reply, lambda: _work(request, found))
    if found.is_open and _may_withdraw(request):
        _withdraw(request)


def _may_withdraw(request: RequestDetail) -> bool:
    """Whoever has it, anybody while nobody has it, and a lead."""
    actor, is_free = context.signed_in().actor, request.is_mine or request.assignee is None
    return actor.may(withdraw_cancellation) and (is_free or actor.role == Role.LEAD)


def _follows(found: CancellationDetail) -> None:
    show(
        fill(
            '<div class="desk card"><h2>{title}</h2>{head}<p>Because: <strong>{reason}</strong></p>'
            "</div>",
            title="To cancel" if found.is_open else "The session",
            head=cancellation_plan.head(found.session),
            reason=found.reason,
        )
    )
    show(
        fill(
            '<div class="desk card"><h2>What follows</h2>{steps}</div>',
            steps=cancellation_plan.progress(found.steps),
        )
    )


def _work(request: RequestDetail, found: CancellationDetail) -> None:
    todo = [one for one in found.steps if one.is_open]
    if found.may_finish and found.needs_approval and not found.is_approved:
        approval.ask(request, found.approval, found.claims_version, LOOK_FIRST)
    elif found.may_finish:
        command = FinishCancellation(request.ref, request.version, found.record_version)
        request_steps.step(
            request, "Cancel the session", "event_busy", finish_cancellation, command
        )
    for place, view in enumerate(todo):
        with _frame(view.step, is_next=place == 0):
            _step(request, found, view, is_next=place == 0)


def _frame(step: CancellationStep, *, is_next: bool) -> AbstractContextManager[object]:
    """Around a step: the next one lies open, what can be done too is folded."""
    heading, key = f"Settle: {cancellation_plan.named(step)}", f"open-{step.code}"
    if not is_next:
        return st.expander(heading, key=key)
    frame = st.container(border=True, key=key)
    frame.markdown(f"**{heading}**")
    return frame


def _step(
    request: RequestDetail, found: CancellationDetail, view: StepView, *, is_next: bool
) -> None:
    show(fill('<p class="desk">{text}</p>', text=view.step.text))
    if view.step.needs_approval and not found.is_approved:
        approval.ask(request, found.approval, found.claims_version, LOOK_FIRST)
    else:
        _form(request, view.step, is_next=is_next)


def _form(request: RequestDetail, step: CancellationStep, *, is_next: bool) -> None:
    name = f"settle-{request.ref}-{step.code}-{step.status}"
    problems = context.problems(name)
    with st.form(name, enter_to_submit=False, border=False):
        st.text_input(
            "Reference of what was done, or why it does not apply",
            placeholder="A number, a name and a day",
            key=f"{name}-reference",
        )
        notices.by_field(problems, "reference")
        if any(move.needs_number for move in step.moves):
            st.text_input("The payer's control number", key=f"{name}-number")
            notices.by_field(problems, "control_number")
        with st.container(horizontal=True):
            for place, move in enumerate(step.moves):
                kind: Kind = "primary" if is_next and place == 0 else "secondary"
                _answer(request, step, name, move.to, move.words, kind)
            _answer(request, step, name, NOT_APPLICABLE, "It does not apply", "tertiary")


def _answer(
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


def _withdraw(request: RequestDetail) -> None:
    name = f"withdraw-{request.ref}"
    problems = context.problems(name)
    with (
        st.popover("It is withdrawn", icon=":material/settings_backup_restore:"),
        st.form(name, enter_to_submit=False, border=False),
    ):
        text = "The session is confirmed again; charge and payout are as they were."
        show(fill('<p class="desk quiet">{text}</p>', text=text))
        st.text_input("Who took it back, and why?", key=f"{name}-reason")
        st.form_submit_button(
            "Withdraw", on_click=_take_back, args=(name, request.ref, request.version)
        )
    notices.by_field(problems, "reason")


def _take_back(name: str, ref: str, version: int) -> None:
    reason = st.session_state[f"{name}-reason"]
    context.submit(name, withdraw_cancellation, WithdrawCancellation(ref, version, reason))
