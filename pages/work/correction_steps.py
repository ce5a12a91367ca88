"""The work on a client correction: what to change beside the record, and the next step."""

from markupsafe import Markup

from core.queries.requests.correction import CorrectionDetail, CorrectionLineView
from core.queries.requests.page import RequestDetail
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.rules.reasons import reason
from core.rules.requests.corrections import field_label, value_text
from core.vocabulary.requests import RequestStatus
from core.vocabulary.words import sentence_case
from pages.components.markup import MISSING_MARK, fill, join, show_card
from pages.work import approval, correction_form, filing, other_records, request_steps


def correction_title(request: RequestDetail, found: CorrectionDetail) -> str:
    """What is done to which record."""
    fields = ", ".join(field_label(line.field) for line in found.lines)
    whose = f"Correct client {request.client_ref}" if request.client_ref else "Correct a client"
    return f"{whose}: {fields}" if fields else whose


def show_correction_work(request: RequestDetail, found: CorrectionDetail) -> None:
    """The difference, the approval, then the one next step."""
    why = reason("approval_of_identity", why=found.another).text

    def show_work() -> None:
        if request.status == RequestStatus.NEEDS_INFORMATION or _is_on_record(found):
            correction_form.show_completion(request, found)
        else:
            _show_apply(request, found)

    decides = found.approval is not None and found.approval.may_decide
    with request_steps.next_step_panel(request, decides=decides):
        _show_difference(found)
        if _is_done(found) and found.client_ref:
            other_records.show_lookalikes(found.client_ref)
        approval.show_approval(request, found.approval, found.record_version, why)
        request_steps.show_next_step(request, found.reply, show_work)


def _is_done(found: CorrectionDetail) -> bool:
    return bool(found.lines) and all(line.is_applied for line in found.lines)


def _show_difference(found: CorrectionDetail) -> None:
    rows = join(map(_line, found.lines))
    is_done = _is_done(found)
    diff = fill('<div class="diff">{rows}</div>', rows=rows)
    show_card(
        "Correction made" if is_done else "Requested correction",
        diff
        + filing.missing_list(found.missing)
        + _verification_hint(found)
        + (Markup() if is_done else _another(found.another)),
    )


def _another(why: str) -> Markup:
    """That the record would look like another person's, for everybody who reads the request."""
    words = (
        '<p class="notice warn"><strong>This looks like another person.</strong> {why} A lead or '
        "manager who neither filed nor applies it must approve first.</p>"
    )
    return fill(words, why=why) if why else Markup()


def _line(line: CorrectionLineView) -> Markup:
    now = line.current_value if line.is_applied else line.record_value
    return fill(
        '<span class="label">{field}</span><span>{now}</span>'
        '<span class="arrow" aria-hidden="true">→</span><span class="new">{new}{looks}</span>',
        field=sentence_case(field_label(line.field)),
        now=value_text(line.field, now) or MISSING_MARK,
        new=value_text(line.field, line.correct_value) or "Missing",
        looks=_below(line.looks_like) + _below(_check(line)),
    )


def _below(text: str) -> Markup:
    return fill('<br><span class="quiet">{text}</span>', text=text) if text else Markup()


def _check(line: CorrectionLineView) -> str:
    """After the change: whether the record has what the requester asked for."""
    if not line.is_applied:
        return ""
    if line.is_on_record:
        return "✓ On the record as requested"
    return f"The record has another value now: {value_text(line.field, line.record_value) or '–'}"


def _is_on_record(found: CorrectionDetail) -> bool:
    """As after reopening: the record has the values asked for, and another value is correct."""
    return bool(found.lines) and all(
        line.record_value == line.correct_value for line in found.lines
    )


def _verification_hint(found: CorrectionDetail) -> Markup:
    fields = [field_label(line.field) for line in found.lines if line.is_reverification_needed]
    if not fields:
        return Markup()
    return fill(
        '<p class="quiet">Insurers identify the client by {fields}. After the correction, verify '
        "the insurance again.</p>",
        fields=" and ".join(filter(None, (", ".join(fields[:-1]), fields[-1]))),
    )


def _show_apply(request: RequestDetail, found: CorrectionDetail) -> None:
    if found.another and not found.is_approved:
        why = reason("approval_of_identity", why=found.another).text
        approval.show_approval_step(request, found.approval, found.record_version, why)
        return
    command = ApplyClientCorrection(request.ref, request.version, found.record_version)
    request_steps.show_step_button(
        request, "Apply correction", "check", apply_client_correction, command
    )
