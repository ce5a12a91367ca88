"""Where a session may be billed: each vector by its name (R17-R30)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.rules.eligibility import billing, moves
from core.rules.eligibility.place_facts import VisitFact
from core.vocabulary.care import CarOutcome, Modality, PayerKind, SessionStatus
from core.vocabulary.coverage import CredentialStatus, LineOfBusiness
from core.vocabulary.people import LicenseKind, LicenseStatus, LocationKind
from tests.rules.test_vectors import BOOK
from tests.support.cases import (
    BLUE_MA,
    BLUE_NC,
    BLUE_NH,
    BLUES,
    DAY,
    asked,
    confirmed,
    credential,
    facts,
    license_in,
    location,
    mos,
    opt_in,
    ordinary,
    place,
    plan,
    provider,
    with_session,
)
from tests.support.table import table

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
IN_CA_AND_NY = provider("CA NY", "meridian CA")
WEST_ONE, WEST_TWO = plan("blue_one", "WA"), plan("blue_two", "WA")
IN_NC = provider("NC", "bcbs_nc NC")
ANTHEM = provider("NY NC", "anthem_ny NY")
OPT_IN = opt_in("bcbs_ma", "TX")
NETWORK = {"opt_ins": ("bcbs_ma TX",)}
ADVANTAGE = plan(
    "blue_adv", "NC", line=LineOfBusiness.MEDICARE_ADVANTAGE, payer="nc", bluecard_eligible=None
)
FL_LETTER = {"locations": (location("FL", LocationKind.TEMPORARY, has_evidence=True),)}


def ends(state: str, day: date) -> tuple:
    return (license_in(state, to_on=day),)


STATES = [
    ("R17-V1", facts(provider("NY", "meridian NY")), "NY", "allow direct"),
    (
        "R17-V2 last day",
        facts(replace(provider("", "meridian NY"), licenses=ends("NY", DAY))),
        "NY",
        "allow direct",
    ),
    (
        "R17-V2 day before",
        facts(replace(provider("", "meridian NY"), licenses=ends("NY", BEFORE))),
        "NY",
        "block no_license",
    ),
    ("R17-V3 other state", facts(provider("NY NJ", "meridian NJ")), "NY", "block no_credential"),
    (
        "R17-V3 abroad",
        facts(provider("NY", "meridian NY")),
        "OUTSIDE",
        "block outside_us_states",
    ),
    *(
        (f"R17 {code}", facts(provider("NY", "meridian NY")), code, "block outside_us_states")
        for code in ("AA", "AE", "AP")
    ),
    ("R18-V1", facts(IN_CA_AND_NY), "CA", "allow direct"),
    ("R18-V2", facts(IN_CA_AND_NY), "NY", "block no_credential"),
    (
        "R18-V3",
        facts(IN_CA_AND_NY, locations=(location("CA", LocationKind.HOME),)),
        "NY",
        "block no_credential",
    ),
    ("R26-V1", facts(provider("NY", "meridian NY")), "NY", "allow direct"),
    ("R26-V2", facts(provider("NY", "meridian NY")), "NJ", "block no_license no_credential"),
    ("R27-V1", facts(provider("FL", "meridian FL")), "FL", "allow direct"),
    ("R27-V2", facts(provider("NY", "meridian NY")), "FL", "block no_license no_credential"),
    (
        "R27-V3",
        facts(provider("NY", "meridian NY"), **FL_LETTER),
        "FL",
        "block no_credential temporary_practice",
    ),
    (
        "R27 letter and credential",
        facts(provider("NY", "meridian FL"), **FL_LETTER),
        "FL",
        "review direct temporary_practice",
    ),
    ("R29-V1", facts(provider("TX", "meridian TX")), "TX", "allow direct"),
    (
        "R29-V2",
        facts(
            replace(
                provider("TX"),
                credentials=(credential("meridian", "TX", status=CredentialStatus.PENDING),),
            )
        ),
        "TX",
        "block no_credential",
    ),
    ("R30-V1", facts(provider("NY", "meridian NY")), "NY", "allow direct"),
    (
        "R30-V2",
        facts(provider("", "meridian NY")),
        "NY",
        "block no_license credential_without_license",
    ),
    (
        "R30-V3",
        facts(
            replace(
                provider("", "meridian NY"),
                licenses=(*ends("NY", BEFORE), license_in("NY", from_on=AFTER)),
            )
        ),
        "NY",
        "block no_license",
    ),
    (
        "A39 compact privilege",
        facts(
            replace(
                provider("", "meridian NY"),
                licenses=(license_in("NY", kind=LicenseKind.COMPACT_PRIVILEGE),),
            )
        ),
        "NY",
        "review direct compact_privilege",
    ),
    (
        "A36 self-pay",
        facts(provider("NY"), payer_kind=PayerKind.SELF_PAY, plan=None),
        "NY",
        "allow self_pay",
    ),
    (
        "A36 EAP",
        facts(provider("NY", "meridian NY"), payer_kind=PayerKind.EAP),
        "NY",
        "allow direct",
    ),
    (
        "A36 EAP uncredentialed",
        facts(provider("NY"), payer_kind=PayerKind.EAP),
        "NY",
        "block no_credential",
    ),
    (
        "R17 off the platform",
        facts(
            replace(
                provider("NY"), credentials=(credential("meridian", "NY", is_on_headway=False),)
            )
        ),
        "NY",
        "block no_credential",
    ),
    ("R05 no plan", facts(provider("NY"), plan=None), "NY", "block plan_missing"),
    (
        "R31 enrolled",
        facts(provider("NY", mos_from=DAY, mos_to=DAY), payer_kind=PayerKind.MOS),
        "NY",
        "allow mos",
    ),
    (
        "R31-V2",
        facts(provider("NY"), payer_kind=PayerKind.MOS),
        "NY",
        "block mos_not_enrolled",
    ),
    (
        "R31 enrolled too late",
        facts(provider("NY", mos_from=AFTER), payer_kind=PayerKind.MOS),
        "NY",
        "block mos_not_enrolled",
    ),
    (
        "R17 MOS abroad",
        facts(provider("NY", mos_from=DAY), payer_kind=PayerKind.MOS),
        "OUTSIDE",
        "review mos outside_us_states_mos",
    ),
]

LOCAL_PA = (plan("pa_east", "PA 191"), plan("pa_west", "PA 152"))
BLUE = [
    ("R23-V1", facts(IN_NC, BLUE_NC), "NC", "allow direct"),
    ("R23-V2", facts(provider("NC", "anthem_ny NC"), BLUE_NC), "NC", "block no_credential"),
    (
        "R23-V3",
        facts(provider("WA", "blue_one WA"), WEST_ONE, plans=(*BLUES, WEST_ONE, WEST_TWO)),
        "WA",
        "review direct blue_area_unclear",
    ),
    (
        "R23 two licensees and no credential at all",
        facts(provider("WA"), WEST_ONE, plans=(*BLUES, WEST_ONE, WEST_TWO)),
        "WA",
        "block no_credential no_own_blue_credential no_local_blue_credential",
    ),
    (
        "R23 two plans of one licensee",
        facts(
            provider("WA", "blue_one WA"),
            WEST_ONE,
            plans=(WEST_ONE, replace(WEST_TWO, payer="blue_one")),
        ),
        "WA",
        "allow direct",
    ),
    (
        "R23 by ZIP code",
        facts(provider("PA", "pa_east PA"), LOCAL_PA[0], plans=LOCAL_PA),
        "PA",
        "allow direct",
    ),
    (
        "A15 no area known",
        facts(provider("NY", "blank NY"), plan("blank", is_bcbs=True)),
        "NY",
        "review direct blue_area_unclear",
    ),
    ("R24-V1", facts(ANTHEM, BLUE_NC), "NY", "allow bluecard"),
    ("R24-V2", facts(ANTHEM, BLUE_NC), "NC", "block no_credential no_own_blue_credential"),
    ("R24-V3", facts(ANTHEM, ADVANTAGE), "NY", "review bluecard bluecard_unknown"),
    (
        "R24 flag false",
        facts(ANTHEM, replace(BLUE_NC, bluecard_eligible=False)),
        "NY",
        "block bluecard_excluded",
    ),
    ("R24 commercial, flag null", facts(ANTHEM, BLUE_MA), "NY", "allow bluecard"),
    (
        "R24 licensed is wanted too",
        facts(provider("NC", "anthem_ny NY"), BLUE_NC),
        "NY",
        "block no_license",
    ),
    (
        "R24 government plan that takes part",
        facts(ANTHEM, replace(ADVANTAGE, bluecard_eligible=True)),
        "NY",
        "allow bluecard",
    ),
    ("R25-V1", facts(provider("TX", **NETWORK), BLUE_MA), "TX", "allow virtual_network"),
    ("R25-V2", facts(provider("TX", **NETWORK), BLUE_NH), "TX", "block no_opt_in"),
    ("R25-V3 other state", facts(provider("TX OK", **NETWORK), BLUE_MA), "OK", "block no_opt_in"),
    (
        "R25 the opt-in ended the day before",
        facts(replace(provider("TX"), opt_ins=(replace(OPT_IN, to_on=BEFORE),)), BLUE_MA),
        "TX",
        "block no_opt_in",
    ),
    (
        "R25 the last day of the opt-in",
        facts(replace(provider("TX"), opt_ins=(replace(OPT_IN, to_on=DAY),)), BLUE_MA),
        "TX",
        "allow virtual_network",
    ),
    ("R25-V3 lapsed", facts(provider("", **NETWORK), BLUE_MA), "TX", "block no_license"),
    (
        "R25 at home the opt-in does not carry",
        facts(provider("MA", opt_ins=("bcbs_ma MA",)), BLUE_MA),
        "MA",
        "block no_own_blue_credential",
    ),
    (
        "A17 both ways",
        facts(provider("TX", "bcbs_tx TX", **NETWORK), BLUE_MA),
        "TX",
        "allow bluecard virtual_network",
    ),
    (
        "A40 outside its area",
        facts(provider("TX", "bcbs_ma TX"), BLUE_MA),
        "TX",
        "block no_local_blue_credential credential_outside_area",
    ),
    (
        "A41 either local plan",
        facts(provider("PA", "pa_east PA"), BLUE_NC, plans=(*BLUES, *LOCAL_PA)),
        "PA",
        "allow bluecard",
    ),
    (
        "A41 the other end of the state",
        facts(provider("PA", "pa_west PA"), BLUE_NC, plans=(*BLUES, *LOCAL_PA)),
        "PA",
        "block no_local_blue_credential",
    ),
]


@pytest.mark.parametrize(("told", "state", "expected"), table((*STATES, *BLUE)))
def test_a_state_has_its_verdict_its_ways_and_its_reasons(told, state, expected):
    found = billing.of_place(told, place(state))
    words = {found.verdict.value, *found.paths, *found.codes}
    assert set(expected.split()) <= words
    assert found.verdict == expected.split()[0]


@pytest.mark.parametrize(
    ("told", "state"), [(row[1], row[2]) for row in STATES if "allow" in row[3]]
)
def test_what_is_allowed_has_no_reason_against_it(told, state):
    assert billing.of_place(told, place(state)).deciding == ()


def test_a_zip_code_that_nobody_knows_leaves_a_divided_state_to_a_person():
    told = facts(provider("PA", "pa_east PA"), LOCAL_PA[0], plans=LOCAL_PA)
    found = billing.of_place(told, place("PA", zip=None))
    assert (found.verdict, "blue_area_unclear" in found.codes) == ("review", True)
    away = facts(provider("PA", "pa_east PA"), BLUE_NC, plans=(*BLUES, *LOCAL_PA))
    found = billing.of_place(away, place("PA", zip=None))
    assert (found.verdict, "local_blue_unclear" in found.codes) == ("review", True)


@pytest.mark.parametrize("status", [LicenseStatus.PENDING, LicenseStatus.SUSPENDED])
def test_a_license_that_is_not_in_force_counts_for_nothing(status):
    who = replace(provider("", "meridian NY"), licenses=(license_in("NY", status=status),))
    assert "no_license" in billing.of_place(facts(who), place("NY")).codes


ENDED = [
    ("its last day after the session", AFTER, "allow"),
    ("its last day that of the session", DAY, "allow"),
    ("its last day before the session", BEFORE, "block"),
    ("no last day", None, "block"),
]


@pytest.mark.parametrize(("last", "verdict"), table(ENDED))
def test_what_has_ended_was_in_force_up_to_its_last_day(last, verdict):
    license = license_in("NY", status=LicenseStatus.ENDED, to_on=last)
    held = credential("meridian", "NY", status=CredentialStatus.ENDED, to_on=last)
    for who in (
        replace(provider("", "meridian NY"), licenses=(license,)),
        replace(provider("NY"), credentials=(held,)),
    ):
        assert billing.of_place(facts(who), place("NY")).verdict == verdict


def test_a_pending_credential_counts_for_nothing_even_with_a_last_day():
    held = credential("meridian", "NY", status=CredentialStatus.PENDING, to_on=AFTER)
    who = replace(provider("NY"), credentials=(held,))
    assert billing.of_place(facts(who), place("NY")).verdict == "block"


def test_r26_v3_where_the_provider_is_makes_no_difference():
    case = ordinary(practice_place=place("FL"))
    assert billing.of_session(asked(case)).verdict == "allow"


def test_r19_in_person_counts_the_practice():
    case = ordinary(modality=Modality.IN_PERSON, places=(place("NJ"),), practice_place=place("NY"))
    assert billing.of_session(asked(case)).verdict == "allow"


def test_a29_every_state_of_a_session_must_pass():
    case = ordinary(places=(place("NY"), place("NJ")))
    found = billing.of_session(asked(case))
    assert (found.verdict, {one.code for one in found.deciding}) == (
        "block",
        {"no_license", "no_credential"},
    )


MOS = mos()
NO_SHOW = replace(MOS.car, outcome=CarOutcome.NO_SHOW)
NEVER = [
    ("R38 no-show", with_session(MOS, status=SessionStatus.NO_SHOW), "mos_never_billed"),
    ("R38 cancelled", with_session(MOS, status=SessionStatus.CANCELLED), "mos_never_billed"),
    ("R38 confirmed against the report", confirmed(mos(car=NO_SHOW)), "mos_never_billed"),
    ("R07 no-show", with_session(ordinary(), status=SessionStatus.NO_SHOW), "not_held"),
    (
        "R16 cancelled since",
        with_session(confirmed(ordinary()), status=SessionStatus.CANCELLED_AFTER_CONFIRM),
        "cancelled_after_confirm",
    ),
]


@pytest.mark.parametrize(("case", "code"), table(NEVER))
def test_what_was_not_held_is_billed_nowhere(case, code):
    found = billing.of_session(asked(case))
    assert found.verdict == "block"
    assert [one.code for one in found.deciding] == [code]


# the boxes of the billing method (R22)

BOXES = [
    ("R22-V1", ["NY", "NJ"], [("NJ", "block"), ("NY", "allow")]),
    ("R22-V2", ["NJ", "NJ"], [("NJ", "block")]),
    ("R22-V3", [], []),
]


@pytest.mark.parametrize(("states", "boxes"), table(BOXES))
def test_every_state_that_matters_has_one_box(states, boxes):
    told = facts(provider("NY", "meridian NY"))
    found = billing.matrix(told, [place(state) for state in states])
    assert [(box.state, box.answer.verdict) for box in found] == boxes


# the stay that has become a move (R29)

STAY = {"locations": (location("TX", LocationKind.TEMPORARY),)}
PROMPTS = [
    ("R29-V3 the fourth session in five weeks", [33, 20, 10], True),
    ("the third session within thirty days", [20, 10], False),
    ("thirty days after the first", [30], True),
    ("a day less", [29], False),
    ("the first", [], False),
]


@pytest.mark.parametrize(("ago", "asks"), table(PROMPTS))
def test_a_long_stay_makes_the_desk_ask_whether_the_client_moved(ago, asks):
    visits = tuple(VisitFact("TX", DAY - timedelta(days=days)) for days in ago)
    told = facts(provider("TX"), visits=visits, **STAY)
    assert bool(list(moves.prompt(told, place("TX"), BOOK))) is asks


MOVED = [
    ("moved for good", "TX", LocationKind.PERMANENT_NEW, DAY, True),
    ("moves tomorrow", "TX", LocationKind.PERMANENT_NEW, AFTER, False),
    ("moved elsewhere", "OK", LocationKind.PERMANENT_NEW, DAY, False),
    ("on vacation", "TX", LocationKind.TEMPORARY, DAY, False),
]


@pytest.mark.parametrize(("state", "kind", "since", "is_told"), table(MOVED))
def test_r29_a_client_who_moved_for_good_is_told_of(state, kind, since, is_told):
    told = facts(provider("TX"), locations=(location(state, kind, from_on=since),))
    assert ("client_moved" in billing.of_place(told, place("TX")).codes) is is_told


def test_nobody_asks_of_a_state_where_the_client_lives():
    visits = tuple(VisitFact("TX", DAY - timedelta(days=days)) for days in (40, 30, 20, 10))
    told = facts(provider("TX"), visits=visits, locations=(location("TX", LocationKind.HOME),))
    assert list(moves.prompt(told, place("TX"), BOOK)) == []
