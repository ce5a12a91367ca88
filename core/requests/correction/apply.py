"""Writing a correction into the record: every line at once, or none."""

from dataclasses import dataclass

from core.access import WORKING, guard
from core.db.transaction import Receipt, WriteContext
from core.errors import Clash, Conflict, Refused
from core.facts import client_record
from core.facts.identity import CORRECTED, identity_basis
from core.facts.policies import policy_book
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.outbound.queue import ChangedField, queue_outbound_changes
from core.requests import lifecycle, locking
from core.requests.approvals import given_approval
from core.rules.reasons import reason
from core.rules.requests.corrections import Line
from core.vocabulary.requests import RequestStatus


@dataclass(frozen=True)
class ApplyClientCorrection:
    """Write the lines of a request into the record that was seen at `record_version`."""

    ref: str
    version: int
    record_version: int


@guard(WORKING)
def apply_client_correction(context: WriteContext, command: ApplyClientCorrection) -> Receipt:
    """Correct the existing record, so that the reply can follow (R44, R46).

    Raises Conflict with field, was, theirs and yours when the record changed since it was seen,
    Refused while the record would look like another person's without an approval, or the approver
    applies it, and where the record says all of it already.
    """
    request = locking.lock_request(context, command.ref, command.version)
    locking.must_be_mine(context, request)
    lifecycle.change_status(request, RequestStatus.REPLY_PENDING)
    lines = lifecycle.correction_lines(context, request)
    client = _client(context, request, command.record_version, lines)
    before = client_record.record_values(context.db, client)
    _must_be_approved(context, request, client, lines, before)
    _must_change_something(lines, before)
    changes = [_apply(context, client, line, before[line.field]) for line in lines]
    queue_outbound_changes(context, request, [one for one in changes if one.old != one.new])
    _audit(context, request, client, lines, before)
    lifecycle.note_first_action(context, request)
    lifecycle.record_edit(context, request, "request.done", after={"status": request.status})
    return Receipt(request.ref, "Record corrected. Next: reply to the requester.")


def _client(
    context: WriteContext, request: SupportRequest, version: int, lines: list[CorrectionLine]
) -> Client:
    client = context.lock(Client, request.client_id or 0)
    if client.version == version:
        return client
    now = client_record.record_values(context.db, client)
    raise Conflict(
        context.last_edit_text(client),
        [Clash(one.field, one.current_value, now[one.field], one.correct_value) for one in lines],
    )


def _apply(context: WriteContext, client: Client, line: CorrectionLine, old: str) -> ChangedField:
    owner, column = client_record.write_field(context.db, client, line.field, line.correct_value)
    line.applied_at, line.applied_by_id = context.now, context.staff_id
    line.current_value = old
    return ChangedField(owner, column, old, line.correct_value)


def _must_change_something(lines: list[CorrectionLine], now: dict[str, str]) -> None:
    """A correction that was reopened is in the record already, until it says what is right now."""
    if all(line.correct_value == now[line.field] for line in lines):
        raise Refused([reason("nothing_to_correct")])


def _must_be_approved(
    context: WriteContext,
    request: SupportRequest,
    client: Client,
    lines: list[CorrectionLine],
    before: dict[str, str],
) -> None:
    """By someone else than who applies it, where the record would look like another person's."""
    basis = identity_basis(context.db, client, policy_book(context), context.now)
    typed = [Line(one.field, one.current_value, one.correct_value) for one in lines]
    judged = basis.judged(typed, before)
    if not judged.another:
        return
    approval = given_approval(context, request)
    if approval is None:
        raise Refused([reason("approval_of_identity", why=judged.another)])
    if approval.decided_by_id == context.staff_id:
        raise Refused([reason("approval_of_another")])


def _audit(
    context: WriteContext,
    request: SupportRequest,
    client: Client,
    lines: list[CorrectionLine],
    before: dict[str, str],
) -> None:
    context.record(
        CORRECTED,
        "client",
        client.key,
        before={line.field: before[line.field] for line in lines},
        after={line.field: line.correct_value for line in lines},
        reason=f"{request.ref}: {request.requester_type.value} asked",
        request_id=request.key,
    )
