"""The work on a client correction: what is asked beside the record, and the next step."""

from core.queries.requests.correction import CorrectionDetail, correction_detail
from core.queries.requests.page import RequestDetail
from core.requests.correction.apply import ApplyClientCorrection, apply_client_correction
from core.rules.requests.corrections import field_label
from core.vocabulary.requests import RequestStatus
from pages import context
from pages.components.markup import fill, join, show
from pages.work import approval, correction_form, request_steps

WHY_TWO = (
    "Name and birth date change together: that could make another person of this record, so a "
    "lead or manager looks at it first."
)


def draw(request: RequestDetail) -> None:
    """The difference, a second person's look, then the one next step."""
    found = context.read(correction_detail, request.ref)
    _difference(found)
    approval.draw(request, found.approval, found.record_version, WHY_TWO)

    def work() -> None:
        if request.status == RequestStatus.NEEDS_INFORMATION or _says_it_already(found):
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


def _says_it_already(found: CorrectionDetail) -> bool:
    """As after reopening: what was asked is in the record, and something else is right."""
    return bool(found.lines) and all(
        line.record_value == line.correct_value for line in found.lines
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
        approval.ask(request, found.approval, found.record_version, WHY_TWO)
        return
    command = ApplyClientCorrection(request.ref, request.version, found.record_version)
    request_steps.step(request, "Correct the record", "check", apply_client_correction, command)
