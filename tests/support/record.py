"""A desk on which something of everything lies."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from core import db
from core.models.exchange import ImportBatch, ImportReject
from core.requests.assignment import UnassignRequest, unassign_request
from core.rules.requests.corrections import Line
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayerKind, SessionStatus
from core.vocabulary.exchange import ImportStatus
from core.vocabulary.states import StateCode
from tests.support import correction, make
from tests.support.cancelling import cancelling
from tests.support.correction import Desk
from tests.support.listing import PLACE, listings
from tests.support.make import NOW


@dataclass
class Record:
    """What lies on the desk, by reference."""

    desk: Desk
    session: str
    taken: str
    incomplete: str
    to_tell: str
    closed: str
    listing: str
    cancellation: str
    provider: str
    confirmed: str

    @property
    def client(self) -> str:
        return self.desk.client_ref

    @property
    def requests(self) -> tuple[str, ...]:
        """Of each kind, at several steps of their lives."""
        corrections = (self.taken, self.incomplete, self.to_tell, self.closed)
        return (*corrections, self.listing, self.cancellation)


def whole_record(engine: Engine) -> Record:
    """Fill a database that holds nothing yet."""
    desk = correction.desk(engine)
    session = _session(desk)
    _import(engine)
    to_tell = desk.taken(Line("phone", "", "212-555-0111"))
    closed = desk.taken(Line("preferred_name", "", "Jo"))
    desk.apply(to_tell)
    desk.apply(closed)
    desk.tell(closed)
    again = desk.taken()
    desk.do(unassign_request, UnassignRequest(again, desk.request(again).version, "Off on leave"))
    asked = listings(engine, desk.people)
    listing = asked.submitted(PLACE)
    asked.look(listing, False)
    return Record(
        desk,
        session,
        taken=desk.taken(),
        incomplete=desk.filed(Line("phone", "", "")),
        to_tell=to_tell,
        closed=closed,
        listing=listing,
        cancellation=_cancellation(desk),
        provider=asked.provider_ref,
        confirmed=cancelling(engine, desk=desk).session_ref,
    )


def _cancellation(desk: Desk) -> str:
    """One with a paid claim that a lead said yes to, and one step done."""
    work = cancelling(desk.engine, ClaimStatus.PAID, ChargeStatus.CHARGED, desk=desk)
    ref = work.begun()
    work.approve(ref)
    work.step(ref, "charge", "refund_due")
    return ref


def _session(desk: Desk) -> str:
    """A confirmed session with all that can hang on one."""
    with db.writing(desk.engine) as work:
        client = work.get(make.Client, desk.client_id)
        assert client is not None
        provider = make.provider(work)
        covered = make.coverage(work, client, make.plan(work))
        session = make.care_session(
            work,
            provider,
            client,
            NOW - timedelta(days=3),
            payer_kind=PayerKind.INSURANCE,
            coverage_id=covered.key,
            mos_case_id=make.mos_case(work, client, provider).key,
            status=SessionStatus.CANCELLED_AFTER_CONFIRM,
            confirmed_at=NOW - timedelta(days=2),
            confirmed_by="Dana Provider",
            cancelled_at=NOW - timedelta(days=1),
            cancel_reason="The client was ill",
            cancelled_by_party="client",
        )
        make.home(work, client)
        make.note(work, session, signed_at=NOW - timedelta(days=2), late_reason="Was ill")
        make.claim(work, session, payer_control_number="PCN 1")
        make.charge(work, session)
        make.payout(work, session)
        make.car(work, session, reference="CAR 1", entered_on=date(2026, 3, 14))
        make.place(work, session, StateCode.NY)
        make.diagnosis(work, session)
        ref: str = session.ref
    return ref


def _import(engine: Engine) -> None:
    with db.writing(engine) as work:
        batch = ImportBatch(
            started_at=NOW,
            finished_at=NOW,
            operator="operator ci",
            source="extracts",
            status=ImportStatus.FINISHED,
            rejects_file="rejects.csv",
        )
        work.add(batch)
        work.flush()
        work.add(
            ImportReject(
                batch_id=batch.key, file="clients.csv", line=2, field="client_id", reason="Empty."
            )
        )
