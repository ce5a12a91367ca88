"""A session that was confirmed more than 48 hours ago, for tests of its late edit."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from core import db
from core.db.transaction import Receipt
from core.models.people import Client
from core.queries.requests.late_edit import (
    LateEditDetail,
    LateEditPreview,
    late_edit_detail,
    late_edit_preview,
)
from core.requests.approvals import AskApproval, DecideApproval, ask_approval, decide_approval
from core.requests.assignment import TakeRequest, take_request
from core.requests.late_edit.apply import (
    ApplyLateEdit,
    RecordClaimCorrection,
    apply_late_edit,
    record_claim_correction,
)
from core.requests.late_edit.file import FileLateEdit, file_late_edit
from core.vocabulary.care import ClaimStatus, PayerKind
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from tests.support import checked_records, correction, make
from tests.support.cancelling import Cancelling
from tests.support.checked_records import CONFIRMED, MOS, TIMES
from tests.support.correction import DANA

ASKED_ON_BEHALF = "Dana is on leave and asked by phone"


@dataclass
class LateEditing(Cancelling):
    """A desk with one session whose window for edits is over."""

    def preview(self) -> LateEditPreview:  # type: ignore[override]
        found: LateEditPreview = self.look(late_edit_preview, self.session_ref)
        return found

    def detail(self, ref: str, role: Role = Role.AGENT) -> LateEditDetail:  # type: ignore[override]
        found: LateEditDetail = self.look(late_edit_detail, ref, role)
        return found

    def asking(self, **given: Any) -> FileLateEdit:  # type: ignore[override]
        """A command; what is no field of it is one of the wanted values."""
        seen, own = self.preview(), {"requester", "on_behalf", "record_version"}
        wanted = {name: value for name, value in given.items() if name not in own}
        return FileLateEdit(
            self.session_ref,
            given.get("record_version", seen.record_version),
            replace(seen.values, **(wanted or {"cpt": "90837"})),
            given.get("on_behalf", ""),
            given.get("requester", DANA),
        )

    def file(self, role: Role = Role.AGENT, **given: Any) -> str:
        return self.do(file_late_edit, self.asking(**given), role).ref

    def begun(self, **given: Any) -> str:
        ref = self.file(**given)
        self.do(take_request, TakeRequest(ref, self.request(ref).version))
        return ref

    def apply(self, ref: str, **given: Any) -> Receipt:
        seen = given.get("record_version") or self.detail(ref).record_version
        version = given.get("version") or self.request(ref).version
        role = given.get("role", Role.AGENT)
        return self.do(apply_late_edit, ApplyLateEdit(ref, version, seen), role)

    def correct(self, ref: str, claim: str, said: str = "Batch 12, Kim, 16 March") -> Receipt:
        command = RecordClaimCorrection(ref, self.request(ref).version, claim, True, said)
        return self.do(record_claim_correction, command)

    def approve(self, ref: str, role: Role = Role.LEAD) -> None:
        self.do(ask_approval, AskApproval(ref, self.request(ref).version))
        seen = self.detail(ref).session_version
        command = DecideApproval(ref, self.request(ref).version, seen, True, "")
        self.do(decide_approval, command, role)


def late_editing(engine: Engine, claim: ClaimStatus | None = None, **given: Any) -> LateEditing:
    """A confirmed video session in New York on which nothing is wrong."""
    base = correction.desk(engine)
    made = LateEditing(engine, base.people, client_ref=base.client_ref, client_id=base.client_id)
    made.now += timedelta(days=2)
    with db.writing(engine) as work:
        session = checked_records.session(work, **{**CONFIRMED, **TIMES, "cpt": "90834", **given})
        if given.get("payer_kind") == PayerKind.MOS:
            make.car(work, session, entered_on=date(2026, 3, 11))
        if claim:
            make.claim(work, session, status=claim, coverage_id=session.coverage_id)
        make.payout(work, session)
        made.session_ref, made.session_id = session.ref, session.key
        made.client_id = session.client_id
        made.client_ref = work.get_one(Client, session.client_id).ref
    return made


def mos_session(engine: Engine) -> LateEditing:
    return late_editing(engine, **MOS)


NEW_JERSEY = {
    "line1": "5 Elm Street",
    "city": "Newark",
    "state": StateCode.NJ.value,
    "zip": "07101",
}
