"""Records on which nothing is wrong but what a test gives, and the data checks over them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlmodel import col, select

from core import access, db
from core.data_issues.run import (
    DataChecksRun,
    run_data_checks,
)
from core.models.care import CareSession
from core.models.coverage import Credential
from core.models.data_issues import DataIssue
from core.models.people import License
from core.vocabulary.care import (
    CarOutcome,
    PayerKind,
    SessionStatus,
)
from core.vocabulary.coverage import CredentialStatus
from core.vocabulary.people import LicenseKind, LicenseStatus
from core.vocabulary.states import StateCode
from tests.support import make
from tests.support.make import NOW

OPERATOR = access.operator("tests")
LATER = timedelta(hours=1)
START = datetime(2026, 3, 10, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIMES = {"actual_start_at": START, "actual_end_at": START + 45 * MINUTE}
CONFIRMED = {
    "status": SessionStatus.CONFIRMED,
    "confirmed_at": START + LATER,
    "attested_at": START + LATER,
}
MOS = {"payer_kind": PayerKind.MOS}
NO_SHOW = {"status": SessionStatus.NO_SHOW}
Made = Callable[[Session], Any]


def session(work: Session, start: datetime = START, minutes: int = 45, **given: Any) -> CareSession:
    """A session on whose record nothing is wrong, but for what is given."""
    client, provider = make.client(work), make.provider(work, mos_enrolled_from=date(2025, 1, 1))
    if given.get("payer_kind") == PayerKind.MOS and "mos_case_id" not in given:
        given["mos_case_id"] = make.mos_case(work, client, provider).key
    row = make.care_session(work, provider, client, start, minutes, **given)
    if given.get("status") in (SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED):
        seen_in_new_york(work, row)
    return row


def seen_in_new_york(work: Session, row: CareSession) -> None:
    """What else a confirmation needs: where the client was, who may bill there, and a diagnosis."""
    provider, client = row.provider_id, work.get_one(make.Client, row.client_id)
    plan = make.plan(work)
    may_bill = credential(work, ref=f"Q-{row.key}", provider_id=provider, plan_id=plan.key)
    licensed(work, may_bill, ref=f"L-{row.key}")
    make.place(work, row, StateCode.NY)
    make.diagnosis(work, row)
    if row.payer_kind != PayerKind.MOS:
        row.coverage_id = row.coverage_id or make.coverage(work, client, plan).key
    work.flush()


def reported(work: Session, outcome: CarOutcome = CarOutcome.NO_SHOW, **given: Any) -> CareSession:
    found = session(work, **given)
    make.car(work, found, outcome=outcome)
    return found


def charged(work: Session, of: CareSession, **given: Any) -> CareSession:
    make.charge(work, of, **given)
    return of


def claimed(work: Session, of: CareSession, **given: Any) -> CareSession:
    make.claim(work, of, **given)
    return of


def paid(work: Session, of: CareSession, **given: Any) -> CareSession:
    make.payout(work, of, **given)
    return of


def after(work: Session, first: CareSession, minutes: int, **given: Any) -> CareSession:
    """Another session of the same provider, so many minutes after the first began."""
    provider = work.get_one(make.Provider, first.provider_id)
    start = first.scheduled_start_at + minutes * MINUTE
    return make.care_session(work, provider, make.client(work), start, **given)


def covered_twice(work: Session, **second: Any) -> Any:
    client = make.client(work)
    make.coverage(work, client, make.plan(work), to_on=date(2026, 2, 28))
    make.coverage(work, client, make.plan(work), **{"from_on": date(2026, 2, 28), **second})
    return client


def credential(work: Session, **given: Any) -> Credential:
    values = {
        "ref": "Q-1",
        "provider_id": make.provider(work).key,
        "plan_id": make.plan(work).key,
        "state_code": StateCode.NY,
        "from_on": date(2026, 1, 1),
        "status": CredentialStatus.ACTIVE,
        "created_at": NOW,
        "updated_at": NOW,
        **given,
    }
    return make.add(work, Credential(**values))


def licensed(work: Session, of: Credential, **given: Any) -> Credential:
    values = {
        "ref": "L-1",
        "provider_id": of.provider_id,
        "state_code": StateCode.NY,
        "number": "1",
        "kind": LicenseKind.LICENSE,
        "status": LicenseStatus.ACTIVE,
        "from_on": date(2020, 1, 1),
        "created_at": NOW,
        "updated_at": NOW,
        **given,
    }
    make.add(work, License(**values))
    return of


def look(engine: Engine, now: datetime = NOW) -> DataChecksRun:
    return run_data_checks(engine, OPERATOR, now)


def stored(engine: Engine) -> list[DataIssue]:
    with db.looking(engine) as work:
        return list(work.scalars(select(DataIssue).order_by(col(DataIssue.id))))


def made(engine: Engine, make_it: Made) -> Any:
    with db.writing(engine) as work:
        return make_it(work)
