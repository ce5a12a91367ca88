"""Military OneSource: what is wrong with a referral, a report or a payout is a data issue."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.models.care import CareSession
from core.vocabulary.care import CarOutcome, ClaimStatus, Modality, PayoutStatus, SessionKind
from core.vocabulary.care import SessionStatus as S
from core.vocabulary.data_issues import DataIssueCode as F
from tests.support import make
from tests.support.checked_records import (
    CONFIRMED,
    LATER,
    MINUTE,
    MOS,
    NO_SHOW,
    START,
    Made,
    claimed,
    look,
    made,
    paid,
    reported,
    session,
    stored,
)

CANCELED = {"status": S.CANCELLED}
END = START + 45 * MINUTE


def seen(work: Session, **given: Any) -> CareSession:
    """A session of Military OneSource on which nothing is wrong, but for what is given."""
    report = {name[4:]: given.pop(name) for name in list(given) if name.startswith("car_")}
    found = session(work, **{**MOS, **CONFIRMED, **given})
    make.car(work, found, **report)
    return found


def referred(work: Session, start: datetime = START, **given: Any) -> CareSession:
    """A session that is scheduled, of a case with what is given."""
    client, provider = make.client(work), make.provider(work)
    case = make.mos_case(work, client, provider, **given)
    return make.care_session(work, provider, client, start, **MOS, mos_case_id=case.key)


def again(work: Session, first: CareSession, days: int = 1, **given: Any) -> CareSession:
    """Another session of the same case."""
    provider = work.get_one(make.Provider, first.provider_id)
    client = work.get_one(make.Client, first.client_id)
    start = first.scheduled_start_at + timedelta(days=days)
    case = {"mos_case_id": first.mos_case_id}
    return make.care_session(work, provider, client, start, **MOS, **case, **given)


def lent(work: Session, **whose: Any) -> CareSession:
    """A session whose case belongs to someone else, but for what is given."""
    case = make.mos_case(work, make.client(work), make.provider(work))
    row = session(work, **MOS, mos_case_id=case.key)
    for name in whose:
        setattr(case, name, getattr(row, name))
    work.flush()
    return row


BOOKED = START - timedelta(days=7)
WRONG: list[tuple[F, str, Made]] = [
    (F.CASE_ID_MISSING, "", lambda w: referred(w, ecms_case_id=None)),
    (F.CASE_ID_MISSING, "", lambda w: referred(w, ecms_case_id=" ")),
    (F.ZOOM_LINK_MISSING, "", lambda w: referred(w, zoomgov_url=None)),
    (F.ZOOM_LINK_MISSING, "", lambda w: referred(w, zoomgov_url="")),
    (F.NOT_GOVERNMENT_ZOOM, "zoom.us", lambda w: referred(w, zoomgov_url="https://zoom.us/j/1")),
    (
        F.NOT_GOVERNMENT_ZOOM,
        "zoomgov.com.example.org",
        lambda w: referred(w, zoomgov_url="https://zoomgov.com.example.org/x.zoomgov.com/"),
    ),
    (F.NOT_GOVERNMENT_ZOOM, "phone", lambda w: session(w, **MOS, modality=Modality.PHONE)),
    (
        F.REFERRAL_LATE,
        "",
        lambda w: referred(w, referral_accepted_at=BOOKED + timedelta(seconds=1)),
    ),
    (F.REFERRAL_LATE, "", lambda w: referred(w, referral_accepted_at=None)),
    (F.MOS_CASE_OF_ANOTHER, "client", lambda w: lent(w, provider_id=True)),
    (F.MOS_CASE_OF_ANOTHER, "provider", lambda w: lent(w, client_id=True)),
    (
        F.MOS_CASE_ENDED,
        "ended on Mon, Mar 9, 2026",
        lambda w: referred(w, to_on=date(2026, 3, 9)),
    ),
    (
        F.MOS_CASE_ENDED,
        "began on Wed, Mar 11, 2026",
        lambda w: referred(w, from_on=date(2026, 3, 11)),
    ),
    (F.CAR_AFTER_CONFIRMING, "", lambda w: session(w, **MOS, **CONFIRMED)),
    (F.CAR_AFTER_CONFIRMING, "", lambda w: seen(w, car_completed_at=None)),
    (
        F.CAR_AFTER_CONFIRMING,
        "",
        lambda w: seen(w, car_completed_at=CONFIRMED["confirmed_at"] + timedelta(seconds=1)),
    ),
    (F.NOT_ATTESTED, "", lambda w: seen(w, attested_at=None)),
    (
        F.CAR_DATE_RECORDED,
        "Tue, Mar 10, 2026. It should be Wed, Mar 11, 2026",
        lambda w: seen(w, car_entered_on=date(2026, 3, 10)),
    ),
    (
        F.CAR_DATE_RECORDED,
        "Thu, Mar 12, 2026. It should be Wed, Mar 11, 2026",
        lambda w: reported(w, **MOS, **NO_SHOW) and _entered(w, date(2026, 3, 12)),
    ),
    (
        F.CAR_DATE_RECORDED,
        "missing. It should be Wed, Mar 11, 2026",
        lambda w: seen(w, car_entered_on=None),
    ),
    (F.MOS_CLAIM, "claim K-1", lambda w: claimed(w, seen(w), ref="K-1")),
    (
        F.MOS_CLAIM,
        "claim K-1",
        lambda w: claimed(w, session(w, **MOS), ref="K-1", status=ClaimStatus.PAID),
    ),
    (
        F.MOS_PAY,
        "payout O-1 is $99.99 instead of $100.00",
        lambda w: paid(w, seen(w), ref="O-1", amount_cents=9999),
    ),
    (
        F.MOS_PAY,
        "payout O-1 is $120.00 instead of $100.00",
        lambda w: paid(w, seen(w), ref="O-1", amount_cents=12000, status=PayoutStatus.PAID),
    ),
    (
        F.PAYOUT_PERIOD,
        "payout O-1 counts for 2026-04 instead of 2026-03",
        lambda w: paid(w, seen(w), ref="O-1", amount_cents=10000, period="2026-04"),
    ),
]


def _entered(work: Session, day: date) -> CareSession:
    report = work.query(make.CarReport).one()
    report.entered_on = day
    work.flush()
    return work.get_one(CareSession, report.session_id)


RIGHT: dict[str, Made] = {
    "nothing wrong": lambda w: paid(w, seen(w), amount_cents=10000),
    "nothing wrong before it takes place": referred,
    "a host without its scheme": lambda w: referred(w, zoomgov_url="zoomgov.com/j/1"),
    "no link on a case without sessions": lambda w: make.mos_case(
        w, make.client(w), make.provider(w), zoomgov_url=None, ecms_case_id=None
    ),
    "no link for a canceled session": lambda w: _canceled(referred(w, zoomgov_url=None)),
    "an ordinary client by phone": lambda w: session(w, modality=Modality.PHONE),
    "accepted when it was booked": lambda w: referred(w, referral_accepted_at=BOOKED),
    "the last day of the case": lambda w: referred(w, to_on=date(2026, 3, 10)),
    "the first day of the case": lambda w: referred(w, from_on=date(2026, 3, 10)),
    "reported when it was confirmed": lambda w: seen(w, car_completed_at=CONFIRMED["confirmed_at"]),
    "no report, not confirmed": lambda w: session(w, **MOS),
    "no date entered before the confirmation": lambda w: _unconfirmed(seen(w, car_entered_on=None)),
    "a call without a report": lambda w: session(
        w, START - timedelta(days=30), **MOS, kind=SessionKind.CONSULT
    ),
    "a claim that was withdrawn": lambda w: claimed(w, seen(w), status=ClaimStatus.WITHDRAWN),
    "another amount that was voided": lambda w: paid(w, seen(w), status=PayoutStatus.VOID),
    "another amount of another payer": lambda w: paid(w, session(w, **CONFIRMED), period="2026-04"),
}


def _canceled(row: CareSession) -> CareSession:
    row.status = S.CANCELLED
    return row


def _unconfirmed(row: CareSession) -> CareSession:
    row.status, row.confirmed_at, row.attested_at = S.SCHEDULED, None, None
    return row


@pytest.mark.parametrize(("code", "detail", "wrong"), WRONG)
def test_what_is_wrong_with_military_onesource_is_an_issue(
    engine: Engine, code: F, detail: str, wrong: Made
) -> None:
    row = made(engine, wrong)
    look(engine)
    (found,) = stored(engine)
    assert (found.code, found.entity, found.entity_id) == (code, "care_session", row.key)
    assert found.detail == detail


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT)
def test_what_military_onesource_allows_is_no_issue(engine: Engine, right: Made) -> None:
    made(engine, right)
    look(engine)
    assert stored(engine) == []


@pytest.mark.parametrize(
    ("lacks", "code"),
    [
        ({"zoomgov_url": None}, F.ZOOM_LINK_MISSING),
        ({"ecms_case_id": None}, F.CASE_ID_MISSING),
        ({"zoomgov_url": "https://zoom.us/j/1"}, F.NOT_GOVERNMENT_ZOOM),
    ],
)
def test_what_a_case_lacks_is_said_once_on_its_first_session(
    engine: Engine, lacks: dict[str, Any], code: F
) -> None:
    later = made(engine, lambda w: referred(w, START + timedelta(days=9), **lacks))
    first = made(engine, lambda w: again(w, w.get_one(CareSession, later.key), -3))
    made(engine, lambda w: again(w, w.get_one(CareSession, later.key), -5, **CANCELED))
    look(engine)
    assert [(row.code, row.entity_id) for row in stored(engine)] == [(code, first.key)]


@pytest.mark.parametrize("status", [S.SCHEDULED, S.NO_SHOW, S.CANCELLED])
@pytest.mark.parametrize(
    ("zone", "start", "limit"),
    [
        ("America/New_York", START, datetime(2026, 3, 18, 4, tzinfo=UTC)),
        ("Pacific/Honolulu", START, datetime(2026, 3, 18, 10, tzinfo=UTC)),
        ("Pacific/Guam", START, datetime(2026, 3, 18, 14, tzinfo=UTC)),
    ],
)
def test_r39_a_report_is_overdue_from_the_midnight_after_seven_days(
    engine: Engine, status: S, zone: str, start: datetime, limit: datetime
) -> None:
    row = made(engine, lambda w: session(w, start, **MOS, zone=zone, status=status))
    assert look(engine, limit - timedelta(seconds=1)).opened == 0
    assert look(engine, limit).opened == 1
    (found,) = stored(engine)
    assert (found.code, found.entity_id, found.detail) == (
        F.CAR_OVERDUE,
        row.key,
        f"{row.date_of_service + timedelta(days=7):%a, %b %-d, %Y}",
    )


def test_a_report_that_arrives_resolves_the_issue(engine: Engine) -> None:
    row = made(engine, lambda w: session(w, START - timedelta(days=20), **MOS))
    assert look(engine).opened == 1
    made(engine, lambda w: make.car(w, w.get_one(CareSession, row.key)))
    assert look(engine, START + 9 * LATER).resolved == 1


def test_a_report_of_a_no_show_is_no_report_of_pay(engine: Engine) -> None:
    """A34: nothing but the outcome is wrong with it."""
    made(engine, lambda w: reported(w, CarOutcome.NO_SHOW, **MOS, **CONFIRMED))
    look(engine)
    assert [row.code for row in stored(engine)] == [F.CONFIRMED_NOT_HELD]
