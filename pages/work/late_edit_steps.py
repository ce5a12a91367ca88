"""The work on a late edit: what changes, the checks, then each claim that has the old values."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from core.queries.requests.late_edit import (
    ClaimCorrectionView,
    EditLine,
    LateEditDetail,
)
from core.queries.requests.page import RequestDetail
from core.requests.late_edit.apply import (
    ApplyLateEdit,
    RecordClaimCorrection,
    apply_late_edit,
    record_claim_correction,
)
from core.rules.reasons import reason
from core.vocabulary.requests import SettleStatus
from core.vocabulary.words import label
from pages.components import verdicts
from pages.components.chips import chip
from pages.components.command_form import FormButton, FormField, show_command_form
from pages.components.markup import MISSING_MARK, fill, join, show_card, show_text
from pages.work import approval, cancellation_plan, request_steps

WHY_APPROVAL = reason("approval_of_edit").text
REFERENCE = FormField(
    "reference",
    "Reference, or reason the claim needs no correction",
    partial(st.text_input, placeholder="Number, name and day"),
)


def late_edit_title(request: RequestDetail, _found: LateEditDetail) -> str:
    """Which session is edited."""
    return f"Edit session {request.session_ref}"


def unneeded_steps(found: LateEditDetail) -> frozenset[str]:
    """The steps that this edit goes without: no approval unless one is needed, no correction
    unless a claim left with the old values."""
    approved = frozenset() if found.needs_approval else frozenset({"Approved"})
    return approved if found.claims else approved | {"Claims corrected"}


def show_session(_request: RequestDetail, found: LateEditDetail) -> None:
    """Which session it is, and the way to it."""
    show_card("Session", cancellation_plan.session_facts(found.session))
    st.page_link(
        "lookup/session.py",
        label=f"Open session {found.session.ref}",
        icon=":material/event:",
        query_params={"ref": found.session.ref},
    )


def show_late_edit_work(request: RequestDetail, found: LateEditDetail) -> None:
    """The approval or the next step, the difference, the checks, and the claims."""
    view = found.approval
    decides = not found.is_applied and view is not None and view.may_decide
    with request_steps.next_step_panel(request, decides=decides):
        if not found.is_applied:
            approval.show_approval(request, view, found.session_version, WHY_APPROVAL)
        request_steps.show_next_step(request, found.reply, lambda: _show_steps(request, found))
    _show_difference(found)
    if found.checks is not None:
        answer = verdicts.question("Can it be edited this way?", found.checks)
        show_card("Checks", fill('<ul class="limits">{answer}</ul>', answer=answer))
    if found.claims:
        items = join(map(_claim, found.claims))
        show_card("Claims to correct", fill('<ul class="limits">{items}</ul>', items=items))


def _show_difference(found: LateEditDetail) -> None:
    why = fill("<p>Asks for the provider: <strong>{why}</strong></p>", why=found.on_behalf)
    rows = fill('<div class="diff">{rows}</div>', rows=join(map(_line, found.lines)))
    title = "Edit made" if found.is_applied else "Requested edit"
    show_card(title, rows + (why if found.on_behalf else Markup()))


def _line(line: EditLine) -> Markup:
    return fill(
        '<span class="label">{field}</span><span>{old}</span>'
        '<span class="arrow" aria-hidden="true">→</span><span class="new">{new}</span>',
        field=label(line.field),
        old=line.old or MISSING_MARK,
        new=line.new or "None",
    )


def _claim(claim: ClaimCorrectionView) -> Markup:
    tone, words = cancellation_plan.STATES[claim.light]
    said = fill('<div class="quiet">Recorded: {said}</div>', said=claim.said)
    return fill(
        '<li class="{tone}"><span class="head"><span class="kind">Claim {ref}</span> {chip}</span>'
        "<div>{text}</div>{said}</li>",
        tone=tone,
        ref=claim.ref,
        chip=chip(words, tone),
        text=claim.text,
        said=said if claim.said else "",
    )


def _show_steps(request: RequestDetail, found: LateEditDetail) -> None:
    if found.is_applied:
        for claim in found.claims:
            if claim.light == SettleStatus.TODO:
                _show_claim(request, claim)
    elif found.needs_approval and not found.is_approved:
        approval.show_approval_step(request, found.approval, found.session_version, WHY_APPROVAL)
    elif found.may_apply:
        command = ApplyLateEdit(request.ref, request.version, found.record_version)
        request_steps.show_step_button(request, "Apply edit", "check", apply_late_edit, command)
    else:
        show_text("The checks block this edit. Reject the request with the reason, or wait.")


def _show_claim(request: RequestDetail, claim: ClaimCorrectionView) -> None:
    with st.container(border=True, key=f"open-{claim.ref}"):
        show_text(f"Claim {claim.ref}: {claim.text}")
        command = partial(RecordClaimCorrection, request.ref, request.version, claim.ref)
        show_command_form(
            f"correct-{claim.ref}"[:40],
            request.ref,
            (REFERENCE,),
            FormButton(
                "Record correction", record_claim_correction, partial(command, True), "primary"
            ),
            FormButton("No correction needed", record_claim_correction, partial(command, False)),
        )
