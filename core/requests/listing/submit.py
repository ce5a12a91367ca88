"""Recording that a listing was submitted to Evernorth, or returned by it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Refused, refuse_problems
from core.facts.policies import business_calendar, policy_book
from core.models.people import Provider
from core.models.requests import DirectorySubmission, SupportRequest
from core.outbound.queue import ChangedField, queue_outbound_changes
from core.requests.filing import given_instant
from core.requests.listing import rows
from core.requests.urgency import notice_self_harm
from core.rules.reasons import reason
from core.rules.requests import listing
from core.rules.requests.corrections import clean
from core.rules.texts import text_problem
from core.rules.time import deadlines as rules
from core.rules.time.formats import day_text
from core.rules.time.platform_clock import platform_day
from core.vocabulary.requests import EvernorthStatus


@dataclass(frozen=True)
class SubmitListing:
    """Submitted to Evernorth at this instant, under this reference of theirs."""

    ref: str
    version: int
    submitted_at: datetime | None
    reference: str


@dataclass(frozen=True)
class ReturnListing:
    """Returned by Evernorth at this instant, for this reason."""

    ref: str
    version: int
    returned_at: datetime | None
    reason: str


@guard(WORKING)
def submit_listing(context: WriteContext, command: SubmitListing) -> Receipt:
    """Record the submission and start Evernorth's deadline (R49); after a return, the next attempt.

    A Military OneSource status goes into the provider's record as well: it is the provider's own
    word, and does not wait for Evernorth. Raises InvalidInput for an instant before the request
    came in or in the future and for a reference used before, Refused while Evernorth has it.
    """
    request = rows.taken(context, command.ref, command.version)
    last = rows.last_submission(context, request)
    if last is not None and last.returned_on is None:
        raise Refused([reason("submitted_already")])
    provider = context.lock(Provider, request.provider_id or 0)
    made, policy = _submission(context, request, last, command)
    notice_self_harm(context, request, command)
    made.npi, made.attempt = provider.npi, last.attempt + 1 if last else 1
    context.db.add(made)
    lines = [one for one in rows.lines_of(context, request) if one.reflected_on is None]
    for line in lines:
        line.evernorth_status = EvernorthStatus.SUBMITTED
    _set_mos_flag(context, request, provider, {line.correct_value for line in lines})
    rows.noted(context, request, "listing.submitted", after=_shown(made), policy=policy)
    text = f"Submitted to Evernorth. Expected from {day_text(made.expected_on)}, overdue after"
    return Receipt(request.ref, f"{text} {day_text(made.late_after_on)}.")


@guard(WORKING)
def return_listing(context: WriteContext, command: ReturnListing) -> Receipt:
    """Record the return: what is not correct in the listing yet is submitted again."""
    request = rows.taken(context, command.ref, command.version)
    out = rows.submission_out(context, request)
    returned_at = given_instant("returned_at", command.returned_at)
    day = platform_day(returned_at, policy_book(context))
    at = listing.after_submission_problem(day, returned_at, out.submitted_on, context.now)
    why = text_problem(
        command.reason, "Enter why Evernorth returned it. The next attempt needs it."
    )
    refuse_problems({"returned_at": at, "reason": why})
    out.returned_on = day
    for line in rows.lines_of(context, request):
        if line.reflected_on is None:
            line.evernorth_status = EvernorthStatus.RETURNED
    after, reason = {"attempt": out.attempt, "returned_on": day}, command.reason.strip()
    rows.noted(context, request, "listing.returned", after=after, reason=reason)
    return Receipt(
        request.ref, "Return recorded. Next: fix what Evernorth asked for and submit again."
    )


def _submission(
    context: WriteContext,
    request: SupportRequest,
    last: DirectorySubmission | None,
    command: SubmitListing,
) -> tuple[DirectorySubmission, str]:
    """The row without its provider, and the policy values its days were counted by."""
    book, calendar = policy_book(context), business_calendar(context)
    reference = clean(command.reference)
    submitted_at = given_instant("submitted_at", command.submitted_at)
    day = platform_day(submitted_at, book)
    returned_on = last.returned_on if last else None
    at = listing.submission_problem(
        submitted_at, request.received_at, returned_on, context.now, day
    )
    refuse_problems({"submitted_at": at, "reference": _reference_problem(context, reference)})
    expected, late = rules.directory(day, book, calendar)
    row = DirectorySubmission(
        created_at=context.now,
        updated_at=context.now,
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


def _reference_problem(context: WriteContext, reference: str) -> str | None:
    missing = "Enter the reference of the submission. You need it to ask Evernorth."
    if problem := text_problem(reference, missing, listing.LONGEST_REFERENCE):
        return problem
    context.queue(f"Evernorth's reference {reference.lower()}")
    same = func.lower(col(DirectorySubmission.submission_reference)) == reference.lower()
    other = context.db.scalar(
        select(col(SupportRequest.ref))
        .join(DirectorySubmission, col(DirectorySubmission.request_id) == col(SupportRequest.id))
        .where(same)
    )
    return f"This reference was already used for {other}. Copy the new one." if other else None


def _set_mos_flag(
    context: WriteContext, request: SupportRequest, provider: Provider, values: set[str]
) -> None:
    """Write what the provider says of Military OneSource into their record (R47)."""
    says = {listing.STOPPED: False, listing.TAKING: True}
    wanted = next((is_taking for value, is_taking in says.items() if value in values), None)
    old = provider.is_accepting_mos
    if wanted is None or wanted == old:
        return
    provider.is_accepting_mos = wanted
    words = (str(old).lower(), str(wanted).lower())
    queue_outbound_changes(context, request, [ChangedField(provider, "is_accepting_mos", *words)])
    context.record(
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
