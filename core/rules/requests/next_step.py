"""Whose move a request is and what they do: the one next step, for lists and for its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.rules.requests.listing import ListingStage
from core.rules.time.formats import day_text
from core.vocabulary.care import ChargeStatus as H
from core.vocabulary.care import ClaimStatus as C
from core.vocabulary.care import PayoutStatus as O
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequesterType, RequestKind, RequestStage


@dataclass(frozen=True)
class NextStep:
    """What happens next: a verb while it is the team's move, else who moves or from which day."""

    text: str
    is_ours: bool = True


@dataclass(frozen=True)
class StepFacts:
    """What decides the next step. `may_decide` says that the reader gives the approval that is
    asked; `needs_approval` that it is still to be asked for. `check_from` is the day of the next
    listing check, and `unsettled` the open parts of a cancellation with their statuses."""

    kind: RequestKind
    stage: RequestStage
    requester: RequesterType
    wake_on: date | None = None
    asks_approval: bool = False
    may_decide: bool = False
    needs_approval: bool = False
    listing: ListingStage = ListingStage.TO_SUBMIT
    check_from: date | None = None
    unsettled: tuple[tuple[Part, str], ...] = ()


SETTLING = {
    (Part.CLAIM, C.QUEUED): "Remove claim",
    (Part.CLAIM, C.SUBMITTED): "Record payer's answer",
    (Part.CLAIM, C.FRONT_END_REJECTED): "Close claim",
    (Part.CLAIM, C.ACCEPTED): "Record void",
    (Part.CLAIM, C.DENIED): "Note denial",
    (Part.CLAIM, C.PAID): "Record void",
    (Part.CLAIM, C.VOID_REQUESTED): "Record payer's answer",
    (Part.CLAIM, C.VOID_REJECTED): "Ask payer again",
    (Part.CLAIM, C.VOIDED): "Record reversal",
    (Part.CHARGE, H.CHARGED): "Order refund",
    (Part.CHARGE, H.REFUND_DUE): "Record refund",
    (Part.PAYOUT, O.PAID): "Announce recovery",
    (Part.PAYOUT, O.RECOVERY_DUE): "Record recovered",
}
"""What settles a part of a cancellation in this status; another status needs nobody (R16)."""
ENDED = NextStep("", is_ours=False)


def next_step(facts: StepFacts, today: date) -> NextStep:
    """The next step of a request; a step without words for one that has ended."""
    match facts.stage:
        case RequestStage.NEEDS_INFORMATION:
            return NextStep("Ask for information")
        case RequestStage.SNOOZED:
            return _from("Back", facts.wake_on, today)
        case RequestStage.WOKEN:
            return NextStep("Resume")
        case RequestStage.REPLY_PENDING:
            return NextStep(f"Tell {facts.requester.value}")
        case RequestStage.READY | RequestStage.IN_PROGRESS:
            return _work(facts, today)
    return ENDED


def _work(facts: StepFacts, today: date) -> NextStep:
    """The step of an open request that has all it needs."""
    if facts.asks_approval:
        return NextStep("Decide") if facts.may_decide else NextStep("A lead decides", is_ours=False)
    if facts.needs_approval:
        return NextStep("Ask for approval")
    if facts.kind == RequestKind.CLIENT_CORRECTION:
        return NextStep("Apply correction")
    if facts.kind == RequestKind.SESSION_EDIT:
        return NextStep("Apply edit")
    if facts.kind == RequestKind.DIRECTORY_UPDATE:
        return _listing(facts, today)
    if facts.kind == RequestKind.SESSION_CANCELLATION:
        return _settling(facts)
    return NextStep("Answer request")


def _listing(facts: StepFacts, today: date) -> NextStep:
    if facts.listing in (ListingStage.TO_SUBMIT, ListingStage.RETURNED):
        return NextStep("Submit to Evernorth")
    if facts.check_from is not None and facts.check_from > today:
        return _from("Check from", facts.check_from, today)
    return NextStep("Check listing")


def _settling(facts: StepFacts) -> NextStep:
    """The first part that a person settles; after the last one the session is canceled."""
    if facts.stage == RequestStage.READY:
        return NextStep("Start settling")
    return NextStep(next(_verbs(facts.unsettled), "Cancel session"))


def _verbs(unsettled: Iterable[tuple[Part, str]]) -> Iterator[str]:
    for part, status in unsettled:
        if part == Part.CAR:
            yield "Ask provider to correct CAR"
        elif (part, status) in SETTLING:
            yield SETTLING[part, status]  # type: ignore[index]


def _from(words: str, day: date | None, today: date) -> NextStep:
    return NextStep(f"{words} {day_text(day, today)}" if day else words, is_ours=False)
