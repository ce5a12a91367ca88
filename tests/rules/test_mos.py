"""Military OneSource: each vector by its name (R04, R05, R31-R40, R43)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.rules.eligibility import military_onesource as gates
from core.rules.eligibility.confirming import may_be_confirmed, remarks
from core.rules.eligibility.session_facts import (
    CarFact,
    ClientFact,
    CrisisFact,
    MoneyFact,
    MosCaseFact,
)
from core.vocabulary.care import CarOutcome, Modality, SessionStatus
from tests.rules.test_vectors import BOOK
from tests.support.cases import (
    EARLY,
    HOUR,
    LONG_AGO,
    SECOND,
    asked,
    at,
    confirmed,
    mos,
    ordinary,
    place,
    provider,
    times,
    with_session,
)
from tests.support.table import table

CASE = MosCaseFact("EC-1", "https://mos.zoomgov.com/j/1", LONG_AGO)
DONE = at("2026-05-12 16:15")


def car(
    entered: str = "2026-05-13", outcome: CarOutcome = CarOutcome.TOOK_PLACE, done=DONE
) -> CarFact:
    return CarFact(outcome, done, entered and date.fromisoformat(entered))


def words(case, now=None) -> set[str]:
    found = may_be_confirmed(asked(case, now))
    return {found.verdict.value, *found.codes}


def flags(case, now=None) -> set[str]:
    return {one.code for one in remarks(asked(case, now))}


REMARKED = {
    *("referral_late", "not_government_zoom", "mos_training"),
    *("contact_missing", "zoom_link_missing"),
}
CONFIRMING = [
    ("R04-V3", {}, "allow"),
    ("R05 forms stay", {"client": ClientFact()}, "block forms_missing"),
    ("R31-V1", {"mos_case": replace(CASE, referral_accepted_at=LONG_AGO)}, "allow"),
    ("R31-V2", {"provider": provider("NY")}, "block mos_not_enrolled"),
    ("R17 license", {"provider": provider("NJ", mos_from=EARLY)}, "block no_license"),
    (
        "R31-V3",
        {"mos_case": replace(CASE, referral_accepted_at=at("2026-05-06 10:00"))},
        "allow referral_late",
    ),
    ("R17 abroad", {"places": (place("OUTSIDE"),)}, "review outside_us_states_mos"),
    (
        "R31-V2 and abroad",
        {"places": (place("OUTSIDE"),), "provider": provider("NY")},
        "block outside_us_states_mos mos_not_enrolled",
    ),
    (
        "R31 accepted when it was booked",
        {"mos_case": replace(CASE, referral_accepted_at=at("2026-05-05 15:00"))},
        "allow",
    ),
    (
        "R31 never accepted",
        {"mos_case": replace(CASE, referral_accepted_at=None)},
        "allow referral_late",
    ),
    ("R32-V1", {}, "allow"),
    ("R32-V2", {"mos_case": replace(CASE, ecms_case_id=None)}, "block case_id_missing"),
    ("R32 no case", {"mos_case": None}, "block case_id_missing"),
    (
        "R32-V3",
        {"client": ClientFact(None, LONG_AGO, missing=frozenset({"phone"}))},
        "allow contact_missing",
    ),
    ("R32 no link", {"mos_case": replace(CASE, zoomgov_url=None)}, "allow zoom_link_missing"),
    ("R33-V1", {}, "allow"),
    (
        "R33-V2",
        {"mos_case": replace(CASE, zoomgov_url="https://zoom.us/j/1")},
        "allow not_government_zoom",
    ),
    (
        "R33 a false friend",
        {"mos_case": replace(CASE, zoomgov_url="https://zoomgov.com.example.org/j/1")},
        "allow not_government_zoom",
    ),
    (
        "R33 no link at all",
        {"mos_case": replace(CASE, zoomgov_url="https://[broken")},
        "allow not_government_zoom",
    ),
    (
        "R33 without its scheme",
        {"mos_case": replace(CASE, zoomgov_url="zoomgov.com/j/1")},
        "allow",
    ),
    ("R33 by phone", {"modality": Modality.PHONE}, "allow not_government_zoom"),
    ("R34-V2", {"car": None}, "block car_missing"),
    ("R34 not done yet", {"car": car(done=None)}, "block car_missing"),
    ("R36-V1 the day after", {"car": car()}, "allow"),
    ("R36-V1 the day itself", {"car": car("2026-05-12")}, "block car_date"),
    ("R36 two days after", {"car": car("2026-05-14")}, "block car_date"),
    ("R36 none entered", {"car": car("")}, "block car_date"),
    ("A34", {"car": car(outcome=CarOutcome.NO_SHOW)}, "block car_says_not_held"),
    ("R28 crisis", {"crisis": CrisisFact(True, True)}, "review crisis_mos"),
    ("R43-V1", {"provider": provider("NY", mos_from=EARLY)}, "allow mos_training"),
    ("R43-V2", {}, "allow"),
]


@pytest.mark.parametrize(("changes", "expected"), table(CONFIRMING))
def test_a_military_onesource_session(changes, expected):
    found = words(mos(**changes))
    assert set(expected.split()) <= found
    if "allow" in expected:
        assert found & REMARKED == set(expected.split()) & REMARKED


def test_r33_v3_and_r43_v3_the_platform_of_others_is_their_own():
    assert "not_government_zoom" not in words(ordinary())
    assert "mos_training" not in words(ordinary())


def test_r34_the_report_is_done_before_the_confirmation():
    assert "car_missing" not in words(mos(), DONE)
    assert "car_missing" in words(mos(), DONE - SECOND)


DATES = [
    ("R36-V2 February", "2026-02-28 15:00", "2026-03-01"),
    ("R36-V2 leap year", "2028-02-28 15:00", "2028-02-29"),
    ("R36-V2 new year", "2026-12-31 15:00", "2027-01-01"),
    ("R36-V3 over midnight", "2026-03-10 23:30", "2026-03-11"),
]


@pytest.mark.parametrize(("start", "entered"), table(DATES))
def test_the_report_carries_the_day_after_and_no_other(start, entered):
    session = times(start, 45)
    right = date.fromisoformat(entered)
    for days, is_right in ((-1, False), (0, True), (1, False)):
        report = car((right + timedelta(days=days)).isoformat(), done=session.end_at)
        assert ("car_date" not in words(mos(session, car=report))) is is_right


STUCK = [
    ("R42-V1", {}, []),
    ("R42-V2", {"car": car("2026-05-12")}, ["car_date"]),
    ("R42-V3", {"car": None}, ["car_missing"]),
]


@pytest.mark.parametrize(("changes", "answers"), table(STUCK))
def test_a_provider_who_cannot_confirm_is_told_of_the_report_first(changes, answers):
    found = asked(mos(**changes))
    said = (*gates.report(found), *gates.report_date(found))
    assert [one.code for one in said] == answers


# pay (R34, R35, R37)

HELD = mos()
PAYS = [
    ("R34-V1", confirmed(HELD), 10000),
    ("R34-V2", confirmed(mos(car=car(done=at("2026-05-12 18:00")))), 0),
    ("R34-V3", HELD, 0),
    (
        "R34 cancelled since",
        with_session(confirmed(HELD), status=SessionStatus.CANCELLED_AFTER_CONFIRM),
        0,
    ),
    ("R34 not attested", replace(confirmed(HELD), attested_at=None), 0),
    ("R34 report at the very instant", confirmed(HELD, HELD.car.completed_at), 10000),
    ("R34 a second before", confirmed(HELD, HELD.car.completed_at - SECOND), 0),
    ("R35-V1", confirmed(HELD), 10000),
    ("R35-V2", confirmed(mos(times(minutes=30))), 10000),
    ("R35-V3", with_session(HELD, status=SessionStatus.NO_SHOW), 0),
    ("R35 report of a no-show", confirmed(mos(car=car(outcome=CarOutcome.NO_SHOW))), 0),
    ("R37-V2", confirmed(mos(car=car("2026-05-20"))), 10000),
    ("not Military OneSource", confirmed(ordinary(car=car())), 0),
]


@pytest.mark.parametrize(("case", "cents"), table(PAYS))
def test_a_completed_session_earns_100_dollars_flat(case, cents):
    found = gates.pay(case, BOOK)
    assert (found.amount_cents, found.is_payable) == (cents, cents > 0)


def test_r37_v3_the_month_follows_a_date_that_is_edited():
    case = confirmed(mos(times("2026-04-01 15:00", 45)))
    edited = with_session(
        case, actual_start_at=at("2026-03-31 15:00"), actual_end_at=at("2026-03-31 15:45")
    )
    assert gates.pay(edited, BOOK).period == date(2026, 3, 1)


def test_r37_v1_the_month_is_that_of_the_session():
    case = confirmed(mos(times("2026-03-31 15:00", 45)))
    assert gates.pay(case, BOOK).period == date(2026, 3, 1)


# remarks (R35, R36, R38-R40)

NO_SHOW = with_session(HELD, status=SessionStatus.NO_SHOW)
REMARKS = [
    ("R35-V2", confirmed(mos(times(minutes=30))), "mos_length"),
    ("R35 thirty-one minutes", confirmed(mos(times(minutes=31))), ""),
    ("R35 an hour", confirmed(mos(times(minutes=60))), ""),
    ("R35 an hour and a minute", confirmed(mos(times(minutes=61))), "mos_length"),
    ("R36 imported", confirmed(mos(car=car("2026-05-12"))), "car_date_recorded"),
    ("R34 imported", confirmed(mos(car=None)), "car_after_confirming car_due"),
    ("R38-V1 nothing stands on it", NO_SHOW, ""),
    (
        "R38-V2 a late cancellation with a fee",
        replace(
            with_session(HELD, status=SessionStatus.CANCELLED), money=MoneyFact(charge_cents=5000)
        ),
        "mos_charge",
    ),
    ("R38-V3 five minutes before", with_session(HELD, status=SessionStatus.CANCELLED), ""),
    ("R38 a fee", replace(NO_SHOW, money=MoneyFact(charge_cents=1)), "mos_charge"),
    ("R38 a payout", replace(NO_SHOW, money=MoneyFact(payout_cents=1)), "mos_missed_money"),
    ("R38 a claim", replace(NO_SHOW, money=MoneyFact(claims=1)), "mos_missed_money"),
    ("R38 a payout on a held one", replace(HELD, money=MoneyFact(payout_cents=1)), ""),
    ("R39-V1", replace(NO_SHOW, car=None), "car_due"),
    ("R39-V2", replace(NO_SHOW, car=car(outcome=CarOutcome.NO_SHOW)), ""),
    ("R39-V3", with_session(mos(car=None), status=SessionStatus.CANCELLED), "car_due"),
    (
        "R34 cancelled since",
        with_session(confirmed(mos(car=None)), status=SessionStatus.CANCELLED_AFTER_CONFIRM),
        "car_due",
    ),
    ("R40-V3", confirmed(mos(car=car(outcome=CarOutcome.NO_SHOW))), "confirmed_not_held"),
]


@pytest.mark.parametrize(("case", "expected"), table(REMARKS))
def test_what_is_remarked_on(case, expected):
    assert flags(case) == set(expected.split())


@pytest.mark.parametrize(
    ("status", "vector"),
    [(SessionStatus.CANCELLED, "R40-V1"), (SessionStatus.NO_SHOW, "R40-V2")],
    ids=["R40-V1", "R40-V2"],
)
def test_a_session_that_was_not_held_is_never_confirmed(status, vector):
    assert words(with_session(HELD, status=status)) >= {"block", "mos_not_held"}


def test_r39_the_report_is_overdue_when_its_seventh_day_is_over():
    case = mos(car=None)
    limit = at("2026-05-20 00:00")
    assert "car_due" in flags(case, limit - SECOND)
    assert "car_overdue" in flags(case, limit)
    assert "car_due" not in flags(case, case.session.end_at - SECOND)
    assert "car_due" in flags(case, case.session.end_at)


def test_an_attestation_that_is_missing_is_told():
    assert "not_attested" in flags(replace(confirmed(HELD), attested_at=None))
    assert "not_attested" not in flags(confirmed(HELD), HELD.session.end_at + 2 * HOUR)
