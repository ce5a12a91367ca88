"""The work on a client correction: what is asked beside the record, and the next step."""

from typing import Any

import streamlit as st

from core.actions.apply_correction import ApplyClientCorrection, apply_client_correction
from core.actions.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.actions.requests import (
    ReturnRequest,
    TakeRequest,
    TellRequester,
    return_request,
    take_request,
    tell_requester,
)
from core.queries.request_page import RequestDetail
from core.rules.corrections import field_label
from core.vocabulary.requests import ApprovalOutcome, RequestStatus
from pages import shell
from pages.parts import correction_form, trouble
from pages.parts.markup import fill, join, show


def draw(request: RequestDetail) -> None:
    """The difference, then the one next step for this person, then the others."""
    _difference(request)
    _approval(request)
    actor = shell.signed_in().actor
    if not actor.may("take_request"):
        return
    if request.status in (RequestStatus.CLOSED, RequestStatus.REJECTED):
        _told(request)
    elif request.assignee is None:
        _take(request)
    elif not request.is_mine:
        text = f"{request.assignee} is working on this."
        show(fill('<p class="desk quiet">{text}</p>', text=text))
    elif request.status == RequestStatus.INCOMPLETE:
        correction_form.complete(request)
        _return(request)
    elif request.status == RequestStatus.TO_TELL:
        _tell(request)
    else:
        _apply(request)
        _return(request)


def _difference(request: RequestDetail) -> None:
    rows = join(
        fill(
            '<span class="label">{field}</span><span>{now}</span>'
            '<span class="arrow" aria-hidden="true">→</span><span class="new">{new}</span>',
            field=field_label(line.field),
            now=(line.current_value if line.is_applied else line.record_value) or "–",
            new=line.correct_value or "still missing",
        )
        for line in request.lines
    )
    missing = join(fill("<li>{text}</li>", text=text) for text in request.missing)
    show(
        fill(
            '<div class="desk card"><h2>{title}</h2><div class="diff">{rows}</div>{missing}{hint}'
            "</div>",
            title="Corrected" if all(line.is_applied for line in request.lines) else "To correct",
            rows=rows,
            missing=fill("<p>Still missing:</p><ul>{items}</ul>", items=missing) if missing else "",
            hint=_hint(request),
        )
    )


def _hint(request: RequestDetail) -> object:
    if not any(line.is_reverification_needed for line in request.lines):
        return ""
    return fill(
        '<p class="quiet">An insurer knows the client by this: have the insurance verified again '
        "once it is corrected.</p>"
    )


def _take(request: RequestDetail) -> None:
    command = TakeRequest(request.ref, request.version)
    _step(request, "Take this request", "front_hand", take_request, command)


def _apply(request: RequestDetail) -> None:
    if request.needs_approval and not request.is_approved:
        _ask(request)
        return
    command = ApplyClientCorrection(request.ref, request.version, request.record_version)
    _step(request, "Correct the record", "check", apply_client_correction, command)


def _ask(request: RequestDetail) -> None:
    show(
        fill(
            '<p class="desk">Name and birth date change together: that could make another person '
            "of this record, so a lead or manager looks at it first.</p>"
        )
    )
    approval = request.approval
    if (
        approval
        and approval.outcome == ApprovalOutcome.ASKED
        and approval.record_version == request.record_version
    ):
        show(fill('<p class="desk quiet">A lead or manager is asked. Nothing to do for now.</p>'))
        return
    command = AskApproval(request.ref, request.version)
    _step(request, "Ask for a second person", "group", ask_approval, command)


def _approval(request: RequestDetail) -> None:
    approval = request.approval
    if approval is None:
        return
    if approval.outcome == ApprovalOutcome.REFUSED:
        trouble.plain(f"{approval.decided_by} did not approve: {approval.reason}")
    if not approval.may_decide:
        return
    name = f"decide-{request.ref}-{request.version}"
    with st.form(name, enter_to_submit=False, border=True):
        show(
            fill(
                '<p class="desk"><strong>{who}</strong> asks you to approve this.</p>',
                who=approval.asked_by,
            )
        )
        reason = st.text_input("Reason (needed for a no)", key=f"{name}-reason")
        yes = st.form_submit_button("Approve", type="primary")
        no = st.form_submit_button("Do not approve")
    if yes or no:
        command = DecideApproval(request.ref, request.version, request.record_version, yes, reason)
        _finish(name, shell.submit(decide_approval, command, shell.form_key(f"{name}-{yes}")))


def _tell(request: RequestDetail) -> None:
    name = f"tell-{request.ref}"
    show(
        fill(
            '<p class="desk"><strong>Tell {who}</strong> ({where}). Copy the text, send it, and '
            "tick it off here.</p>",
            who=request.requester,
            where=request.requester_contact or request.channel.replace("_", " "),
        )
    )
    st.code(request.reply, language=None, wrap_lines=True)
    with st.form(name, enter_to_submit=False, border=False):
        told = st.checkbox("I told the requester", key=f"{name}-told")
        text = st.text_area("In these words", value=request.reply, key=f"{name}-text", height=200)
        sent = st.form_submit_button(
            "Close the request", type="primary", icon=":material/done_all:"
        )
    if sent and not told:
        trouble.plain("Tick that the requester was told; until then the request stays open.")
    elif sent:
        command = TellRequester(request.ref, request.version, text)
        _finish(name, shell.submit(tell_requester, command, shell.form_key(name)))


def _told(request: RequestDetail) -> None:
    if request.told_text:
        show(
            fill('<p class="desk"><strong>What {who} was told</strong></p>', who=request.requester)
        )
        st.code(request.told_text, language=None, wrap_lines=True)


def _return(request: RequestDetail) -> None:
    name = f"return-{request.ref}-{request.version}"
    with st.popover("Give it back", icon=":material/undo:"), st.form(name, enter_to_submit=False):
        reason = st.text_input("Why? The next person reads this.", key=f"{name}-reason")
        if st.form_submit_button("Give it back"):
            command = ReturnRequest(request.ref, request.version, reason)
            _finish(name, shell.submit(return_request, command, shell.form_key(name)))


def _step(request: RequestDetail, words: str, icon: str, action: Any, command: Any) -> None:
    """The next step as the one big button. Its key is of this version: a second click on a
    button that did its work finds nothing to press."""
    name = f"{action.__name__}-{request.ref}-{request.version}"
    key = shell.form_key(name)
    if st.button(words, type="primary", icon=f":material/{icon}:", key=f"{name}-{key}"):
        _finish(name, shell.submit(action, command, key))


def _finish(name: str, outcome: shell.Outcome) -> None:
    if outcome.receipt:
        shell.finish(name, outcome.receipt)
    for text in outcome.problems.values():
        trouble.plain(text)
