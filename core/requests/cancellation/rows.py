"""Writing to the rows that hang on a session being cancelled: each changed column is counted as
an edit and waits for the platform; a status that was only held back can be put back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlmodel import col, select

from core.db.transaction import WriteContext
from core.facts.cancellations import (
    CancellationRows,
    answered,
    cancellation_facts,
    cancellation_rows,
    items_of,
)
from core.facts.due_instants import set_due_instants
from core.facts.policies import policy_book
from core.models.base import ImportedRow
from core.models.care import CareSession
from core.models.requests import CancellationCase, ChecklistItem, SupportRequest
from core.outbound.queue import ChangedField, queue_outbound_changes
from core.rules.cells import as_cell
from core.rules.requests.cancellation import plan, summary
from core.rules.requests.cancellation_steps import CancellationStep
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayoutStatus
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import SettleStatus

LISTS = {Part.CLAIM: ClaimStatus, Part.CHARGE: ChargeStatus, Part.PAYOUT: PayoutStatus}
CHANGED = (
    "Someone changed this session or its money while you were looking at it. Load the page again."
)


@dataclass(frozen=True)
class CancellationWork:
    """A cancellation with its session and all that hangs on it, held until the commit."""

    context: WriteContext
    request: SupportRequest
    case: CancellationCase
    found: CancellationRows

    def steps(self) -> tuple[CancellationStep, ...]:
        """What the rules ask for, by the rows as they are now."""
        return plan(cancellation_facts(self.found, self.context.now))

    def answered(self) -> dict[str, SettleStatus]:
        """The answers to the steps, by code."""
        return answered(items_of(self.context.db, self.request))


@dataclass(frozen=True)
class HeldStatus:
    """A status that filing held back: of which row, what it was, what it became."""

    part: str
    ref: str
    old: str
    new: str


@dataclass
class Restore:
    """What a withdrawal puts back, and the steps (by code) after which there is no way back."""

    held: list[HeldStatus] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def read_restore(case: CancellationCase) -> Restore:
    """As the case keeps it."""
    kept = json.loads(case.restore or "{}")
    return Restore([HeldStatus(**one) for one in kept.get("held", [])], kept.get("moved", []))


def keep_restore(case: CancellationCase, restore: Restore) -> None:
    """Into the case, as JSON."""
    case.restore = json.dumps(asdict(restore), sort_keys=True)


def keep_lights(work: CancellationWork, answers: Mapping[str, SettleStatus]) -> None:
    """Store in the case how far each part is, by its steps and their answers, and when all were
    settled for the first time."""
    case, lights = work.case, summary(work.steps(), answers)
    case.claim_settled, case.charge_settled = lights[Part.CLAIM], lights[Part.CHARGE]
    case.payout_settled, case.car_settled = lights[Part.PAYOUT], lights[Part.CAR]
    if case.settled_at is None and SettleStatus.TODO not in lights.values():
        case.settled_at = work.context.now


def settled_item(work: CancellationWork, code: str) -> ChecklistItem:
    """What is kept of a step's answers; made with the first."""
    context, request = work.context, work.request
    mine = (col(ChecklistItem.request_id) == request.key) & (col(ChecklistItem.code) == code)
    item = context.db.scalar(select(ChecklistItem).where(mine))
    if item is None:
        item = ChecklistItem(
            created_at=context.now, updated_at=context.now, request_id=request.key, code=code
        )
        context.db.add(item)
    return item


def lock_rows(context: WriteContext, session_id: int | None) -> CancellationRows:
    """The session and all that hangs on it, held until the commit."""
    session = context.lock(CareSession, session_id or 0)
    return cancellation_rows(context.db, session, hold=True)


def put(work: CancellationWork, *changes: tuple[ImportedRow, Mapping[str, object]]) -> None:
    """Set the columns of each row that differ; each waits for the platform as a change of ours.
    The due instants of the session follow its status."""
    differing = [
        (row, name, new)
        for row, values in changes
        for name, new in values.items()
        if getattr(row, name) != new
    ]
    queue_outbound_changes(
        work.context,
        work.request,
        [
            ChangedField(row, name, as_cell(getattr(row, name)), as_cell(new))
            for row, name, new in differing
        ],
    )
    for row, name, new in differing:
        setattr(row, name, new)
    found = work.found
    if any(row is found.session for row, *_ in differing):
        set_due_instants(found.session, found.coverages, policy_book(work.context))


def statuses(found: CancellationRows) -> dict[str, object]:
    """The status of the session and of everything on it, by words for the audit trail."""
    named: dict[str, object] = {"status": found.session.status}
    named |= {f"claim {one.ref}": one.status for one in found.claims}
    named |= {f"charge {one.ref}": one.status for one in found.charges}
    named |= {f"payout {one.ref}": one.status for one in found.payouts}
    return named | ({"CAR": found.car.outcome} if found.car else {})


def audit(work: CancellationWork, action: str, before: dict[str, object], why: str) -> None:
    """One entry on the session: each status that is another than `before`, and why."""
    after = statuses(work.found)
    moved = [name for name in after if before.get(name) != after[name]]
    work.context.record(
        action,
        "care_session",
        work.found.session.key,
        before={name: before.get(name) for name in moved},
        after={name: after[name] for name in moved},
        reason=f"{work.request.ref}: {why}"[:400],
        request_id=work.request.key,
    )
