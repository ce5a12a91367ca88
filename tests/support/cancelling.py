"""A confirmed session to cancel, for tests: its money, its people, and the steps of the real
actions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from core import db
from core.db.transaction import Receipt, reading
from core.models.care import CareSession, CarReport, Claim, ClientCharge, Payout
from core.models.requests import CancellationCase
from core.queries.requests.cancellation import CancellationDetail, cancellation_detail
from core.queries.requests.cancellation_preview import CancellationPreview, cancellation_preview
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.requests.assignment import TakeRequest, take_request
from core.requests.cancellation.file import FileSessionCancellation, file_session_cancellation
from core.requests.cancellation.finish import (
    FinishCancellation,
    WithdrawCancellation,
    finish_cancellation,
    withdraw_cancellation,
)
from core.requests.cancellation.settle import SettleStep, settle_step
from core.requests.filing import Requester
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayerKind, PayoutStatus, SessionStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import Channel, RequesterType
from tests.support import correction, make
from tests.support.correction import Desk
from tests.support.make import NOW

MINUTE = timedelta(minutes=1)
REFERENCE = "Batch 12, Kim, 16 March"


@dataclass
class Cancelling(Desk):
    """A desk with one session and everything on it."""

    session_ref: str = ""
    session_id: int = 0

    def do(self, action: Any, command: Any, role: Role = Role.AGENT, key: str = "") -> Receipt:
        """Each thing that is done takes a minute."""
        receipt = super().do(action, command, role, key)
        self.now += MINUTE
        return receipt

    def look(self, query: Any, ref: str, role: Role = Role.AGENT) -> Any:
        with reading(self.engine, self.people[role], self.now) as look:
            return query(look, ref)

    def preview(self) -> CancellationPreview:
        found: CancellationPreview = self.look(cancellation_preview, self.session_ref)
        return found

    def detail(self, ref: str, role: Role = Role.AGENT) -> CancellationDetail:
        found: CancellationDetail = self.look(cancellation_detail, ref, role)
        return found

    def session(self) -> CareSession:
        found: CareSession = make.stored(self.engine, CareSession, self.session_id)
        return found

    def of(self, table: Any) -> Any:
        """The one row of a kind on the session."""
        with db.looking(self.engine) as work:
            return work.scalars(select(table).where(table.session_id == self.session_id)).one()

    def case(self, ref: str) -> CancellationCase:
        with db.looking(self.engine) as work:
            mine = col(CancellationCase.request_id) == self.request(ref).key
            return work.scalars(select(CancellationCase).where(mine)).one()

    def money(self) -> dict[str, object]:
        """Every status and amount that a withdrawal has to leave as it was."""
        with db.looking(self.engine) as work:
            kinds: tuple[Any, ...] = (Claim, ClientCharge, Payout, CarReport)
            rows = [
                row
                for kind in kinds
                for row in work.scalars(
                    select(kind).where(kind.session_id == self.session_id).order_by(kind.id)
                )
            ]
            return {row.ref: _kept(row) for row in rows} | {"session": _kept(self.session())}

    def asking(self, **given: Any) -> FileSessionCancellation:
        values: dict[str, Any] = {
            "session_ref": self.session_ref,
            "record_version": given.pop("record_version", None) or self.preview().record_version,
            "reason": "The client was not there",
            "requester": Requester(
                RequesterType.PROVIDER, "Dana Provider", "dana@x.example", Channel.EMAIL, NOW
            ),
            **given,
        }
        return FileSessionCancellation(**values)

    def file(self, role: Role = Role.AGENT, **given: Any) -> str:
        return self.do(file_session_cancellation, self.asking(**given), role).ref

    def begun(self) -> str:
        """Filed and taken by the agent."""
        ref = self.file()
        self.do(take_request, TakeRequest(ref, self.request(ref).version))
        return ref

    def settle(self, ref: str, code: str, answer: str, **given: Any) -> Receipt:
        version = given.get("version") or self.request(ref).version
        command = SettleStep(
            ref, version, code, answer, given.get("reference", REFERENCE), given.get("number", "")
        )
        return self.do(settle_step, command, given.get("role", Role.AGENT), given.get("key", ""))

    def step(self, ref: str, part: str, answer: str, **given: Any) -> Receipt:
        """Settle the one step of a part."""
        (code,) = [one.step.code for one in self.detail(ref).steps if one.step.part.value == part]
        return self.settle(ref, code, answer, **given)

    def approve(self, ref: str, role: Role = Role.LEAD) -> None:
        request = self.request(ref)
        self.do(ask_approval, AskApproval(ref, request.version))
        self.decide(ref, role)

    def decide(self, ref: str, role: Role = Role.LEAD) -> Receipt:
        version, seen = self.request(ref).version, self.detail(ref).claims_version
        return self.do(decide_approval, DecideApproval(ref, version, seen, True, ""), role)

    def finish(self, ref: str, **given: Any) -> Receipt:
        seen = given.get("record_version") or self.detail(ref).record_version
        command = FinishCancellation(ref, given.get("version") or self.request(ref).version, seen)
        return self.do(finish_cancellation, command, given.get("role", Role.AGENT))

    def withdraw(self, ref: str, reason: str = "Dana wants it kept", **given: Any) -> Receipt:
        command = WithdrawCancellation(ref, self.request(ref).version, reason)
        return self.do(withdraw_cancellation, command, given.get("role", Role.AGENT))


def cancelling(
    engine: Engine,
    claim: ClaimStatus | None = ClaimStatus.QUEUED,
    charge: ChargeStatus | None = ChargeStatus.DUE,
    payout: PayoutStatus | None = PayoutStatus.SCHEDULED,
    desk: Desk | None = None,
    **given: Any,
) -> Cancelling:
    """A session, confirmed unless `given` says otherwise, and its money, on a desk of its own or
    on the one that is there already."""
    base = desk or correction.desk(engine)
    made = Cancelling(engine, base.people, client_ref=base.client_ref, client_id=base.client_id)
    with db.writing(engine) as work:
        client, provider = work.get(make.Client, made.client_id), make.provider(work)
        assert client is not None
        covered = make.coverage(work, client, make.plan(work))
        kind = given.get("payer_kind", PayerKind.INSURANCE)
        values = {"status": SessionStatus.CONFIRMED, "confirmed_at": NOW, **given}
        session = make.care_session(
            work,
            provider,
            client,
            coverage_id=covered.key if kind == PayerKind.INSURANCE else None,
            **values,
        )
        if claim:
            paid = 9000 if claim in (ClaimStatus.PAID, ClaimStatus.RECOUPED) else 0
            make.claim(work, session, status=claim, paid_cents=paid)
        if charge:
            make.charge(work, session, status=charge)
        if payout:
            make.payout(work, session, status=payout)
        made.session_ref, made.session_id = session.ref, session.key
    return made


def _kept(row: Any) -> dict[str, object]:
    return row.model_dump(exclude={"version", "updated_at"})
