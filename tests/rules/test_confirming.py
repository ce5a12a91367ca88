"""May it be confirmed? Each vector by its name, at its limit and one second after (R01-R08, R19,
R20, R28, R54, R56)."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import PolicyGap
from core.rules.eligibility.canceling import route
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.crisis import awaits_decision, decide_by
from core.rules.eligibility.place_facts import VisitFact
from core.rules.eligibility.session_facts import (
    ApprovedFor,
    BookedCoverage,
    ClientFact,
    CrisisDecline,
    CrisisFact,
)
from core.rules.eligibility.verdict import Answer
from core.rules.sessions.deadline_facts import CancelAsked, CoverageFact
from core.rules.sessions.notes import NoteFact
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import ApprovalEnd, Modality, NoteMode, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness, VerificationStatus
from tests.support.cases import (
    DAY,
    EARLY,
    HOUR,
    LONG_AGO,
    MINUTE,
    SECOND,
    asked,
    at,
    confirmed,
    crisis,
    mos,
    ordinary,
    place,
    plan,
    provider,
    signed,
    times,
    with_session,
)
from tests.support.table import table

LA = "America/Los_Angeles"


def judged(case, now=None) -> Answer:
    return may_be_confirmed(asked(case, now))


def words(answer: Answer) -> set[str]:
    return {answer.verdict.value, *answer.codes}


def started(start: str, zone: str = "America/New_York", **changes):
    """An ordinary session with another start; its client sits in New York all the same."""
    return ordinary(times(start, zone=zone), **changes)


# day 30 (R01)

DAY_30 = [
    ("R01-V1", started("2026-01-31 09:00"), at("2026-03-03 00:00")),
    ("R01-V2 leap", started("2028-01-30 09:00"), at("2028-03-01 00:00")),
    ("R01-V2 leap, a day later", started("2028-01-31 09:00"), at("2028-03-02 00:00")),
    ("R01-V2 leap day", started("2028-02-29 09:00"), at("2028-03-31 00:00")),
    ("R01-V3 Los Angeles", started("2026-06-30 21:30", LA), at("2026-07-31 00:00", LA)),
    ("R01-V3 the 25-hour day", started("2026-10-02 18:00"), at("2026-11-02 00:00")),
    (
        "R01-V3 Guam",
        started("2026-06-30 20:00", "Pacific/Guam"),
        at("2026-07-31 00:00", "Pacific/Guam"),
    ),
    ("A4 over midnight", started("2026-03-10 23:30"), at("2026-04-10 00:00")),
]


@pytest.mark.parametrize(("case", "limit"), table(DAY_30))
def test_day_30_counts_to_its_midnight_and_not_a_second_longer(case, limit):
    assert "expired_30d" not in words(judged(case, limit - SECOND))
    assert words(judged(case, limit)) >= {"block", "expired_30d"}
    assert words(judged(case, limit + SECOND)) >= {"block", "expired_30d"}


def test_r01_v3_day_30_in_november_is_still_in_time():
    case = started("2026-10-22 10:00")
    assert judged(case, at("2026-11-21 12:00")).verdict == "allow"


def test_r01_v3_the_clients_other_date_is_told():
    case = started("2026-06-30 21:30", LA)
    in_new_york = replace(case.client, tz=ZoneInfo("America/New_York"))
    assert "client_date" in words(judged(replace(case, client=in_new_york)))
    at_home = replace(case.client, tz=ZoneInfo(LA))
    assert "client_date" not in words(judged(replace(case, client=at_home)))


def test_r01_v3_a_start_that_alone_makes_it_pass_goes_to_a_person():
    case = with_session(
        started("2026-10-01 15:00"),
        actual_start_at=at("2026-10-02 15:00"),
        actual_end_at=at("2026-10-02 15:50"),
    )
    case = replace(case, notes=())
    found = judged(case, at("2026-11-01 12:00"))
    assert words(found) >= {"review", "dos_moved"}
    assert found.deciding[0].text.startswith("The session was scheduled for Thu, Oct 1.")
    assert "the start the provider entered, Fri, Oct 2," in found.deciding[0].text
    assert "dos_moved" not in words(judged(case, at("2026-10-31 12:00")))
    assert "expired_30d" in words(judged(case, at("2026-11-02 00:00")))


# actual times (R03), booking ahead (R06), held (R07)


def lasted(start: str | None, end: str | None, **changes):
    return with_session(
        ordinary(notes=()),
        actual_start_at=start and at(start),
        actual_end_at=end and at(end),
        **changes,
    )


AUTUMN = with_session(
    ordinary(notes=()),
    actual_start_at=at("2026-11-01 01:30"),
    actual_end_at=at("2026-11-01 01:15", fold=1),
)
SPRING = lasted("2026-03-08 01:30", "2026-03-08 03:15")
TIMES = [
    ("R03-V1 none entered", lasted(None, None), "allow"),
    ("R03-V1 no stop", lasted("2026-05-12 15:00", None), "block stop_time"),
    ("R03 no start", lasted(None, "2026-05-12 15:50"), "block start_time"),
    ("R03 reversed", lasted("2026-05-12 15:50", "2026-05-12 15:00"), "block times_reversed"),
    ("R03 no length", lasted("2026-05-12 15:00", "2026-05-12 15:00"), "block times_reversed"),
    ("R03 eight hours", lasted("2026-05-12 08:00", "2026-05-12 16:00"), "allow"),
    (
        "R03 a second more",
        lasted("2026-05-12 08:00:00", "2026-05-12 16:00:01"),
        "block too_long",
    ),
    (
        "R03 as scheduled",
        lasted("2026-05-12 15:00", "2026-05-12 15:50"),
        "allow times_as_scheduled",
    ),
    ("R06-V1", ordinary(booked_at=at("2026-05-11 15:00")), "allow"),
    ("R06-V2", ordinary(booked_at=at("2026-05-12 17:00")), "allow booked_afterwards"),
    ("R06-V3", ordinary(booked_at=at("2026-05-12 15:00")), "allow"),
]


@pytest.mark.parametrize(("case", "expected"), table(TIMES))
def test_actual_times(case, expected):
    found = words(judged(case, case.session.end_at + 3 * HOUR))
    assert set(expected.split()) <= found
    for code in ("booked_afterwards", "times_as_scheduled"):
        assert (code in found) == (code in expected)


@pytest.mark.parametrize("case", [AUTUMN, SPRING], ids=["R03-V2", "R03-V3"])
def test_a_changed_clock_neither_gives_nor_takes_minutes(case):
    assert case.minutes == 45
    assert "times_reversed" not in words(judged(case))


def test_r07_v1_and_r07_v2_the_end_itself_is_late_enough():
    case = replace(ordinary(), notes=())
    over = case.session.end_at
    assert words(judged(case, over - SECOND)) >= {"block", "not_over"}
    assert judged(case, over).verdict == "allow"
    assert judged(case, over + SECOND).verdict == "allow"


def test_r07_v3_a_session_past_midnight_is_over_when_it_ends():
    case = replace(started("2026-05-12 23:30"), notes=())
    assert "not_over" in words(judged(case, at("2026-05-13 00:10")))


@pytest.mark.parametrize("status", [SessionStatus.CANCELLED, SessionStatus.NO_SHOW])
def test_r07_what_was_not_held_is_not_confirmed(status):
    assert words(judged(with_session(ordinary(), status=status))) >= {"block", "not_held"}


def test_r13_a_confirmation_without_an_instant_is_said_to_have_no_known_day():
    (said,) = judged(with_session(confirmed(ordinary()), confirmed_at=None)).deciding
    assert said.text == "The provider confirmed the session on an unknown day."


def test_r16_a_cancellation_in_progress_is_named_by_its_request():
    told = (CancelAsked(LONG_AGO, "R-ABCDEF"),)
    case = with_session(
        confirmed(ordinary()), status=SessionStatus.CANCEL_REQUESTED, cancellations=told
    )
    (said,) = judged(case).deciding
    assert said.next_step == "Open request R-ABCDEF."
    assert route(asked(case)).reason.next_step == said.next_step


SETTLED = [
    (SessionStatus.CONFIRMED, "already_confirmed"),
    (SessionStatus.CANCEL_REQUESTED, "cancel_requested"),
    (SessionStatus.CANCELLED_AFTER_CONFIRM, "cancelled_after_confirm"),
]


@pytest.mark.parametrize(("status", "code"), SETTLED)
def test_r13_a_settled_session_is_never_confirmed_again(status, code):
    case = with_session(confirmed(ordinary()), status=status)
    found = judged(case)
    assert words(found) >= {"block", code}
    assert found.deciding[0].code == code
    assert "{" not in found.deciding[0].sentences


def test_r54_v2_a_session_is_confirmed_as_any():
    assert judged(with_session(ordinary(), kind=SessionKind.SESSION)).verdict == "allow"


@pytest.mark.parametrize("minutes", [15, 50], ids=["R54-V1", "R54-V3"])
def test_r54_a_consultation_call_is_never_confirmed_or_billed(minutes):
    case = with_session(ordinary(times(minutes=minutes)), kind=SessionKind.CONSULT)
    assert [one.code for one in judged(case).deciding] == ["consult"]


# codes (R04)

CODES = [
    ("R04-V1", {}, "allow"),
    ("R04-V2", {"diagnoses": ("F41",)}, "block diagnosis_not_billable"),
    ("R04 lower case", {"diagnoses": (" f41.1 ",)}, "allow"),
    ("R04 without its dot", {"diagnoses": ("f411",)}, "allow"),
    ("R04 a category of three", {"diagnoses": ("F32",)}, "block diagnosis_not_billable"),
    ("R04 not there any more", {"diagnoses": ("F43.8",)}, "block diagnosis_not_billable"),
    ("R04 no such code", {"diagnoses": ("Z99.999",)}, "block diagnosis_not_billable"),
    ("R04 no code at all", {"diagnoses": ("anxiety",)}, "block diagnosis_not_billable"),
    ("R04 another chapter", {"diagnoses": ("G47.00",)}, "allow diagnosis_unchecked"),
    ("R04 none", {"diagnoses": ()}, "block diagnosis_missing"),
    ("R04 twelve", {"diagnoses": ("F41.1",) * 12}, "allow"),
    ("R04 thirteen", {"diagnoses": ("F41.1",) * 13}, "block diagnosis_count"),
    ("R04 one bad of two", {"diagnoses": ("F41.1", "F32")}, "block diagnosis_not_billable"),
    ("R04 no CPT", {"cpt": None}, "block cpt_missing"),
    ("R04 no CPT code", {"cpt": "9083"}, "block cpt_invalid"),
    ("R04 minutes do not fit", {"cpt": "90837"}, "allow cpt_minutes"),
    ("R04 an add-on", {"cpt": "90834", "cpt_addon": "90785"}, "allow"),
]


@pytest.mark.parametrize(("changes", "expected"), table(CODES))
def test_codes(changes, expected):
    assert set(expected.split()) <= words(judged(ordinary(**changes)))


@pytest.mark.parametrize("code", ["F41.1", "F43.8", "F43.82", "f4382", "G47.00"])
@pytest.mark.parametrize("start", ["2025-09-30 15:00", "2026-10-01 15:00", "2026-11-20 10:00"])
def test_on_a_day_without_a_list_a_code_is_remarked_on_and_not_stopped(start, code):
    case = started(start, diagnoses=(code,))
    assert words(judged(case)) == {"allow", "diagnosis_unchecked"}


@pytest.mark.parametrize("start", ["2025-10-01 15:00", "2026-09-30 15:00"])
def test_on_the_first_and_the_last_day_of_the_list_a_code_is_checked(start):
    assert "diagnosis_not_billable" in words(judged(started(start, diagnoses=("F43.8",))))
    assert words(judged(started(start))) == {"allow"}


def test_after_the_list_its_end_is_named():
    (remark,) = judged(started("2026-11-20 10:00", diagnoses=("F43.82",))).reasons
    assert remark.text == "Diagnosis F43.82 is not checked: the list ends Sep 30, 2026."


def test_a_code_that_is_written_wrong_is_stopped_whatever_the_list():
    for written in ("anxiety", "F", "F4", "41.1", "F41.", "F41.12345"):
        case = started("2026-11-20 10:00", diagnoses=(written,))
        assert "diagnosis_not_billable" in words(judged(case)), written


# ready to bill (R05), the note (R08)


def client(**changes):
    return {"client": replace(ClientFact(LONG_AGO, LONG_AGO), **changes)}


UNVERIFIED = BookedCoverage(date(2026, 1, 1), status=VerificationStatus.UNVERIFIED)
DRAFT = NoteFact(NoteMode.TEMPLATE_MANUAL, at("2026-05-12 16:00"))
READY = [
    ("R05-V1", {}, "allow"),
    ("R05-V2", {"coverage": UNVERIFIED}, "block plan_unverified"),
    ("R05-V3", client(forms_at=None), "block forms_missing"),
    ("R05 no payment method", client(payment_method_at=None), "block payment_method_missing"),
    (
        "R05 plan ended the day before",
        {"coverage": BookedCoverage(EARLY, DAY - timedelta(days=1))},
        "block plan_inactive",
    ),
    ("A38 plan ended that day", {"coverage": BookedCoverage(EARLY, DAY)}, "allow"),
    ("A38 plan began that day", {"coverage": BookedCoverage(DAY)}, "allow"),
    ("R05 no plan", {"coverage": None, "plan": None}, "block plan_missing plan_unverified"),
    (
        "R05 neither plan nor place",
        {"coverage": None, "plan": None, "places": ()},
        "block plan_missing location_missing",
    ),
    ("R08-V1", {"notes": (DRAFT,)}, "block template_unsigned"),
    (
        "R08-V1 with AI",
        {"notes": (replace(DRAFT, mode=NoteMode.TEMPLATE_AI),)},
        "block template_unsigned",
    ),
    ("R08-V2", {"notes": (NoteFact(NoteMode.UPLOAD),)}, "allow"),
    ("R08-V3", {"notes": ()}, "allow"),
    ("R08 mode none", {"notes": (NoteFact(NoteMode.NONE),)}, "allow"),
    ("R08 discarded", {"notes": (replace(DRAFT, is_discarded=True),)}, "allow"),
    (
        "R08 an upload beside the draft",
        {"notes": (DRAFT, NoteFact(NoteMode.UPLOAD))},
        "block template_unsigned",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), table(READY))
def test_client_plan_and_note_are_ready(changes, expected):
    found = judged(ordinary(**changes))
    assert set(expected.split()) <= words(found)
    assert found.verdict == expected.split()[0]


def test_what_is_on_file_counts_from_its_instant_on():
    now = at("2026-05-12 17:00")
    for changes in (client(forms_at=now), {"notes": (signed(now),)}):
        assert judged(ordinary(**changes), now).verdict == "allow"
        assert judged(ordinary(**changes), now - SECOND).verdict == "block"


def test_r11_medicaid_that_becomes_known_late_is_told():
    known = at("2026-05-14 15:50")
    medicaid = CoverageFact(LineOfBusiness.MEDICAID, EARLY, None, known)
    case = with_session(ordinary(), coverages=(medicaid,))
    assert "coverage_known_late" not in words(judged(case))
    late = with_session(case, coverages=(replace(medicaid, known_at=known + SECOND),))
    assert "coverage_known_late" in words(judged(late))


# places (R19, R20, R56)

PLACES = [
    ("R19-V1", {"places": ()}, "block location_missing"),
    (
        "R19-V2",
        {"modality": Modality.IN_PERSON, "places": (), "practice_place": place("NY")},
        "allow",
    ),
    (
        "R19 in person, no office",
        {"modality": Modality.IN_PERSON},
        "review practice_location_missing",
    ),
    ("A37 by phone", {"modality": Modality.PHONE, "places": ()}, "block location_missing"),
    ("R20-V1", {"places": (place("NY"),)}, "allow"),
    (
        "R20-V2",
        {"places": (place("NY", line1=None, city=None, zip=None),)},
        "allow address_incomplete",
    ),
    ("R20-V3", {"places": (place("NY", zip="07030"),)}, "allow zip_mismatch"),
    ("R20 nine digits", {"places": (place("NY", zip="10001-1234"),)}, "allow"),
    ("R56-V1", {"plan": plan()}, "allow"),
    ("R56-V2", {"plan": plan(telehealth_allowed=False)}, "allow telehealth_not_offered"),
    ("R56-V3", {"plan": plan(telehealth_allowed=None)}, "allow telehealth_unknown"),
]


@pytest.mark.parametrize(("changes", "expected"), table(PLACES))
def test_places(changes, expected):
    found = judged(ordinary(**changes))
    wanted = set(expected.split())
    remarks = {"address_incomplete", "zip_mismatch", "telehealth_not_offered", "telehealth_unknown"}
    assert wanted <= words(found)
    assert found.verdict == expected.split()[0]
    assert words(found) & remarks == wanted & remarks


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2024-05-05", "not_assessed"), ("2024-05-06", "block")],
    ids=["R19-V3", "R19"],
)
def test_before_the_location_was_asked_for_nothing_is_judged(day, verdict):
    assert judged(started(f"{day} 15:00", places=())).verdict == verdict


def test_before_the_location_was_asked_for_another_fault_still_stops_it():
    case = started("2024-05-05 15:00", places=(), cpt=None)
    found = judged(case)
    assert words(found) >= {"block", "location_not_asked"}
    assert found.rules == ("R04",)


# crisis (R28)

IN_FLORIDA = {"places": (place("FL"),)}
APPROVED = CrisisFact(True, True, "Dana Reyes", at("2026-05-12 16:00"))
DECLINED = CrisisFact(
    True, True, declined=CrisisDecline("Dana Reyes", at("2026-05-12 16:00"), "No danger.")
)
CRISES = [
    ("R28-V1", {**IN_FLORIDA, "crisis": APPROVED}, "allow crisis crisis_approved"),
    ("R28-V2", {"cpt": "90837"}, "block crisis_cpt"),
    (
        "R28-V3",
        {"places": (place("NV", line1="hotel in Reno", city=None, zip=None),)},
        "block crisis_address",
    ),
    ("R28 where the place passes", {}, "allow direct"),
    ("R28 not approved", IN_FLORIDA, "review crisis crisis_unapproved"),
    ("R28 declined", {**IN_FLORIDA, "crisis": DECLINED}, "block crisis_declined no_license"),
    ("R28 declined, and the place passes", {"crisis": DECLINED}, "allow direct"),
    (
        "R28 approved by nobody",
        {**IN_FLORIDA, "crisis": replace(APPROVED, approved_by=None)},
        "review crisis_unapproved",
    ),
    (
        "R28 approved at no known time",
        {**IN_FLORIDA, "crisis": replace(APPROVED, approved_at=None)},
        "review crisis_unapproved",
    ),
    (
        "R28 approved later",
        {**IN_FLORIDA, "crisis": replace(APPROVED, approved_at=at("2026-05-12 16:51"))},
        "review crisis_unapproved",
    ),
    (
        "R28 approved just now",
        {**IN_FLORIDA, "crisis": replace(APPROVED, approved_at=at("2026-05-12 16:50"))},
        "allow crisis_approved",
    ),
    ("R28 with its add-on", {"cpt_addon": "90840"}, "allow direct"),
    ("R28 with another add-on", {"cpt_addon": "90785"}, "block crisis_cpt"),
    ("R28 no narrative", {"crisis": CrisisFact(False, True)}, "block crisis_narrative"),
    ("R28 no resolution", {"crisis": CrisisFact(True, False)}, "block crisis_resolution"),
    ("R28 no place", {"places": ()}, "block crisis_address location_missing"),
    (
        "R28 papers beside a place that fails",
        {**IN_FLORIDA, "cpt": "90837"},
        "block crisis_cpt crisis_unapproved no_license",
    ),
    (
        "R28 the plan is not waived",
        {**IN_FLORIDA, "crisis": APPROVED, "coverage": None, "plan": None},
        "block plan_missing",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), table(CRISES))
def test_crisis(changes, expected):
    found = judged(crisis(**changes))
    assert set(expected.split()) <= words(found) | set(found.paths)
    assert found.verdict == expected.split()[0]


@pytest.mark.parametrize(("minutes", "verdict"), [(29, "review"), (30, "allow")])
def test_r28_a_crisis_of_less_than_half_an_hour_goes_to_a_person(minutes, verdict):
    case = crisis()
    short = with_session(case, scheduled_end_at=case.session.start_at + minutes * MINUTE)
    found = judged(replace(short, notes=()))
    assert found.verdict == verdict
    assert ("crisis_short" in found.codes) is (verdict == "review")


DECISIONS = [
    ("the next business day, to its end", "2026-05-12 17:00", "2026-05-14 00:00"),
    ("late at night, by the clock of the platform", "2026-05-12 23:30", "2026-05-14 00:00"),
    ("over a weekend", "2026-05-15 17:00", "2026-05-19 00:00"),
    ("over Memorial Day", "2026-05-22 17:00", "2026-05-27 00:00"),
    ("never past day 30", "2026-06-11 17:00", "2026-06-12 00:00"),
]


@pytest.mark.parametrize(("now", "limit"), table(DECISIONS))
def test_r28_a_manager_decides_within_a_business_day_and_before_day_30(now, limit):
    case = crisis(**IN_FLORIDA, **{"crisis": CrisisFact(True, True, needed_at=at(now))})
    for later in (timedelta(), timedelta(days=3), timedelta(days=20)):
        assert decide_by(asked(case, at(now) + later), BusinessCalendar()) == at(limit)


def test_r28_where_nothing_was_needed_yet_no_decision_is_due():
    assert decide_by(asked(crisis(**IN_FLORIDA)), BusinessCalendar()) is None


HERE = ApprovedFor(frozenset({place("FL")}), "90839")
HELD = replace(APPROVED, approved_for=HERE)
ENDS = [
    ("as approved", {}, ""),
    ("another street", {"places": (place("FL", line1="4 Ocean Walk"),)}, "the address changed"),
    ("another ZIP code", {"places": (place("FL", zip="33140"),)}, "the address changed"),
    ("a second place", {"places": (place("FL"), place("NV"))}, "the address changed"),
    ("an add-on", {"cpt_addon": "90840"}, "the CPT code changed"),
    ("another code", {"cpt": "90837"}, "the CPT code changed"),
    (
        "no narrative",
        {"crisis": replace(HELD, has_narrative=False)},
        "the documentation was taken away",
    ),
    (
        "no resolution",
        {"crisis": replace(HELD, has_resolution=False)},
        "the documentation was taken away",
    ),
]


@pytest.mark.parametrize(("changes", "because"), table(ENDS))
def test_r28_an_approval_covers_its_place_and_code_alone(changes, because):
    found = judged(crisis(**{**IN_FLORIDA, "crisis": HELD, **changes}))
    ended = [one.text for one in found.reasons if one.code == "crisis_approval_ended"]
    assert ended == ([f"The approval no longer applies: {because}."] if because else [])
    assert ("crisis_unapproved" in found.codes) is bool(because)
    assert (found.verdict == "allow") is not bool(because)


def test_r28_an_approval_that_an_import_ended_stays_ended():
    ended = replace(HELD, ended_at=at("2026-05-12 16:30"), ended_by=ApprovalEnd.ADDRESS)
    found = judged(crisis(**IN_FLORIDA, **{"crisis": ended}))
    assert (found.verdict, "crisis_approval_ended" in found.codes) == ("review", True)


STREETS = [
    ("501 Sierra Street", "NV", True),
    ("12B Main", "NV", True),
    ("1/2 Oak Lane", "NV", True),
    ("Calle Luna 12", "PR", True),
    ("Calle Luna", "PR", False),
    ("Hotel 6", "NV", False),
    ("hotel in Reno", "NV", False),
    ("PO Box 12", "NV", False),
    ("Sierra Street", "NV", False),
    ("501", "NV", False),
    ("", "NV", False),
]


@pytest.mark.parametrize(("line1", "state", "is_exact"), STREETS)
def test_r28_an_exact_address_is_a_street_with_a_number(line1, state, is_exact):
    case = crisis(places=(place(state, line1=line1, city="Reno", zip="89501"),))
    assert ("crisis_address" not in judged(case).codes) is is_exact


PARK = place("NY", line1="Prospect Park")
NO_STREET = replace(HELD, approved_for=ApprovedFor(frozenset({PARK}), "90839", None, "A park"))


def test_r28_a_manager_may_say_why_there_is_no_street_address():
    found = judged(crisis(places=(PARK,), crisis=NO_STREET))
    assert (found.verdict, "crisis_no_street" in found.codes) == ("allow", True)
    nowhere = replace(PARK, zip=None)
    given = replace(NO_STREET, approved_for=ApprovedFor(frozenset({nowhere}), "90839", None, "A"))
    assert judged(crisis(places=(nowhere,), crisis=given)).verdict == "block"


ABROAD = (place("OUTSIDE", line1="1 King Street", city="Toronto", zip="89501"),)


@pytest.mark.parametrize("places", [ABROAD, (*ABROAD, place("FL"))])
@pytest.mark.parametrize("made", [crisis, lambda **given: mos(**{"crisis": HELD, **given})])
def test_r28_no_approval_allows_a_client_abroad(places, made):
    for approval in (HELD, replace(HELD, approved_for=None)):
        found = judged(made(places=places, crisis=approval))
        assert found.verdict != "allow"
        assert not awaits_decision(made(places=places, crisis=approval), found)


def _of_minutes(minutes, **changes):
    case = crisis(**changes)
    return with_session(case, scheduled_end_at=case.session.start_at + minutes * MINUTE)


@pytest.mark.parametrize(
    ("minutes", "cpt", "verdict"),
    [
        (29, "90839", "review"),
        (29, "90832", "allow"),
        (30, "90832", "block"),
        (30, "90839", "allow"),
    ],
)
def test_r28_a_short_crisis_is_billed_by_another_code_or_not_at_all(minutes, cpt, verdict):
    found = judged(replace(_of_minutes(minutes, cpt=cpt), notes=()))
    assert found.verdict == verdict
    (step,) = [one.next_step for one in found.reasons if one.code == "crisis_short"] or [""]
    assert ("Otherwise it is not billed." in step) is ((minutes, cpt) == (29, "90839"))


def test_r28_a_short_crisis_with_another_code_has_no_exception():
    found = judged(replace(_of_minutes(29, cpt="90832", **IN_FLORIDA), notes=()))
    assert (found.verdict, "no_license" in found.codes) == ("block", True)


def test_r28_day_30_holds_for_a_crisis_too():
    case = crisis(**IN_FLORIDA, **{"crisis": APPROVED})
    assert "expired_30d" in words(judged(case, at("2026-06-12 00:00")))


# all at once (A33)


def test_r29_v3_a_confirmation_asks_whether_the_client_moved():
    visits = tuple(VisitFact("FL", DAY - timedelta(days=days)) for days in (33, 20, 10))
    case = ordinary(provider=provider("FL", "meridian FL"), visits=visits, **IN_FLORIDA)
    assert words(judged(case)) >= {"allow", "moved_prompt"}


def test_every_reason_is_named_and_not_the_first_alone():
    case = ordinary(
        provider=provider(""), cpt=None, diagnoses=(), coverage=None, plan=None, notes=(DRAFT,)
    )
    case = replace(case, client=ClientFact())
    found = judged(case, at("2026-07-01 12:00"))
    assert words(found) >= {
        *("block", "expired_30d", "cpt_missing", "diagnosis_missing", "payment_method_missing"),
        *("forms_missing", "plan_missing", "template_unsigned", "no_license"),
    }


def test_an_empty_book_is_loud():
    with pytest.raises(PolicyGap):
        may_be_confirmed(asked(ordinary(), book=PolicyBook(())))
