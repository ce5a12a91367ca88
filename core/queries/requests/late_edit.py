"""A late edit before it is filed, and in progress: the values, the checks, the claims."""

from dataclasses import dataclass

from sqlmodel import col, select

from core.access import LOOKING, WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import approvals, late_edits
from core.facts import cancellations as record
from core.facts.late_edits import EditRows
from core.facts.references import find_by_ref
from core.models.care import CareSession, SessionEdit
from core.models.requests import SupportRequest
from core.queries.requests.approval import ApprovalView, approval_of
from core.queries.requests.cancellation_preview import SessionHead, session_head
from core.queries.requests.page import request_about_session, text_for_role
from core.queries.requests.replies import reply_text
from core.rules.eligibility.editing import not_edited_late
from core.rules.eligibility.verdict import Answer
from core.rules.reasons import reason
from core.rules.requests import late_edit
from core.rules.requests.late_edit import EditValues
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import Modality
from core.vocabulary.reasons import Reason
from core.vocabulary.requests import RequesterType, RequestKind, SettleStatus
from core.vocabulary.verdicts import EditField, Verdict
from core.vocabulary.words import phrase


@dataclass(frozen=True)
class LateEditPreview:
    """The session, why support does not edit it, and what can be edited. `practices` are the
    provider's locations, by reference; empty unless the session is in person. `reply_to` is the
    provider's contact on record."""

    session: SessionHead
    record_version: int
    refusal: tuple[Reason, ...]
    values: EditValues
    practices: dict[str, str]
    is_in_person: bool
    has_report: bool
    reply_to: str


@dataclass(frozen=True)
class EditLine:
    """One field: its value on record, or before the edit, and the one that is asked for."""

    field: EditField
    old: str
    new: str


@dataclass(frozen=True)
class ClaimCorrectionView:
    """A claim that has the old values: what billing does, and whether it is recorded."""

    ref: str
    text: str
    light: SettleStatus
    said: str | None


@dataclass(frozen=True)
class LateEditDetail:
    """A late edit. `checks` are those of the session as it would be; None once it is applied.
    `record_version` covers the session with its place and money, `session_version` the session
    alone, which is what a second person approves."""

    session: SessionHead
    lines: tuple[EditLine, ...]
    on_behalf: str
    is_applied: bool
    checks: Answer | None
    record_version: int
    session_version: int
    needs_approval: bool
    is_approved: bool
    approval: ApprovalView | None
    claims: tuple[ClaimCorrectionView, ...]
    reply: str

    @property
    def may_apply(self) -> bool:
        """Whether no check is against it."""
        return self.checks is not None and self.checks.verdict != Verdict.BLOCK


@guard(WORKING)
def late_edit_preview(context: ReadContext, ref: str) -> LateEditPreview:
    """The preview for this session, with the client's address; raises NotFound for an unknown one.
    Viewing it is logged."""
    session = find_by_ref(context.db, CareSession, ref)
    if session is None:
        raise NotFound(
            "We found no session with this reference. Search for it by provider and day."
        )
    context.log(ReadingAction.VIEW, "care_session", session.key)
    rows = late_edits.edit_rows(context.db, session)
    refusal = list(not_edited_late(late_edits.question(context, rows)))
    if not refusal and (other := late_edits.open_edit(context.db, session)):
        refusal.append(reason("late_edit_open", ref=other))
    return LateEditPreview(
        session=_head(context, rows),
        record_version=rows.version,
        refusal=tuple(refusal),
        values=rows.values,
        practices={one.ref: f"{one.line1}, {one.city}" for one in rows.practices.values()},
        is_in_person=rows.bundle.case.modality == Modality.IN_PERSON,
        has_report=rows.found.car is not None,
        reply_to=rows.bundle.provider.email or "",
    )


@guard(LOOKING)
def late_edit_detail(context: ReadContext, ref: str) -> LateEditDetail:
    """The late edit `ref`; raises NotFound for an unknown one. Viewing the session is logged."""
    request, session = request_about_session(context, ref, RequestKind.SESSION_EDIT)
    rows, edit = late_edits.edit_rows(context.db, session), late_edits.edit_of(context.db, request)
    wanted = late_edits.wanted_values(edit, rows.values)
    is_applied = edit.applied_at is not None
    lines = _applied(context, request) if is_applied else _asked(context, rows, wanted)
    checks = None if is_applied else late_edits.checks(context, rows, wanted)
    approval = approval_of(context, request)
    version = approvals.record_version(context.db, request)
    is_own = request.requester_type == RequesterType.PROVIDER
    return LateEditDetail(
        session=_head(context, rows),
        lines=lines,
        on_behalf=text_for_role(context, edit.on_behalf),
        is_applied=is_applied,
        checks=checks,
        record_version=rows.version,
        session_version=version,
        needs_approval=checks is not None and (checks.verdict == Verdict.REVIEW or not is_own),
        is_approved=approval is not None and approval.holds_for(version),
        approval=approval,
        claims=_claims(context, request, rows),
        reply=reply_text(request, [phrase(line.field) for line in lines]),
    )


def _head(context: ReadContext, rows: EditRows) -> SessionHead:
    facts = record.cancellation_facts(rows.found, context.now)
    return session_head(context, rows.found.session, facts)


def _asked(context: ReadContext, rows: EditRows, wanted: EditValues) -> tuple[EditLine, ...]:
    tz, now = rows.bundle.case.session.tz, rows.values
    old, new = late_edit.shown(now, tz), late_edit.shown(wanted, tz)
    fields = late_edit.differing(now, wanted, tz)
    return tuple(_line(context, field, old[field], new[field]) for field in fields)


def _applied(context: ReadContext, request: SupportRequest) -> tuple[EditLine, ...]:
    own = (col(SessionEdit.session_id) == request.session_id) & (
        col(SessionEdit.request_id) == request.key
    )
    rows = context.db.scalars(select(SessionEdit).where(own).order_by(col(SessionEdit.id)))
    return tuple(_line(context, EditField(row.field), row.old or "", row.new or "") for row in rows)


def _line(context: ReadContext, field: EditField, *values: str) -> EditLine:
    """A viewer sees neither where the client was nor the diagnosis."""
    if field in (EditField.LOCATION, EditField.DIAGNOSIS):
        return EditLine(field, *(text_for_role(context, value) for value in values))
    return EditLine(field, *values)


def _claims(
    context: ReadContext, request: SupportRequest, rows: EditRows
) -> tuple[ClaimCorrectionView, ...]:
    items = record.items_of(context.db, request)
    answered = record.answered(items)
    said = {code: item.not_applicable_reason or item.reference for code, item in items.items()}
    return tuple(
        ClaimCorrectionView(ref, text, answered.get(ref, SettleStatus.TODO), said.get(ref))
        for ref, text in rows.claims().items()
    )
