"""Filing the correction of a client's record. An existing record is found, never a new one made."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from core.access import WORKING, guard
from core.db.edits import count_edit
from core.db.prepared import Prepared, insertion
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, refuse_problems
from core.facts import client_record
from core.facts.approvals import COMPLETED
from core.facts.due_instants import write_request_deadlines
from core.facts.merged_clients import survivor_of
from core.facts.policies import business_calendar, policy_book
from core.facts.reference import packaged_reference
from core.facts.references import find_by_ref
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.requests import lifecycle, locking
from core.requests.filing import Requester, new_request, requester_problems
from core.requests.urgency import notice_self_harm
from core.rules.requests import corrections
from core.rules.requests.corrections import Line
from core.rules.requests.named_as import name_difference
from core.rules.time.instants import local_date
from core.vocabulary.requests import RequestKind, RequestStatus

_LINES = Prepared(
    insertion(inspect(CorrectionLine).local_table, version=1, applied_at=None, applied_by_id=None)
)


@dataclass(frozen=True)
class FileClientCorrection:
    """What a requester asked for. `client_ref` is "" while nobody knows which client it is."""

    client_ref: str
    named_as: str
    lines: tuple[Line, ...]
    requester: Requester


@dataclass(frozen=True)
class CompleteClientCorrection:
    """What was missing, for a request that was filed incomplete."""

    ref: str
    version: int
    client_ref: str
    named_as: str
    lines: tuple[Line, ...]


@guard(WORKING)
def file_client_correction(context: WriteContext, command: FileClientCorrection) -> Receipt:
    """File the request: ready when every input is there, else incomplete (R45). The
    record is one that exists: none is made here (R44).

    Raises InvalidInput by field: an unknown client, a name or current value that does not match
    the record, a value that cannot be right, a requester without a name, a receipt in the future.
    """
    client, named_as = _client(context, command.client_ref), corrections.clean(command.named_as)
    record = client_record.record_values(context.db, client) if client else None
    lines = _cleaned(context, command.lines, record)
    refuse_problems(
        requester_problems(command.requester, context.now)
        | _subject_problems(context, client, record, command.client_ref, named_as, lines)
    )
    request = new_request(context, RequestKind.CLIENT_CORRECTION, command.requester)
    _fill(context, request, client, named_as, lines)
    context.record("request.filed", "support_request", request.key, after=_shown(request, lines))
    notice_self_harm(context, request, command, is_known=command.requester.has_danger)
    return Receipt(request.ref, f"Request {request.ref} filed. {_next_step(request, lines)}")


@guard(WORKING)
def complete_client_correction(context: WriteContext, command: CompleteClientCorrection) -> Receipt:
    """Add what was missing to an incomplete request; ready once all of it is there (R45). One that
    was reopened says what is right now, since what was asked first is in the record already."""
    request = locking.lock_request(context, command.ref, command.version)
    if not (
        request.status == RequestStatus.NEEDS_INFORMATION or _is_taken_up_again(context, request)
    ):
        raise Conflict("Someone already completed this request. Load the page again.")
    client, named_as = _client(context, command.client_ref), corrections.clean(command.named_as)
    record = client_record.record_values(context.db, client) if client else None
    lines = _cleaned(context, command.lines, record)
    refuse_problems(_subject_problems(context, client, record, command.client_ref, named_as, lines))
    old_lines = lifecycle.correction_lines(context, request)
    refuse_problems(_nothing_new(request, client, named_as, old_lines, lines))
    lifecycle.lapse_approvals(context, request)
    for old in old_lines:
        context.db.delete(old)
    context.db.flush()
    _fill(context, request, client, named_as, lines)
    count_edit(request)
    context.record(
        COMPLETED,
        "support_request",
        request.key,
        after=_shown(request, lines),
        request_id=request.key,
    )
    notice_self_harm(context, request, command)
    return Receipt(request.ref, f"Saved. {_next_step(request, lines)}")


def _is_taken_up_again(context: WriteContext, request: SupportRequest) -> bool:
    """Reopened, and worked on by this person."""
    is_again = request.reopen_count > 0 and request.status == RequestStatus.IN_PROGRESS
    return is_again and request.assignee_id == context.actor.staff_id


def _fill(
    context: WriteContext,
    request: SupportRequest,
    client: Client | None,
    named_as: str,
    lines: tuple[Line, ...],
) -> None:
    request.client_id = client.key if client else None
    request.named_as = named_as or None
    if not corrections.missing(client is not None, named_as, lines):
        request.status, request.ready_at = RequestStatus.READY, context.now
        if request.assignee_id is not None:
            request.status = RequestStatus.IN_PROGRESS
        write_request_deadlines(request, policy_book(context), business_calendar(context))
    context.db.add(request)
    context.db.flush()
    if lines:
        _LINES.send(context.db, [_row(context, request, line) for line in lines])


def _row(context: WriteContext, request: SupportRequest, line: Line) -> dict[str, Any]:
    return {
        "created_at": context.now,
        "updated_at": context.now,
        "request_id": request.key,
        "error_type": corrections.FIELDS[line.field],
        "field": line.field,
        "current_value": line.current_value,
        "correct_value": line.correct_value,
        "is_reverification_needed": line.field in corrections.REVERIFY,
    }


def _subject_problems(
    context: WriteContext,
    client: Client | None,
    record: dict[str, str] | None,
    client_ref: str,
    named_as: str,
    lines: tuple[Line, ...],
) -> dict[str, str]:
    if client_ref and client is None:
        return {"client_ref": "There is no client with this reference. Search again."}
    today = local_date(context.now, context.actor.tz)
    problems = corrections.line_problems(lines, record, today, packaged_reference().zip_homes)
    if client and named_as and _is_another(named_as, client):
        problems["named_as"] = (
            "The record has another name. Check that this is the right client, and enter the "
            "name as it is now."
        )
    if len(named_as) > 160:
        problems["named_as"] = "At most 160 characters."
    for place, line in enumerate(lines):
        if record is not None and line.field in corrections.FIELDS and line.field not in record:
            problems[f"lines.{place}.field"] = "This client has no such field to correct."
    return problems


def _is_another(named_as: str, client: Client) -> bool:
    return name_difference(named_as, client.first_name, client.last_name) is None


def _cleaned(
    context: WriteContext, lines: tuple[Line, ...], record: dict[str, str] | None
) -> tuple[Line, ...]:
    today = local_date(context.now, context.actor.tz)
    cleaned = [corrections.clean_line(one, today) for one in lines]
    return corrections.completed(cleaned, record or {}, packaged_reference().zip_homes)


def _client(context: WriteContext, ref: str) -> Client | None:
    """The record that is kept where the one asked for was merged."""
    client = find_by_ref(context.db, Client, ref)
    return client and survivor_of(context.db, client)


def _shown(request: SupportRequest, lines: tuple[Line, ...]) -> dict[str, object]:
    return {
        "status": request.status,
        "fields": [line.field for line in lines],
    }


def _next_step(request: SupportRequest, lines: tuple[Line, ...]) -> str:
    if request.status != RequestStatus.NEEDS_INFORMATION:
        return "Next: correct the record."
    has_client = request.client_id is not None
    missing = corrections.missing(has_client, request.named_as or "", lines)
    return f"The deadline starts when you add {', '.join(missing)}."


def _nothing_new(
    request: SupportRequest,
    client: Client | None,
    named_as: str,
    old: list[CorrectionLine],
    new: tuple[Line, ...],
) -> dict[str, str]:
    before = [(line.field, line.current_value, line.correct_value) for line in old]
    after = [(line.field, line.current_value, line.correct_value) for line in new]
    same_client = request.client_id == (client.key if client else None)
    if before == after and same_client and (request.named_as or "") == named_as:
        return {"form": "Nothing new was entered. The list above shows what is missing."}
    return {}
