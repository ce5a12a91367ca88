"""What happens to claim, charge, payout and report in a cancellation, each with its state."""

from collections.abc import Iterable

from markupsafe import Markup

from core.queries.requests.cancellation import CancellationStepView
from core.queries.requests.cancellation_preview import SessionHead
from core.rules.requests.cancellation_steps import CancellationStep
from core.rules.time.instants import zone
from core.vocabulary.requests import SettleStatus
from core.vocabulary.words import label, sentence_case
from pages.components.chips import chip
from pages.components.markup import fill, join, pairs
from pages.components.screen_dates import screen_instant

STATES = {
    SettleStatus.TODO: ("soon", "To do"),
    SettleStatus.DONE: ("good", "Done"),
    SettleStatus.NOT_APPLICABLE: ("plain", "Not applicable"),
}


def session_facts(session: SessionHead) -> Markup:
    """Which session it is."""
    return pairs(
        [
            ("Session", session.ref),
            ("Starts", screen_instant(session.starts_at, zone(session.zone))),
            ("Provider", session.provider),
            ("Client", session.client_ref),
            ("Payer", session.payer),
            ("Status", label(session.stage)),
        ]
    )


def planned_steps(steps: Iterable[CancellationStep]) -> Markup:
    """The steps before anything is done."""
    return _list(_row(step, step.settled, "") for step in steps)


def step_progress(views: Iterable[CancellationStepView]) -> Markup:
    """The steps with their answers."""
    return _list(_row(one.step, one.light, _answer(one)) for one in views)


def _list(rows: Iterable[Markup]) -> Markup:
    return fill('<ul class="limits">{rows}</ul>', rows=join(rows))


def _row(step: CancellationStep, light: SettleStatus, answer: Markup | str) -> Markup:
    tone, words = STATES[light]
    if light == SettleStatus.TODO and not step.needs_person:
        tone, words = "info", "Automatic when canceled"
    warnings = [*step.warnings]
    if step.needs_approval:
        warnings.append("Needs approval by a lead or manager.")
    return fill(
        '<li class="{tone}"><span class="head"><span class="kind">{what}</span> {chip}'
        '<span class="quiet">{status}</span></span>'
        "<div>{text}</div>{warnings}{answer}</li>",
        tone=tone,
        what=sentence_case(step.name),
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
