"""The work on a cancellation: what happens next and its state, and each step with its reference."""

from functools import partial

import streamlit as st

from core.queries.requests.cancellation import CancellationDetail
from core.queries.requests.page import RequestDetail
from core.requests.cancellation.finish import FinishCancellation, finish_cancellation
from core.requests.cancellation.settle import SettleStep, settle_step
from core.rules.reasons import reason
from core.rules.requests.cancellation_steps import DOES_NOT_APPLY, CancellationStep
from core.vocabulary.requests import ApprovalOutcome
from pages.components import draft
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import fill, show_card, show_html, show_text
from pages.work import approval, cancellation_plan, request_steps

WHY_APPROVAL = reason("approval_of_money").text
REFERENCE = FormField(
    "reference",
    "Reference, or reason the step does not apply",
    partial(st.text_input, placeholder="Number, name and day", live=draft.LIVE),
)
CONTROL_NUMBER = FormField("control_number", "Payer control number")


def cancellation_title(request: RequestDetail, _found: CancellationDetail) -> str:
    """Which session is canceled."""
    return f"Cancel session {request.session_ref}"


def unneeded_steps(found: CancellationDetail) -> frozenset[str]:
    """The steps that this cancellation goes without: no approval unless money has moved."""
    return frozenset() if found.needs_approval else frozenset({"Approved"})


def settled_note(found: CancellationDetail) -> str:
    """Whether it awaits approval, else how many things that hang on the session are settled."""
    if found.needs_approval and not found.is_approved:
        is_asked = found.approval and found.approval.outcome == ApprovalOutcome.ASKED
        return "Awaiting approval" if is_asked else "Not requested yet"
    mine = [one for one in found.steps if one.step.needs_person]
    done = sum(not one.is_open for one in mine)
    return f"{done} of {len(mine)} settled" if mine and found.is_open else ""


def show_cancellation_work(request: RequestDetail, found: CancellationDetail) -> None:
    """The approval or the next step, the plan, and the session."""
    view = found.approval
    decides = found.is_open and view is not None and view.may_decide
    with request_steps.next_step_panel(request, decides=decides):
        if found.is_open:
            if decides:
                steps = [one.step for one in found.steps]
                show_html(cancellation_plan.amounts(steps))
            approval.show_approval(request, view, found.claims_version, WHY_APPROVAL)
        request_steps.show_next_step(request, found.reply, lambda: _show_steps(request, found))
    progress = cancellation_plan.step_progress(found.steps, is_open=found.is_open)
    show_card("What happens next", progress)


def show_session(_request: RequestDetail, found: CancellationDetail) -> None:
    """The session as it is, and why it is canceled."""
    title = "Session to cancel" if found.is_open else "Session"
    why = fill("<p>Reason: <strong>{reason}</strong></p>", reason=found.reason)
    show_card(title, cancellation_plan.session_facts(found.session) + why)
    st.page_link(
        "lookup/session.py",
        label=f"Open session {found.session.ref}",
        icon=":material/event:",
        query_params={"ref": found.session.ref},
    )


def _show_steps(request: RequestDetail, found: CancellationDetail) -> None:
    if found.may_finish and found.needs_approval and not found.is_approved:
        approval.show_approval_step(request, found.approval, found.claims_version, WHY_APPROVAL)
    elif found.may_finish:
        command = FinishCancellation(request.ref, request.version, found.record_version)
        request_steps.show_step_button(
            request, "Cancel session", "event_busy", finish_cancellation, command
        )
    todo = [one.step for one in found.steps if one.is_open]
    for place, step in enumerate(todo):
        heading, key = f"Settle {step.name}", f"open-{step.code}"
        if place == 0:
            with st.container(border=True, key=key):
                st.markdown(f"**{heading}**")
                _show_step(request, found, step, is_next=True)
        else:
            with st.expander(heading, key=key):
                _show_step(request, found, step, is_next=False)


def _show_step(
    request: RequestDetail, found: CancellationDetail, step: CancellationStep, *, is_next: bool
) -> None:
    show_text(step.text)
    if step.needs_approval and not found.is_approved:
        approval.show_approval_step(request, found.approval, found.claims_version, WHY_APPROVAL)
        return
    buttons = [
        FormButton(
            move.button,
            settle_step,
            partial(SettleStep, request.ref, request.version, step.code, move.to),
            "primary" if is_next and place == 0 else "secondary",
        )
        for place, move in enumerate((*step.moves, DOES_NOT_APPLY))
    ]
    needs_number = any(move.needs_number for move in step.moves)
    show_command_form(
        f"settle-{step.code}",
        request.ref,
        (REFERENCE, CONTROL_NUMBER) if needs_number else (REFERENCE,),
        *buttons,
    )
