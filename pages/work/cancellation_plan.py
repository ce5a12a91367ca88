"""What follows from a cancellation: claim, charge, payout and report, each with its state."""

from collections.abc import Iterable

from markupsafe import Markup

from core.queries.requests.cancellation import CancellationStepView
from core.queries.requests.cancellation_preview import SessionHead
from core.rules.requests.cancellation_steps import CancellationStep
from core.rules.time.instants import zone
from core.vocabulary.requests import SettleStatus
from core.vocabulary.words import label
from pages.components.chips import chip
from pages.components.markup import fill, join, pairs
from pages.components.screen_dates import screen_instant

STATES = {
    SettleStatus.TODO: ("soon", "To do"),
    SettleStatus.DONE: ("good", "Done"),
    SettleStatus.NOT_APPLICABLE: ("plain", "Does not apply"),
}


def session_facts(session: SessionHead) -> Markup:
    """Which session it is."""
    rows = [
        ("Session", session.ref),
        ("Starts", screen_instant(session.starts_at, zone(session.zone))),
        ("Provider", session.provider),
        ("Client", session.client_ref),
        ("Payer", label(session.payer_kind)),
        ("Status", label(session.stage)),
    ]
    return pairs(rows)


def planned_steps(steps: Iterable[CancellationStep]) -> Markup:
    """What would follow, before anything is done."""
    return _list(_row(step, step.settled, "") for step in steps)


def step_progress(views: Iterable[CancellationStepView]) -> Markup:
    """The same, with the state of each."""
    return _list(_row(one.step, one.light, _answer(one)) for one in views)


def _list(rows: Iterable[Markup]) -> Markup:
    return fill('<ul class="limits">{rows}</ul>', rows=join(rows))


def _row(step: CancellationStep, light: SettleStatus, answer: Markup | str) -> Markup:
    tone, words = STATES[light]
    if light == SettleStatus.TODO and not step.needs_person:
        tone, words = "info", "Automatic at the end"
    warnings = (
        *step.warnings,
        *(("Needs approval by a lead or manager.",) if step.needs_approval else ()),
    )
    return fill(
        '<li class="{tone}"><span class="head"><span class="kind">{what}</span> {chip}'
        '<span class="quiet">{status}</span></span>'
        "<div>{text}</div>{warnings}{answer}</li>",
        tone=tone,
        what=step.name,
        chip=chip(words, tone),
        status=step.status.replace("_", " ").capitalize(),
        text=step.text,
        warnings=join(fill('<div class="quiet">{one}</div>', one=one) for one in warnings),
        answer=answer,
    )


def _answer(view: CancellationStepView) -> Markup | str:
    said = view.not_applicable_reason or view.reference
    if not said:
        return ""
    by = f" ({view.by})" if view.by else ""
    return fill('<div class="quiet">Recorded: {said}{by}</div>', said=said, by=by)
