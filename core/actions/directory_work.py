"""Handing the change of a listing to Evernorth, and noting that it came back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from core import deadlines, facts
from core.access import guard
from core.actions import listing
from core.actions.going_out import wait_for_platform
from core.errors import Reason, Refused
from core.models.people import Provider
from core.models.requests import DirectorySubmission, SupportRequest
from core.rules import deadlines as rules
from core.rules import directory
from core.rules.corrections import clean
from core.rules.texts import text_problem
from core.rules.time_text import on
from core.transaction import Change, Receipt
from core.vocabulary.requests import EvernorthStatus


@dataclass(frozen=True)
class SubmitListing:
    """Handed to Evernorth at this instant, under this reference of theirs."""

    ref: str
    version: int
    submitted_at: datetime
    reference: str


@dataclass(frozen=True)
class ReturnListing:
    """Evernorth gave it back at this instant, for this reason."""

    ref: str
    version: int
    returned_at: datetime
    reason: str


@guard
def submit_listing(change: Change, command: SubmitListing) -> Receipt:
    """Note the hand-over and start Evernorth's clock (R49); after a return it is the next attempt.

    A Military OneSource status goes into the provider's record as well: it is the provider's own
    word, and does not wait for Evernorth. Raises InvalidInput for an instant before the request
    came in or in the future and for a reference used before, Refused while Evernorth has it.
    """
    request = listing.taken(change, command.ref, command.version)
    last = listing.last_submission(change, request)
    if last is not None and last.returned_on is None:
        text = "Evernorth has this already. Look at the listing, or note that it came back."
        raise Refused([Reason("submitted_already", text, "R49")])
    provider = change.lock(Provider, request.provider_id or 0)
    made, policy = _submission(change, request, last, command)
    made.npi, made.attempt = provider.npi, last.attempt + 1 if last else 1
    change.db.add(made)
    lines = [one for one in listing.lines_of(change, request) if one.reflected_on is None]
    for line in lines:
        line.evernorth_status = EvernorthStatus.SUBMITTED
        change.touch(line)
    _set_mos_flag(change, request, provider, {line.correct_value for line in lines})
    listing.noted(change, request, "listing.submitted", after=_shown(made), policy=policy)
    text = f"Evernorth has it: expected from {on(made.expected_on)}, late after"
    return Receipt(request.ref, f"{text} {on(made.late_after_on)}.")


@guard
def return_listing(change: Change, command: ReturnListing) -> Receipt:
    """Note that Evernorth gave it back: what was not seen right yet is to be submitted again."""
    request = listing.taken(change, command.ref, command.version)
    out = listing.submission_out(change, request)
    day = deadlines.platform_day(command.returned_at, facts.policy_book(change.db))
    at = directory.after_submission_problem(day, command.returned_at, out.submitted_on, change.now)
    why = text_problem(command.reason, "Say why Evernorth gave it back: the next attempt needs it.")
    problems = {"returned_at": at, "reason": why}
    listing.check({field: text for field, text in problems.items() if text})
    out.returned_on = day
    change.touch(out)
    for line in listing.lines_of(change, request):
        if line.reflected_on is None:
            line.evernorth_status = EvernorthStatus.RETURNED
            change.touch(line)
    after, reason = {"attempt": out.attempt, "returned_on": day}, command.reason.strip()
    listing.noted(change, request, "listing.returned", after=after, reason=reason)
    return Receipt(request.ref, "Noted. Mend what Evernorth asks for and submit it again.")


def _submission(
    change: Change,
    request: SupportRequest,
    last: DirectorySubmission | None,
    command: SubmitListing,
) -> tuple[DirectorySubmission, str]:
    """The row without its provider, and the policy values its days were counted by."""
    book, calendar = facts.policy_book(change.db), facts.business_calendar(change.db)
    reference = clean(command.reference)
    day = deadlines.platform_day(command.submitted_at, book)
    returned_on = last.returned_on if last else None
    at = directory.submission_problem(
        command.submitted_at, request.received_at, returned_on, change.now, day
    )
    problems = {"submitted_at": at, "reference": _reference_problem(change, reference)}
    listing.check({field: text for field, text in problems.items() if text})
    expected, late = rules.directory(command.submitted_at, book, calendar)
    row = DirectorySubmission(
        created_at=change.now,
        updated_at=change.now,
        request_id=request.key,
        attempt=1,
        full_name=request.named_as or "",
        npi="",
        submitted_on=day,
        submission_reference=reference,
        expected_on=expected.last_day,
        late_after_on=late.last_day,
    )
    return row, ", ".join(f"{one.policy.key}={one.policy.text}" for one in (expected, late))


def _reference_problem(change: Change, reference: str) -> str | None:
    missing = "Give the reference of the submission: it is what Evernorth is asked by."
    if problem := text_problem(reference, missing, directory.LONGEST_REFERENCE):
        return problem
    change.queue(f"Evernorth's reference {reference.lower()}")
    same = func.lower(col(DirectorySubmission.submission_reference)) == reference.lower()
    other = change.db.scalar(
        select(col(SupportRequest.ref))
        .join(DirectorySubmission, col(DirectorySubmission.request_id) == col(SupportRequest.id))
        .where(same)
    )
    return f"This reference was used before, for {other}. Copy the new one." if other else None


def _set_mos_flag(
    change: Change, request: SupportRequest, provider: Provider, values: set[str]
) -> None:
    """Write what the provider says of Military OneSource into their record (R47)."""
    says = {directory.STOPPED: False, directory.TAKING: True}
    wanted = next((is_taking for value, is_taking in says.items() if value in values), None)
    old = provider.is_accepting_mos
    if wanted is None or wanted == old:
        return
    provider.is_accepting_mos = wanted
    change.touch(provider)
    words = (str(old).lower(), str(wanted).lower())
    wait_for_platform(change, request, provider, "is_accepting_mos", *words)
    change.record(
        "provider.corrected",
        "provider",
        provider.key,
        before={"is_accepting_mos": old},
        after={"is_accepting_mos": wanted},
        reason=f"{request.ref}: {request.requester_type.value} asked",
        request_id=request.key,
    )


def _shown(made: DirectorySubmission) -> dict[str, object]:
    return {
        "attempt": made.attempt,
        "submitted_on": made.submitted_on,
        "reference": made.submission_reference,
        "expected_on": made.expected_on,
        "late_after_on": made.late_after_on,
    }
