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
    if approval.may_decide:
        _decide(request, approval.asked_by)


def _decide(request: RequestDetail, asked_by: str) -> None:
    name = f"decide-{request.ref}-{request.version}"
    words = '<p class="desk"><strong>{who}</strong> asks you to approve this.</p>'
    with st.form(name, enter_to_submit=False, border=True):
        show(fill(words, who=asked_by))
        st.text_input("Reason (needed for a no)", key=f"{name}-reason")
        trouble.by_field(shell.problems(name), "reason")
        seen = (name, request.ref, request.version, request.record_version)
        with st.container(horizontal=True):
            st.form_submit_button("Approve", type="primary", on_click=_answer, args=(*seen, True))
            st.form_submit_button("Do not approve", on_click=_answer, args=(*seen, False))


def _answer(name: str, ref: str, version: int, record_version: int, yes: bool) -> None:
    reason = st.session_state[f"{name}-reason"]
    shell.submit(name, decide_approval, DecideApproval(ref, version, record_version, yes, reason))


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
        st.checkbox("I told the requester", key=f"{name}-told")
        trouble.by_field(shell.problems(name), "told")
        st.text_area("In these words", value=request.reply, key=f"{name}-text", height=200)
        trouble.by_field(shell.problems(name), "text")
        st.form_submit_button(
            "Close the request",
            type="primary",
            icon=":material/done_all:",
            on_click=_close,
            args=(name, request.ref, request.version),
        )


def _close(name: str, ref: str, version: int) -> None:
    told, text = st.session_state[f"{name}-told"], st.session_state[f"{name}-text"]
    shell.submit(name, tell_requester, TellRequester(ref, version, told, text))


def _told(request: RequestDetail) -> None:
    if request.told_text:
        show(
            fill('<p class="desk"><strong>What {who} was told</strong></p>', who=request.requester)
        )
        st.code(request.told_text, language=None, wrap_lines=True)


def _return(request: RequestDetail) -> None:
    name = f"return-{request.ref}"
    problems = shell.problems(name)
    with (
        st.popover("Give it back", icon=":material/undo:"),
        st.form(name, enter_to_submit=False, border=False),
    ):
        st.text_input("Why? The next person reads this.", key=f"{name}-reason")
        trouble.by_field(problems, "reason")
        st.form_submit_button(
            "Give it back", on_click=_give_back, args=(name, request.ref, request.version)
        )
    trouble.by_field(problems, "reason")


def _give_back(name: str, ref: str, version: int) -> None:
    reason = st.session_state[f"{name}-reason"]
    shell.submit(name, return_request, ReturnRequest(ref, version, reason))


def _step(request: RequestDetail, words: str, icon: str, action: Any, command: Any) -> None:
    """The next step as the one big button."""
    name = f"{action.__name__}-{request.ref}-{request.version}"
    st.button(
        words,
        type="primary",
        icon=f":material/{icon}:",
        key=name,
        on_click=shell.submit,
        args=(name, action, command),
    )
