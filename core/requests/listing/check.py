"""Checking the public listing field by field, until every field is correct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import refuse_problems
from core.facts.policies import policy_book
from core.models.requests import DirectoryLine, ListingCheck
from core.requests import lifecycle
from core.requests.filing import given_instant
from core.requests.listing import rows
from core.requests.urgency import notice_self_harm
from core.rules.requests import listing
from core.rules.requests.corrections import clean
from core.rules.texts import one_line_problem
from core.rules.time.platform_clock import platform_day
from core.vocabulary.requests import EvernorthStatus, RequestStatus
from core.vocabulary.words import label


@dataclass(frozen=True)
class LineSeen:
    """What the listing says for one line; `seen_value` may be left out where it is right."""

    line_id: int
    is_right: bool
    seen_value: str = ""


@dataclass(frozen=True)
class RecordListingCheck:
    """One check of the public listing, at this instant, of one or several lines."""

    ref: str
    version: int
    looked_at: datetime | None
    seen: tuple[LineSeen, ...]


@guard(WORKING)
def record_listing_check(context: WriteContext, command: RecordListingCheck) -> Receipt:
    """Record what the listing shows, field by field; once every field is correct, the reply is next
    (R46, R49). A field that is wrong again counts as not correct.

    Raises InvalidInput for an instant before the submission or in the future, for a look at
    nothing, and for a wrong field without what it says; Refused while Evernorth does not have it.
    """
    request = rows.taken(context, command.ref, command.version)
    out = rows.submission_out(context, request)
    lines = {line.key: line for line in rows.lines_of(context, request)}
    looked_at = given_instant("looked_at", command.looked_at)
    day = platform_day(looked_at, policy_book(context))
    at = listing.after_submission_problem(day, looked_at, out.submitted_on, context.now)
    refuse_problems({"looked_at": at, **_problems(command.seen, lines)})
    notice_self_harm(context, request, command)
    for one in command.seen:
        _keep(context, lines[one.line_id], one, day)
    after = {"seen": ", ".join(_words(lines[one.line_id], one) for one in command.seen)}
    if any(line.reflected_on is None for line in lines.values()):
        rows.noted(context, request, "listing.looked_at", after=after)
        return Receipt(request.ref, "Listing check saved. Not every field is correct yet.")
    context.record(
        "listing.looked_at", "support_request", request.key, after=after, request_id=request.key
    )
    lifecycle.change_status(request, RequestStatus.REPLY_PENDING)
    rows.noted(context, request, "request.done", after={"status": request.status})
    return Receipt(request.ref, "Every field is correct. Next: reply to the requester.")


def _problems(
    seen: Sequence[LineSeen], lines: Mapping[int, DirectoryLine]
) -> dict[str, str | None]:
    ids = [one.line_id for one in seen]
    if not ids or len(set(ids)) < len(ids) or not set(ids) <= lines.keys():
        return {"seen": "Check at least one field."}
    return {f"seen.{one.line_id}": _seen_problem(one, lines[one.line_id]) for one in seen}


def _seen_problem(one: LineSeen, line: DirectoryLine) -> str | None:
    value = clean(one.seen_value)
    if problem := one_line_problem(value, listing.LONGEST_VALUE):
        return problem
    if one.is_right:
        return None
    if not value:
        return "Enter what the listing shows."
    return "This is the correct value." if value == line.correct_value else None


def _keep(context: WriteContext, line: DirectoryLine, one: LineSeen, day: date) -> None:
    context.db.add(
        ListingCheck(
            line_id=line.key,
            looked_on=day,
            seen_value=clean(one.seen_value) or line.correct_value,
            is_right=one.is_right,
            by_id=context.staff_id,
        )
    )
    line.reflected_on = day if one.is_right else None
    line.evernorth_status = EvernorthStatus.REFLECTED if one.is_right else EvernorthStatus.SUBMITTED


def _words(line: DirectoryLine, one: LineSeen) -> str:
    return f"{label(line.topic)}: {'correct' if one.is_right else 'not correct yet'}"
