"""Chips: a word and a sign beside every color."""

from functools import lru_cache

from markupsafe import Markup

from core.vocabulary.care import SessionStage
from core.vocabulary.deadlines import DeadlineStatus
from core.vocabulary.requests import RequestStage
from core.vocabulary.words import label, sentence_case
from pages.components.markup import fill

SIGNS = {"good": "✓", "soon": "◔", "bad": "!", "plain": "·", "info": "→"}

DEADLINES = {
    DeadlineStatus.MET: "good",
    DeadlineStatus.OPEN: "plain",
    DeadlineStatus.DUE_SOON: "soon",
    DeadlineStatus.LATE: "bad",
    DeadlineStatus.OVERDUE: "bad",
    DeadlineStatus.UNKNOWN: "soon",
    DeadlineStatus.NOT_APPLICABLE: "plain",
}
REQUESTS = {
    RequestStage.NEEDS_INFORMATION: "soon",
    RequestStage.READY: "info",
    RequestStage.IN_PROGRESS: "info",
    RequestStage.SNOOZED: "plain",
    RequestStage.WOKEN: "soon",
    RequestStage.REPLY_PENDING: "soon",
    RequestStage.CLOSED: "good",
}
STAGES = {
    SessionStage.CONFIRMED: "good",
    SessionStage.TOOK_PLACE: "soon",
    SessionStage.EXPIRED: "bad",
    SessionStage.CANCEL_REQUESTED: "soon",
}


@lru_cache(maxsize=500)
def chip(text: str, tone: str = "plain") -> Markup:
    """A chip in one of the tones good, soon, bad, plain, info; it begins with a capital. The same
    few stand in all rows of a list."""
    return fill(
        '<span class="chip {tone}"><span aria-hidden="true">{sign}</span> {text}</span>',
        tone=tone,
        sign=SIGNS[tone],
        text=sentence_case(text),
    )


def request_chip(stage: RequestStage) -> Markup:
    """A request's status."""
    return chip(label(stage), REQUESTS.get(stage, "plain"))


def urgent_chip(is_urgent: bool) -> Markup:
    """The chip of a request whose words suggest self-harm; nothing for any other."""
    return fill("{chip} ", chip=chip("Urgent", "bad")) if is_urgent else Markup("")


def stage_chip(stage: SessionStage) -> Markup:
    """A session's status."""
    return chip(label(stage), STAGES.get(stage, "plain"))
