"""What happens to claim, charge, payout and report in a cancellation, each with its state."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from core.queries.requests.cancellation import CancellationStepView
from core.queries.requests.cancellation_preview import SessionHead
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import CancellationStep
from core.rules.time.formats import money_text
from core.rules.time.instants import zone
from core.vocabulary.requests import CancellationPart as Part
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


DIRECTIONS = {
    Part.CLAIM: "Return to payer",
    Part.CHARGE: "Return to client",
    Part.PAYOUT: "Recover from provider",
}
AFTERWARDS = (
    "You can withdraw this request until money moves back or the session is canceled. A void that "
    "was sent can't be called back, and a canceled session can't be confirmed again. Then the "
    "session no longer counts in the metric Notes on time, and its cancellation counts in "
    "Cancellations settled."
)


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
            (
                "Session note",
                f"Signed {screen_instant(session.note_signed_at, zone(session.zone))}"
                if session.note_signed_at
                else "Not signed",
            ),
        ]
    )


def planned_steps(steps: Sequence[CancellationStep]) -> Markup:
    """The steps before anything is done, under the amounts that go back."""
    return amounts(steps) + _list(_row(step, step.settled, "") for step in steps) + _afterwards()


def step_progress(views: Sequence[CancellationStepView], *, is_open: bool) -> Markup:
    """The steps with their answers, under the amounts that still go back."""
    steps = _list(_row(one.step, one.light, _answer(one)) for one in views)
    if not is_open:
        return steps
    return amounts([one.step for one in views]) + steps + _afterwards()


def amounts(steps: Sequence[CancellationStep]) -> Markup:
    """What goes back, by direction and without a total."""
    cells = join(
        fill(
            '<div><span class="quiet">{words}</span><strong>{amount}</strong></div>',
            words=DIRECTIONS[part],
            amount=money_text(cents),
        )
        for part, cents in cancellation.amounts(steps).items()
    )
    return fill('<div class="desk amounts">{cells}</div>', cells=cells)


def _afterwards() -> Markup:
    return fill('<p class="quiet">{words}</p>', words=AFTERWARDS)


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
