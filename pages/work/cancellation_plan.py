"""What follows for each thing that hangs on a session being cancelled, each with its light."""

from collections.abc import Iterable

from markupsafe import Markup

from core.queries.requests.cancellation import StepView
from core.queries.requests.cancellation_preview import SessionHead
from core.rules.requests.cancellation_steps import CancellationStep
from core.rules.time.formats import instant_text
from core.rules.time.instants import zone
from core.vocabulary.requests import CancellationPart, SettleStatus
from core.vocabulary.words import label
from pages.components.chips import chip
from pages.components.markup import fill, join, pairs

PARTS = {
    CancellationPart.CLAIM: "Claim",
    CancellationPart.CHARGE: "Client charge",
    CancellationPart.PAYOUT: "Provider payout",
    CancellationPart.CAR: "Case Activity Report",
}
LIGHTS = {
    SettleStatus.TODO: ("soon", "to do"),
    SettleStatus.DONE: ("good", "done"),
    SettleStatus.NOT_APPLICABLE: ("plain", "not applicable"),
}


def named(step: CancellationStep) -> str:
    """A step in words: "Claim K-1"."""
    return f"{PARTS[step.part]} {step.ref}".strip()


def head(session: SessionHead) -> Markup:
    """Which session it is."""
    rows = [
        ("Session", session.ref),
        ("Began", instant_text(session.starts_at, zone(session.zone))),
        ("Provider", session.provider),
        ("Client", session.client_ref),
        ("Paid by", label(session.payer_kind)),
        ("Stands", label(session.stage)),
    ]
    return pairs(rows)


def preview(steps: Iterable[CancellationStep]) -> Markup:
    """What would follow, before anything is done."""
    return _list(_row(step, step.settled, "") for step in steps)


def progress(views: Iterable[StepView]) -> Markup:
    """The same, with how far each is."""
    return _list(_row(one.step, one.light, _answer(one)) for one in views)


def _list(rows: Iterable[Markup]) -> Markup:
    return fill('<ul class="limits">{rows}</ul>', rows=join(rows))


def _row(step: CancellationStep, light: SettleStatus, answer: Markup | str) -> Markup:
    tone, words = LIGHTS[light]
    if light == SettleStatus.TODO and not step.needs_person:
        tone, words = "info", "by itself at the end"
    warnings = (
        *step.warnings,
        *(("A lead or manager looks first.",) if step.needs_approval else ()),
    )
    return fill(
        '<li class="{tone}"><span class="head"><span class="kind">{what}</span> {chip}'
        '<span class="quiet">{status}</span></span>'
        "<div>{text}</div>{warnings}{answer}</li>",
        tone=tone,
        what=named(step),
        chip=chip(words, tone),
        status=step.status.replace("_", " "),
        text=step.text,
        warnings=join(fill('<div class="quiet">{one}</div>', one=one) for one in warnings),
        answer=answer,
    )


def _answer(view: StepView) -> Markup | str:
    said = view.not_applicable_reason or view.reference
    if not said:
        return ""
    by = f" ({view.by})" if view.by else ""
    return fill('<div class="quiet">Written down: {said}{by}</div>', said=said, by=by)
