"""Writing a late edit into the session, and recording how its claims were corrected (R15)."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.edits import count_edit
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, Refused, refuse_problems
from core.facts import late_edits
from core.facts.due_instants import set_due_instants
from core.facts.late_edits import EditRows
from core.facts.policies import policy_book
from core.facts.session_diagnoses import replace_diagnoses
from core.models.base import ImportedRow
from core.models.care import CareSession, SessionEdit
from core.models.requests import ChecklistItem, LateEdit, SupportRequest
from core.outbound.queue import ChangedField, queue_outbound_changes
from core.requests import lifecycle, locking
from core.requests.approvals import is_approved
from core.rules.cells import as_cell
from core.rules.eligibility.editing import not_edited_late
from core.rules.reasons import reason
from core.rules.requests import late_edit
from core.rules.requests.corrections import clean
from core.rules.requests.late_edit import EditValues
from core.rules.texts import text_problem
from core.rules.time.instants import local_date
from core.vocabulary.requests import RequesterType, RequestKind, RequestStatus
from core.vocabulary.verdicts import EditField, Verdict


@dataclass(frozen=True)
class ApplyLateEdit:
    """Write the edit into the session that was seen at `record_version`."""

    ref: str
    version: int
    record_version: int


@dataclass(frozen=True)
class RecordClaimCorrection:
    """A claim was corrected, with the reference of it; or, with `applies` off, why it needs no
    correction."""

    ref: str
    version: int
    claim_ref: str
    applies: bool
    reference: str


@guard(WORKING)
def apply_late_edit(context: WriteContext, command: ApplyLateEdit) -> Receipt:
    """Change the session, its first place, its report's date and its payout's month, all at once;
    each goes out to the platform. The reply follows once no claim has the old values.

    Raises Conflict when the session changed since it was seen, Refused while a check is against
    it or an approval is missing.
    """
    request, edit = _mine(context, command.ref, command.version)
    if edit.applied_at is not None:
        raise Conflict("This edit is already applied. Load the page again.")
    session = context.lock(CareSession, request.session_id or 0)
    rows = late_edits.edit_rows(context.db, session, hold=True)
    if rows.version != command.record_version:
        raise Conflict("Someone changed this session meanwhile. Load the page again.")
    now = rows.values
    wanted = late_edits.wanted_values(edit, now)
    _must_be_allowed(context, request, rows, wanted)
    texts = _texts(rows, now, wanted)
    _write(context, request, rows, wanted)
    _keep_history(context, request, session, texts)
    edit.applied_at = context.now
    lifecycle.note_first_action(context, request)
    is_done = not rows.claims()
    if is_done:
        lifecycle.change_status(request, RequestStatus.REPLY_PENDING)
    action = "request.done" if is_done else "request.edit_applied"
    lifecycle.record_edit(context, request, action, after={"status": request.status})
    following = "reply to the requester" if is_done else "correct the claim"
    return Receipt(request.ref, f"Session edited. Next: {following}.")


@guard(WORKING)
def record_claim_correction(context: WriteContext, command: RecordClaimCorrection) -> Receipt:
    """Record what billing did for one claim; after the last one the reply follows. Raises
    InvalidInput without a reference, Conflict before the edit and for a claim that needs none."""
    request, edit = _mine(context, command.ref, command.version)
    session = context.lock(CareSession, request.session_id or 0)
    claims = late_edits.edit_rows(context.db, session).claims()
    answered = late_edits.claim_answers(context.db, request)
    if edit.applied_at is None or command.claim_ref not in claims.keys() - answered.keys():
        raise Conflict("This claim is already settled, or not edited yet. Load the page again.")
    missing = "Enter the reference of the correction: a number, a name and a date."
    missing = missing if command.applies else "Enter why the claim needs no correction."
    refuse_problems({"reference": text_problem(command.reference, missing, 120)})
    context.db.add(_item(context, request, command))
    action = "request.claim_corrected"
    if not claims.keys() - answered.keys() - {command.claim_ref}:
        action = "request.done"
        lifecycle.change_status(request, RequestStatus.REPLY_PENDING)
    after = {"status": request.status, f"claim {command.claim_ref}": "corrected"}
    why = clean(command.reference)
    lifecycle.record_edit(context, request, action, after=after, reason=why)
    return Receipt(request.ref, f"Claim {command.claim_ref} recorded.")


def _mine(context: WriteContext, ref: str, version: int) -> tuple[SupportRequest, LateEdit]:
    request = locking.lock_request(context, ref, version)
    locking.must_be_kind(request, RequestKind.SESSION_EDIT)
    locking.must_be_mine(context, request)
    if request.status != RequestStatus.IN_PROGRESS:
        raise Conflict("This request is not in progress. Load the page again.")
    return request, late_edits.edit_of(context.db, request)


def _must_be_allowed(
    context: WriteContext, request: SupportRequest, rows: EditRows, wanted: EditValues
) -> None:
    if refusal := not_edited_late(late_edits.question(context, rows)):
        raise Refused(refusal)
    found = late_edits.checks(context, rows, wanted)
    if found.verdict == Verdict.BLOCK:
        raise Refused(found.deciding)
    is_own = request.requester_type == RequesterType.PROVIDER
    if (found.verdict == Verdict.REVIEW or not is_own) and not is_approved(context, request):
        raise Refused([reason("approval_of_edit"), *found.deciding])


def _texts(rows: EditRows, now: EditValues, wanted: EditValues) -> dict[EditField, tuple[str, str]]:
    tz = rows.bundle.case.session.tz
    old, new = late_edit.shown(now, tz), late_edit.shown(wanted, tz)
    return {field: (old[field], new[field]) for field in late_edit.differing(now, wanted, tz)}


def _write(
    context: WriteContext, request: SupportRequest, rows: EditRows, wanted: EditValues
) -> None:
    """Each changed column of each row, which then waits for the platform."""
    session, now = rows.found.session, rows.values
    changes = [
        ChangedField(row, name, as_cell(getattr(row, name)), as_cell(new))
        for row, name, new in _columns(rows, now, wanted)
        if getattr(row, name) != new
    ]
    for row, name, new in _columns(rows, now, wanted):
        setattr(row, name, new)
    if wanted.practice_ref != now.practice_ref:
        changes.append(
            ChangedField(session, "practice_location_id", now.practice_ref, wanted.practice_ref)
        )
        session.practice_location_id = rows.practices[wanted.practice_ref].key
    if wanted.diagnoses != now.diagnoses:
        changes.append(
            ChangedField(session, "diagnoses", as_cell(now.diagnoses), as_cell(wanted.diagnoses))
        )
        replace_diagnoses(context.db, {session.key: wanted.diagnoses})
        count_edit(session)
    queue_outbound_changes(context, request, changes)
    set_due_instants(session, rows.found.coverages, policy_book(context))


def _columns(
    rows: EditRows, now: EditValues, wanted: EditValues
) -> list[tuple[ImportedRow, str, object]]:
    found, tz = rows.found, rows.bundle.case.session.tz
    columns: list[tuple[ImportedRow, str, object]] = []
    if (wanted.start_at, wanted.end_at) != (now.start_at, now.end_at):
        columns += [
            (found.session, "actual_start_at", wanted.start_at),
            (found.session, "actual_end_at", wanted.end_at),
        ]
        period = f"{local_date(wanted.start_at, tz):%Y-%m}"
        columns += [(one, "period", period) for one in found.payouts]
    if wanted.cpt != now.cpt:
        columns.append((found.session, "cpt", wanted.cpt or None))
    if rows.place is not None and wanted.address != now.address:
        names = ("line1", "city", "state_code", "zip")
        new = zip(names, wanted.address, strict=True)
        columns += [(rows.place, name, value or None) for name, value in new]
    if found.car is not None and wanted.car_on != now.car_on:
        columns.append((found.car, "entered_on", wanted.car_on))
    return columns


def _keep_history(
    context: WriteContext,
    request: SupportRequest,
    session: CareSession,
    texts: dict[EditField, tuple[str, str]],
) -> None:
    for field, (old, new) in texts.items():
        context.db.add(
            SessionEdit(
                session_id=session.key,
                at=context.now,
                by=context.actor.name,
                field=field.value,
                old=old[:200] or None,
                new=new[:200] or None,
                is_within_window=False,
                request_id=request.key,
            )
        )
    context.record(
        "session.edited_late",
        "care_session",
        session.key,
        before={field.value: old for field, (old, _) in texts.items()},
        after={field.value: new for field, (_, new) in texts.items()},
        reason=f"{request.ref}: {request.requester_type.value} asked",
        request_id=request.key,
    )


def _item(
    context: WriteContext, request: SupportRequest, command: RecordClaimCorrection
) -> ChecklistItem:
    said = clean(command.reference)
    return ChecklistItem(
        created_at=context.now,
        updated_at=context.now,
        request_id=request.key,
        code=command.claim_ref,
        done_at=context.now,
        done_by_id=context.staff_id,
        reference=said if command.applies else None,
        not_applicable_reason=None if command.applies else said,
    )
