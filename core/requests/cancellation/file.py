"""Filing the cancellation of a confirmed session, as a person asks for it (R16)."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Conflict, NotFound, Refused, refuse_problems
from core.facts import cancellations as record
from core.facts.cancellations import CancellationRows
from core.facts.references import find_by_ref
from core.models.care import CareSession
from core.requests.cancellation import rows as rows
from core.requests.cancellation.opening import Opening, open_cancellation
from core.requests.filing import Requester, requester_problems
from core.requests.urgency import notice_self_harm
from core.rules.requests import cancellation
from core.rules.requests.corrections import clean
from core.rules.texts import text_problem


@dataclass(frozen=True)
class FileSessionCancellation:
    """Which session, why, and who asks. `record_version` is that of the preview that was seen:
    the session with everything that hangs on it."""

    session_ref: str
    record_version: int
    reason: str
    requester: Requester


@guard(WORKING)
def file_session_cancellation(context: WriteContext, command: FileSessionCancellation) -> Receipt:
    """Ask for the cancellation: the session is `cancel_requested`, charge and payout on hold.

    Raises InvalidInput by field, NotFound for an unknown session, Refused with every reason
    against it, Conflict when anything on the session changed since the preview.
    """
    _check(command, context)
    found = _lock(context, command.session_ref)
    told = record.cancellation_facts(found, context.now)
    if refusal := cancellation.refusal(told):
        raise Refused([refusal])
    if found.version != command.record_version:
        raise Conflict(rows.CHANGED)
    opening = Opening(clean(command.reason), command.requester, context.staff_id)
    request = open_cancellation(context, found, opening)
    notice_self_harm(context, request, command, is_known=command.requester.has_danger)
    return Receipt(
        request.ref, f"Request {request.ref} filed. Pending charges and payouts are on hold."
    )


def _check(command: FileSessionCancellation, context: WriteContext) -> None:
    problems = requester_problems(command.requester, context.now)
    asks = cancellation.requester_problem(command.requester.kind)
    missing = "Enter a reason. The payer and the provider may ask for it."
    why = text_problem(command.reason, missing)
    refuse_problems({**problems, "requester_type": asks, "reason": why})


def _lock(context: WriteContext, ref: str) -> CancellationRows:
    session = find_by_ref(context.db, CareSession, ref, hold=True)
    if session is None:
        raise NotFound(f"There is no session {ref.strip()}. Search by provider and day instead.")
    return record.cancellation_rows(context.db, session, hold=True)
