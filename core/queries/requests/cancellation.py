"""A cancellation in progress: its steps, what is settled, and its approval."""

from dataclasses import dataclass
from datetime import datetime

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.facts import approvals
from core.facts import cancellations as record
from core.models.requests import ChecklistItem
from core.queries.requests.approval import ApprovalView, approval_of
from core.queries.requests.cancellation_preview import SessionHead, session_head
from core.queries.requests.extras import staff_names
from core.queries.requests.page import request_about_session, text_for_role
from core.queries.requests.replies import reply_text
from core.rules.requests import cancellation
from core.rules.requests.cancellation_steps import CancellationStep
from core.vocabulary.requests import RequestKind, SettleStatus


@dataclass(frozen=True)
class CancellationStepView:
    """A step and its last answer: by whom and when, or why the step does not apply."""

    step: CancellationStep
    light: SettleStatus
    reference: str | None
    not_applicable_reason: str | None
    by: str | None
    at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a person still has to settle it."""
        return self.light == SettleStatus.TODO and self.step.needs_person


@dataclass(frozen=True)
class CancellationDetail:
    """A cancellation. `record_version` covers the session and its money, `claims_version` only the
    claims, which is what a second person approves."""

    session: SessionHead
    reason: str
    is_open: bool
    record_version: int
    claims_version: int
    steps: tuple[CancellationStepView, ...]
    needs_approval: bool
    is_approved: bool
    approval: ApprovalView | None
    reply: str

    @property
    def may_finish(self) -> bool:
        """Whether every step is settled."""
        return self.is_open and not any(one.is_open for one in self.steps)


@guard(LOOKING)
def cancellation_detail(context: ReadContext, ref: str) -> CancellationDetail:
    """The cancellation `ref`; raises NotFound for an unknown one. Viewing the session is logged."""
    request, session = request_about_session(context, ref, RequestKind.SESSION_CANCELLATION)
    case, found = record.case_of(context.db, request), record.cancellation_rows(context.db, session)
    facts = record.cancellation_facts(found, context.now)
    approval = approval_of(context, request)
    version = approvals.record_version(context.db, request)
    return CancellationDetail(
        session=session_head(context, session, facts),
        reason=text_for_role(context, case.reason),
        is_open=case.is_open,
        record_version=found.version,
        claims_version=version,
        steps=_steps(context, cancellation.plan(facts), record.items_of(context.db, request)),
        needs_approval=case.is_open and cancellation.needs_approval(facts),
        is_approved=approval is not None and approval.holds_for(version),
        approval=approval,
        reply=reply_text(request, ()),
    )


def _steps(
    context: ReadContext, steps: tuple[CancellationStep, ...], items: dict[str, ChecklistItem]
) -> tuple[CancellationStepView, ...]:
    answered = record.answered(items)
    people = staff_names(context, {item.done_by_id for item in items.values()})
    found = []
    for step in steps:
        item = items.get(step.code)
        found.append(
            CancellationStepView(
                step=step,
                light=cancellation.light(step, answered),
                reference=item.reference if item else None,
                not_applicable_reason=item.not_applicable_reason if item else None,
                by=people.get(item.done_by_id) if item else None,
                at=item.done_at if item else None,
            )
        )
    return tuple(found)
