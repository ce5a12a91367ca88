"""The work on a client correction: what is asked beside the record, and the next step."""

import streamlit as st

from core.actions.apply_correction import ApplyClientCorrection, apply_client_correction
from core.actions.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.queries.correction_detail import CorrectionDetail, correction_detail
from core.queries.request_page import RequestDetail
from core.rules.corrections import field_label
from core.vocabulary.requests import ApprovalOutcome, RequestStatus
from pages import shell
from pages.parts import correction_form, request_steps, trouble
from pages.parts.markup import fill, join, show

WHY_TWO = (
    "Name and birth date change together: that could make another person of this record, so a "
    "lead or manager looks at it first."
)


def draw(request: RequestDetail) -> None:
    """The difference, a second person's look, then the one next step."""
    found = shell.read(correction_detail, request.ref)
    _difference(found)
    _approval(request, found)

    def work() -> None:
        if request.status == RequestStatus.INCOMPLETE:
            correction_form.complete(request, found)
        else:
            _apply(request, found)

    request_steps.draw(request, found.reply, work)


def _difference(found: CorrectionDetail) -> None:
    rows = join(
        fill(
            '<span class="label">{field}</span><span>{now}</span>'
            '<span class="arrow" aria-hidden="true">→</span><span class="new">{new}</span>',
            field=field_label(line.field),
            now=(line.current_value if line.is_applied else line.record_value) or "–",
            new=line.correct_value or "still missing",
        )
        for line in found.lines
    )
    missing = join(fill("<li>{text}</li>", text=text) for text in found.missing)
    show(
        fill(
            '<div class="desk card"><h2>{title}</h2><div class="diff">{rows}</div>{missing}{hint}'
            "</div>",
            title="Corrected" if _is_done(found) else "To correct",
            rows=rows,
            missing=fill("<p>Still missing:</p><ul>{items}</ul>", items=missing) if missing else "",
            hint=_hint(found),
        )
    )


def _is_done(found: CorrectionDetail) -> bool:
    return bool(found.lines) and all(line.is_applied for line in found.lines)


def _hint(found: CorrectionDetail) -> object:
    if not any(line.is_reverification_needed for line in found.lines):
        return ""
    return fill(
        '<p class="quiet">An insurer knows the client by this: have the insurance verified again '
        "once it is corrected.</p>"
    )


def _apply(request: RequestDetail, found: CorrectionDetail) -> None:
    if found.needs_approval and not found.is_approved:
        _ask(request, found)
        return
    command = ApplyClientCorrection(request.ref, request.version, found.record_version)
    request_steps.step(request, "Correct the record", "check", apply_client_correction, command)


def _ask(request: RequestDetail, found: CorrectionDetail) -> None:
    show(fill('<p class="desk">{why}</p>', why=WHY_TWO))
    approval = found.approval
    if (
        approval
        and approval.outcome == ApprovalOutcome.ASKED
        and approval.record_version == found.record_version
    ):
        show(fill('<p class="desk quiet">A lead or manager is asked. Nothing to do for now.</p>'))
        return
    command = AskApproval(request.ref, request.version)
    request_steps.step(request, "Ask for a second person", "group", ask_approval, command)


def _approval(request: RequestDetail, found: CorrectionDetail) -> None:
    approval = found.approval
    if approval is None:
        return
    if approval.outcome == ApprovalOutcome.REFUSED:
        trouble.plain(f"{approval.decided_by} did not approve: {approval.reason}")
    if approval.may_decide:
        _decide(request, found, approval.asked_by)


def _decide(request: RequestDetail, found: CorrectionDetail, asked_by: str) -> None:
    name = f"decide-{request.ref}-{request.version}"
    words = '<p class="desk"><strong>{who}</strong> asks you to approve this. {why}</p>'
    with st.form(name, enter_to_submit=False, border=True):
        show(fill(words, who=asked_by, why=WHY_TWO))
        st.text_input("Reason (needed for a no)", key=f"{name}-reason")
        trouble.by_field(shell.problems(name), "reason")
        seen = (name, request.ref, request.version, found.record_version)
        with st.container(horizontal=True):
            st.form_submit_button("Approve", type="primary", on_click=_answer, args=(*seen, True))
            st.form_submit_button("Do not approve", on_click=_answer, args=(*seen, False))


def _answer(name: str, ref: str, version: int, record_version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    shell.submit(name, decide_approval, DecideApproval(ref, version, record_version, yes, reason))
