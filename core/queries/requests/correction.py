"""A client correction beside the record as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.facts import client_record
from core.facts.identity import identity_basis
from core.facts.policies import policy_book
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.queries.requests.approval import ApprovalView, approval_of
from core.queries.requests.page import find_request, text_for_role
from core.queries.requests.replies import reply_text
from core.rules.people.judgment import IDENTITY, IdentityJudgment
from core.rules.requests import corrections
from core.rules.requests.corrections import Line
from core.vocabulary.administration import ReadingAction
from core.vocabulary.requests import RequestStatus


@dataclass(frozen=True)
class CorrectionLineView:
    """One line: the field, the record's value, the value the requester saw, and the right one.
    `looks_like` says what the change looks like, without the values; "" of no identity field."""

    field: str
    error_type: str
    record_value: str
    current_value: str
    correct_value: str
    is_applied: bool
    is_on_record: bool
    is_reverification_needed: bool
    looks_like: str


@dataclass(frozen=True)
class CorrectionDetail:
    """The lines of a correction and what is missing before they can be applied. `record_version` is
    the version of the client's record they are shown beside; `another` says why the record would
    look like another person's, which needs an approval, "" where it would not."""

    client_ref: str | None
    record_version: int
    missing: tuple[str, ...]
    lines: tuple[CorrectionLineView, ...]
    another: str
    is_approved: bool
    approval: ApprovalView | None
    reply: str


@guard(LOOKING)
def correction_detail(context: ReadContext, ref: str) -> CorrectionDetail:
    """The correction `ref`; raises NotFound for an unknown one. Viewing the record is logged. A
    viewer sees no values."""
    request = find_request(context, ref)
    client = context.db.get(Client, request.client_id) if request.client_id else None
    stored = client_record.record_values(context.db, client) if client else {}
    rows = _rows(context, request)
    typed = [Line(one.field, one.current_value, one.correct_value) for one in rows]
    judged = _judged(context, client, stored, rows)
    lines = _lines(context, rows, stored, judged.notes)
    fields = [line.field for line in lines]
    approval = approval_of(context, request)
    version = client.version if client else 0
    if client is not None:
        context.log(ReadingAction.VIEW, "client", client.key, reason=request.ref)
    return CorrectionDetail(
        client_ref=client.ref if client else None,
        record_version=version,
        missing=_missing(request, client, typed),
        lines=tuple(lines),
        another=judged.another,
        is_approved=approval is not None and approval.holds_for(version),
        approval=approval,
        reply=reply_text(request, fields),
    )


def _rows(context: ReadContext, request: SupportRequest) -> list[CorrectionLine]:
    of_request = col(CorrectionLine.request_id) == request.key
    found = select(CorrectionLine).where(of_request).order_by(col(CorrectionLine.id))
    return list(context.db.scalars(found))


def _judged(
    context: ReadContext,
    client: Client | None,
    stored: dict[str, str],
    rows: list[CorrectionLine],
) -> IdentityJudgment:
    """What the lines would make of the record; once applied, what they made of it."""
    if client is None or IDENTITY.keys().isdisjoint(one.field for one in rows):
        return IdentityJudgment()
    basis = identity_basis(context.db, client, policy_book(context), context.now)
    applied = {one.field: one.current_value for one in rows if one.applied_at}
    lines = [Line(one.field, one.current_value, one.correct_value) for one in rows]
    return basis.judged(lines, {**stored, **applied})


def _lines(
    context: ReadContext,
    rows: list[CorrectionLine],
    stored: Mapping[str, str],
    notes: Mapping[str, str],
) -> list[CorrectionLineView]:
    return [
        CorrectionLineView(
            field=row.field,
            error_type=row.error_type.value,
            record_value=text_for_role(context, stored.get(row.field, "")),
            current_value=text_for_role(context, row.current_value),
            correct_value=text_for_role(context, row.correct_value),
            is_applied=row.applied_at is not None,
            is_on_record=stored.get(row.field, "") == row.correct_value,
            is_reverification_needed=row.is_reverification_needed,
            looks_like=notes.get(row.field, ""),
        )
        for row in rows
    ]


def _missing(request: SupportRequest, client: Client | None, lines: list[Line]) -> tuple[str, ...]:
    if request.status != RequestStatus.NEEDS_INFORMATION:
        return ()
    return corrections.missing(client is not None, request.named_as or "", lines)
