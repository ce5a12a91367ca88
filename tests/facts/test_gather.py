"""Rows of many kinds, loaded in one statement and handed out by their owner, in order."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import db
from core.facts.clients import COVERAGES, LOCATIONS, VISITS, home_of
from core.facts.gather import gather
from core.facts.money import CARS, CHARGES, CLAIMS, PAYOUTS
from core.facts.providers import CREDENTIALS, LICENSES, OPT_INS, PRACTICES
from core.facts.session_bundles import SESSION_KINDS
from core.facts.sessions import DIAGNOSES, NOTES, PLACES
from core.models.people import Client
from core.vocabulary.care import ChargeStatus
from core.vocabulary.people import LocationKind
from core.vocabulary.states import StateCode
from tests.support import make
from tests.support.seeing import ASKED, START, Seeing
from tests.support.statements import counted

MONDAY = date(2026, 3, 2)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.writing(engine) as opened:
        yield opened


def test_one_statement_loads_every_kind_of_every_owner(engine: Engine, session: Session) -> None:
    see = Seeing.of(session)
    key, client_id = see.session.key, see.client.key
    with counted(engine) as sent:
        found = gather(session, ([key], SESSION_KINDS), ([client_id], (COVERAGES, LOCATIONS)))
    assert len(sent) == 1
    assert [note.signed_at for note in found[NOTES][key]] == [ASKED]
    assert found[DIAGNOSES][key] == ("F41.1",)
    assert [one.place.city for one in found[PLACES][key]] == ["New York"]
    assert [one.fact.line for one in found[COVERAGES][client_id]] == [see.plan.line]
    assert [one.address.zip for one in found[LOCATIONS][client_id]] == ["10007"]


def test_rows_go_to_their_own_owner_in_their_order(session: Session) -> None:
    one, other = Seeing.of(session), Seeing.of(session)
    for status in (ChargeStatus.STOPPED, ChargeStatus.DUE):
        make.charge(session, one.session, status=status)
    make.charge(session, other.session, status=ChargeStatus.CHARGED)
    found = gather(session, ([other.session.key, one.session.key], (CHARGES,)))[CHARGES]
    assert [row.status for row in found[one.session.key]] == [
        ChargeStatus.STOPPED,
        ChargeStatus.DUE,
    ]
    assert [row.status for row in found[other.session.key]] == [ChargeStatus.CHARGED]


def test_an_owner_without_rows_has_none(session: Session) -> None:
    see = Seeing.of(session)
    found = gather(session, ([see.session.key, 0], (CLAIMS, PAYOUTS, CARS)))
    found_rows = [
        found[kind][key] for kind in (CLAIMS, PAYOUTS, CARS) for key in (see.session.key, 0)
    ]
    assert found_rows == [()] * 6


def test_without_owners_nothing_is_asked(engine: Engine, session: Session) -> None:
    with counted(engine) as sent:
        found = gather(session, ([], (NOTES,)), ((), (COVERAGES,)))
    assert (sent, found[NOTES][1], found[COVERAGES][1]) == ([], (), ())


def test_a_group_without_owners_leaves_the_others_as_they_are(session: Session) -> None:
    see = Seeing.of(session)
    found = gather(session, ([], (COVERAGES,)), ([see.session.key], (NOTES,)))
    assert len(found[NOTES][see.session.key]) == 1


def test_money_is_loaded_as_it_is_stored(session: Session) -> None:
    see = Seeing.of(session)
    claim, payout = make.claim(session, see.session), make.payout(session, see.session)
    car = make.car(session, see.session, reference="CAR-7")
    found = gather(session, ([see.session.key], (CLAIMS, PAYOUTS, CARS)))
    (claimed,) = found[CLAIMS][see.session.key]
    assert (claimed.ref, claimed.status, claimed.billed_cents) == (claim.ref, claim.status, 15000)
    (paid,) = found[PAYOUTS][see.session.key]
    assert (paid.ref, paid.amount_cents, paid.period) == (payout.ref, 9000, "2026-03")
    (report,) = found[CARS][see.session.key]
    assert (report.ref, report.entered_on, report.reference) == (car.ref, car.entered_on, "CAR-7")


def test_a_provider_has_licenses_credentials_and_the_practices_in_use(session: Session) -> None:
    see = Seeing.of(session)
    make.practice_location(session, see.provider, city="Albany")
    make.practice_location(session, see.provider, city="Closed", is_active=False)
    key = see.provider.key
    found = gather(session, ([key], (LICENSES, CREDENTIALS, OPT_INS, PRACTICES)))
    assert [one.state for one in found[LICENSES][key]] == ["NY"]
    assert [one.plan for one in found[CREDENTIALS][key]] == [see.plan.ref]
    assert found[OPT_INS][key] == ()
    assert [one.city for one in found[PRACTICES][key]] == ["Albany"]


def test_visits_come_in_order_of_time_and_leave_out_canceled_sessions(session: Session) -> None:
    see = Seeing.of(session)
    earlier = make.care_session(session, see.provider, see.client, START - timedelta(days=7))
    make.place(session, earlier, StateCode.NJ)
    canceled = make.care_session(
        session, see.provider, see.client, START - timedelta(days=3), status="cancelled"
    )
    make.place(session, canceled, StateCode.CT)
    visits = gather(session, ([see.client.key], (VISITS,)))[VISITS][see.client.key]
    assert [(one.state, one.on) for one in visits] == [
        ("NJ", earlier.date_of_service),
        ("NY", see.session.date_of_service),
    ]


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        ([(LocationKind.HOME, None), (LocationKind.HOME, MONDAY)], 1),
        ([(LocationKind.HOME, MONDAY), (LocationKind.HOME, None)], 0),
        ([(LocationKind.HOME, MONDAY), (LocationKind.PERMANENT_NEW, MONDAY)], 1),
        ([(LocationKind.HOME, None), (LocationKind.WORK, MONDAY)], 0),
        ([(LocationKind.WORK, MONDAY)], None),
    ],
    ids=["dated beats undated", "in any order", "the newest of one day", "work is none", "none"],
)
def test_the_home_is_the_one_that_began_last(
    session: Session, homes: list[tuple[LocationKind, date | None]], expected: int | None
) -> None:
    client: Client = make.client(session)
    for number, (kind, from_on) in enumerate(homes):
        make.home(session, client, kind=kind, from_on=from_on, city=f"City {number}")
    home = home_of(gather(session, ([client.key], (LOCATIONS,)))[LOCATIONS][client.key])
    assert (home and home.address.city) == (None if expected is None else f"City {expected}")
