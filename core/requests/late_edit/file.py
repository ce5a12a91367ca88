"""Filing the edit of a confirmed session after the provider's 48 hours (R15)."""

from dataclasses import dataclass
from typing import Any

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, InvalidInput, NotFound, Refused, refuse_problems
from core.facts import late_edits
from core.facts.due_instants import write_request_deadlines
from core.facts.late_edits import EditRows
from core.facts.policies import business_calendar, policy_book
from core.facts.references import find_by_ref
from core.models.care import CareSession
from core.models.requests import LateEdit, SupportRequest
from core.requests.filing import Requester, new_request, requester_problems
from core.requests.urgency import notice_self_harm
from core.rules.eligibility.editing import not_edited_late
from core.rules.reasons import reason
from core.rules.requests import late_edit
from core.rules.requests.corrections import clean
from core.rules.requests.late_edit import EditValues
from core.rules.texts import one_line_problem, text_problem
from core.vocabulary.care import Modality
from core.vocabulary.requests import RequestKind, RequestStatus
from core.vocabulary.states import PLACE_NAMES
from core.vocabulary.verdicts import EditField, Verdict

LONGEST = {"cpt": 5, "line1": 200, "city": 100, "zip": 10}
"""Characters of each text."""


@dataclass(frozen=True)
class FileLateEdit:
    """Which session, how it should be, and who asks. A start or stop of None could not be read.
    `record_version` is that of the preview that was seen; `on_behalf` is why somebody else than
    the provider asks."""

    session_ref: str
    record_version: int
    wanted: EditValues
    on_behalf: str
    requester: Requester


@guard(WORKING)
def file_late_edit(context: WriteContext, command: FileLateEdit) -> Receipt:
    """Ask for the edit; nothing of the session changes yet.

    Raises InvalidInput by field, NotFound for an unknown session, Refused with every reason
    against it, Conflict when anything on the session changed since the preview.
    """
    _check(context, command)
    session = find_by_ref(context.db, CareSession, command.session_ref, hold=True)
    if session is None:
        raise NotFound(f"There is no session {command.session_ref.strip()}.")
    rows = late_edits.edit_rows(context.db, session, hold=True)
    _must_be_late(context, rows)
    if rows.version != command.record_version:
        raise Conflict("Someone changed this session meanwhile. Load the page again.")
    fields = _fields(rows, command)
    found = late_edits.checks(context, rows, command.wanted)
    if found.verdict == Verdict.BLOCK:
        raise Refused(found.deciding)
    request = _request(context, rows, command)
    context.db.add(_edit(context, request, rows.values, command))
    after = {"status": request.status, "fields": [field.value for field in fields]}
    context.record(
        "request.filed", "support_request", request.key, after=after, request_id=request.key
    )
    notice_self_harm(context, request, command)
    return Receipt(request.ref, f"Request {request.ref} filed. The session is unchanged so far.")


def _check(context: WriteContext, command: FileLateEdit) -> None:
    problems: dict[str, str | None] = {**requester_problems(command.requester, context.now)}
    for name in ("start_at", "end_at"):
        if getattr(command.wanted, name) is None:
            problems[name] = "Enter the day and the time."
    for name, longest in LONGEST.items():
        problems[name] = one_line_problem(getattr(command.wanted, name), longest)
    if len(";".join(command.wanted.diagnoses)) > 120:
        problems["diagnoses"] = "At most 12 codes."
    if command.wanted.state and command.wanted.state not in PLACE_NAMES:
        problems["state"] = "Choose a state."
    if command.on_behalf:
        problems["on_behalf"] = text_problem(command.on_behalf, "")
    refuse_problems(problems)


def _must_be_late(context: WriteContext, rows: EditRows) -> None:
    if refusal := not_edited_late(late_edits.question(context, rows)):
        raise Refused(refusal)
    if other := late_edits.open_edit(context.db, rows.found.session):
        raise Refused([reason("late_edit_open", ref=other)])


def _fields(rows: EditRows, command: FileLateEdit) -> tuple[EditField, ...]:
    """What is to change; raises InvalidInput for nothing, and for somebody who cannot ask it."""
    wanted, case = command.wanted, rows.bundle.case
    fields = late_edit.differing(rows.values, wanted, case.session.tz)
    if not fields:
        raise InvalidInput({"start_at": "Nothing here differs from the record."})
    kind = command.requester.kind
    problems: dict[str, str | None] = {**late_edit.asking_problems(kind, command.on_behalf, fields)}
    if case.modality == Modality.IN_PERSON and wanted.practice_ref not in (
        rows.values.practice_ref,
        *rows.practices,
    ):
        problems["practice_ref"] = "Choose one of the provider's practice locations."
    if rows.place is None and any(wanted.address):
        problems["line1"] = "No location is recorded for this session. The provider adds it."
    if any(wanted.address) and not wanted.state:
        problems["state"] = "Choose the state the client was in."
    refuse_problems(problems)
    return fields


def _request(context: WriteContext, rows: EditRows, command: FileLateEdit) -> SupportRequest:
    session = rows.found.session
    request = new_request(context, RequestKind.SESSION_EDIT, command.requester)
    request.provider_id, request.client_id = session.provider_id, session.client_id
    request.session_id = session.key
    request.status, request.ready_at = RequestStatus.READY, context.now
    write_request_deadlines(request, policy_book(context), business_calendar(context))
    context.db.add(request)
    context.db.flush()
    return request


def _edit(
    context: WriteContext, request: SupportRequest, now: EditValues, command: FileLateEdit
) -> LateEdit:
    """The values that differ, and no others, so that a later change of the rest is kept."""
    changed: dict[str, Any] = {
        name: value for name, value in vars(command.wanted).items() if value != getattr(now, name)
    }
    if "diagnoses" in changed:
        changed["diagnoses"] = ";".join(changed["diagnoses"])
    return LateEdit(
        created_at=context.now,
        updated_at=context.now,
        request_id=request.key,
        on_behalf=clean(command.on_behalf) or None,
        **changed,
    )
