"""May it be edited, and who cancels it? Each vector by its name (R13-R16, R40, R52, R53)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.rules.eligibility.canceling import route
from core.rules.eligibility.editing import (
    EDITABLE,
    ProposedEdit,
    may_be_edited,
    may_be_edited_late,
    not_edited_late,
)
from core.rules.eligibility.session_facts import MoneyFact
from core.vocabulary.care import Modality, SessionStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.verdicts import EditField
from core.vocabulary.words import phrase
from tests.support.cases import (
    HOUR,
    SECOND,
    asked,
    at,
    confirmed,
    mos,
    ordinary,
    place,
    plan,
    provider,
    times,
    with_session,
)
from tests.support.table import table

LA = "America/Los_Angeles"
WINDOWS = [
    ("R13-V1", at("2026-03-07 13:00"), at("2026-03-09 14:00")),
    ("R13-V2", at("2026-10-31 12:00"), at("2026-11-02 11:00")),
    ("R13-V2 fold 0", at("2026-11-01 01:30"), at("2026-11-03 00:30")),
    ("R13-V2 fold 1", at("2026-11-01 01:30", fold=1), at("2026-11-03 01:30")),
    ("R13-V3", at("2026-12-30 20:00", LA), at("2027-01-01 20:00", LA)),
]


def confirmed_at(moment):
    begun = moment - timedelta(hours=3)
    session = replace(times(), scheduled_start_at=begun, scheduled_end_at=begun + HOUR)
    return confirmed(ordinary(session), moment)


@pytest.mark.parametrize(("start", "limit"), table(WINDOWS))
def test_48_hours_with_their_last_instant_and_not_a_second_longer(start, limit):
    case = confirmed_at(start)
    assert may_be_edited(asked(case, limit)).verdict == "allow"
    found = may_be_edited(asked(case, limit + SECOND))
    assert (found.verdict, found.rules) == ("block", ("R15",))


def test_r15_v1_to_v3_support_edits_from_a_second_after_48_hours_on():
    case = confirmed(ordinary())
    limit = case.session.confirmed_at + 48 * HOUR
    (refusal,) = not_edited_late(asked(case, limit))
    assert (refusal.code, refusal.rule) == ("edit_by_provider", "R13")
    assert not not_edited_late(asked(case, limit + SECOND))
    late = asked(case, limit + timedelta(days=400))
    case = replace(case, plan=replace(case.plan, timely_filing_days=180))
    late = replace(late, case=case)
    found = may_be_edited_late(late, ProposedEdit(frozenset({EditField.CPT}), case))
    assert (found.verdict, not_edited_late(late)) == ("allow", ())
    assert "filing_limit" in found.codes


def test_r15_v1_and_r15_v2_the_provider_until_then_and_support_a_second_later():
    case = confirmed(ordinary())
    limit = case.session.confirmed_at + 48 * HOUR
    assert may_be_edited(asked(case, limit)).codes == {"editable_fields"}
    (later,) = may_be_edited(asked(case, limit + SECOND)).reasons
    assert later.next_step == "The provider asks support to edit the session."


def test_r15_v3_a_year_later_support_is_named():
    found = may_be_edited(asked(confirmed(ordinary()), at("2027-06-16 12:00")))
    assert "support" in found.deciding[0].next_step


def test_r14_the_fields_that_the_provider_can_edit_are_named():
    (said,) = may_be_edited(asked(confirmed(ordinary()))).remarks
    assert all(phrase(one) in said.text for one in EDITABLE - {EditField.CAR_DATE})


YEAR = plan(timely_filing_days=365)
FILING = [
    ("R15-V3", plan(timely_filing_days=365), 400, True),
    ("thirty days before the limit", YEAR, 335, True),
    ("a day earlier", YEAR, 334, False),
    ("no limit is known", plan(), 400, False),
]


@pytest.mark.parametrize(("with_plan", "days", "warns"), table(FILING))
def test_r15_a_late_edit_is_warned_of_near_the_plans_limit(with_plan, days, warns):
    case = confirmed(ordinary(plan=with_plan))
    found = may_be_edited(asked(case, at("2026-05-12 12:00") + timedelta(days=days)))
    assert ("filing_limit" in found.codes) is warns
    assert found.rules == ("R15",)


def test_r15_the_plans_limit_is_near_by_the_clock_of_the_session():
    late = at("2026-05-12 23:30") + timedelta(days=334)
    assert "filing_limit" not in may_be_edited(asked(confirmed(ordinary(plan=YEAR)), late)).codes


WAYS = [
    ("R15 most plans", CorrectionMethod.REPLACE_VOID, 1, {"claim_replaced"}),
    ("R15 Medicare", CorrectionMethod.REOPENING, 1, {"claim_reopened"}),
    ("R15 a portal", CorrectionMethod.PORTAL, 1, {"claim_in_portal"}),
    ("R15 no claim lives", CorrectionMethod.REPLACE_VOID, 0, set()),
]


@pytest.mark.parametrize(("method", "claims", "told"), table(WAYS))
def test_after_48_hours_a_claim_is_corrected_as_its_plan_takes_it(method, claims, told):
    case = confirmed(ordinary(plan=plan(correction_method=method), money=MoneyFact(claims=claims)))
    limit = case.session.confirmed_at + 48 * HOUR
    assert may_be_edited(asked(case, limit)).codes == {"editable_fields"}
    found = may_be_edited(asked(case, limit + SECOND))
    assert found.codes == {"edit_window_over", *told}
    assert (found.verdict, found.rules) == ("block", ("R15",))


def test_r15_without_a_known_plan_no_way_is_named():
    case = confirmed(ordinary(plan=None, money=MoneyFact(claims=1)))
    found = may_be_edited(asked(case, case.session.confirmed_at + 49 * HOUR))
    assert found.codes == {"edit_window_over"}


def test_r15_a_plan_that_reopens_claims_is_never_sent_a_replacement():
    sent = plan(correction_method=CorrectionMethod.REOPENING)
    case = confirmed(ordinary(plan=sent, money=MoneyFact(claims=1)))
    found = may_be_edited(asked(case, case.session.confirmed_at + 49 * HOUR))
    (said,) = [one for one in found.reasons if one.code == "claim_reopened"]
    assert "no replacement claims" in said.text
    assert "reopen" in said.next_step
    assert "voluntary refund" in said.next_step


DONE = confirmed(ordinary())
F = EditField
EDITS = [
    ("R14-V1", {F.CPT}, replace(DONE, cpt="90832"), "allow"),
    ("R14-V2", {F.CLIENT}, DONE, "block field_not_editable"),
    (
        "R14-V3",
        {F.LOCATION},
        replace(DONE, places=(place("NJ"),)),
        "block no_license no_credential",
    ),
    ("R14 plan", {F.PLAN}, DONE, "block field_not_editable"),
    ("R14 note", {F.NOTE}, DONE, "block field_not_editable"),
    ("R14 amount", {F.AMOUNT}, DONE, "block field_not_editable"),
    ("R14 diagnosis", {F.DIAGNOSIS}, replace(DONE, diagnoses=("F33.1",)), "allow"),
    (
        "R14 diagnosis not billable",
        {F.DIAGNOSIS},
        replace(DONE, diagnoses=("F32",)),
        "block diagnosis_not_billable",
    ),
    (
        "R14 in person instead",
        {F.LOCATION},
        replace(DONE, modality=Modality.IN_PERSON, practice_place=place("NY")),
        "allow",
    ),
]


@pytest.mark.parametrize(("fields", "case", "expected"), table(EDITS))
def test_five_fields_can_be_edited_and_the_gates_run_again(fields, case, expected):
    edit = ProposedEdit(frozenset(fields), case)
    found = may_be_edited(asked(DONE, DONE.session.end_at + 3 * HOUR), edit)
    assert {found.verdict.value, *found.codes} >= set(expected.split())
    assert found.verdict == expected.split()[0]


def moved(case, start: str):
    begins = at(start)
    return with_session(case, actual_start_at=begins, actual_end_at=begins + HOUR)


MOVES = [
    ("a day earlier", "2026-05-11 15:00", "allow"),
    ("into the future", "2026-05-14 15:00", "block date_in_future"),
    ("to an hour that is just over", "2026-05-13 11:00", "allow"),
    ("day 30 before the confirmation", "2026-04-12 15:00", "allow"),
    ("day 31 before the confirmation", "2026-04-11 15:00", "block edit_outside_30d"),
]


@pytest.mark.parametrize(("start", "expected"), table(MOVES))
def test_r14_a_date_moves_only_where_the_confirmation_still_holds(start, expected):
    edit = ProposedEdit(frozenset({F.DATE}), moved(DONE, start))
    found = may_be_edited(asked(DONE, at("2026-05-13 12:00")), edit)
    assert {found.verdict.value, *found.codes} >= set(expected.split())


def test_r14_the_day_to_come_is_named_by_the_clock_of_the_session():
    edit = ProposedEdit(frozenset({F.DATE}), moved(DONE, "2026-05-14 22:30"))
    found = may_be_edited(asked(DONE, at("2026-05-13 12:00")), edit)
    assert "on Thu, May 14." in found.deciding[0].text


def test_r14_a_military_onesource_date_asks_for_its_report_date_again():
    case = confirmed(mos())
    now = at("2026-05-13 12:00")
    alone = ProposedEdit(frozenset({F.DATE}), moved(case, "2026-05-11 15:00"))
    assert "car_date" in may_be_edited(asked(case, now), alone).codes
    report = replace(alone.case.car, entered_on=at("2026-05-12 12:00").date())
    both = ProposedEdit(frozenset({F.DATE, F.CAR_DATE}), replace(alone.case, car=report))
    assert may_be_edited(asked(case, now), both).verdict == "allow"


def test_r14_a_date_before_the_enrollment_does_not_hold():
    who = provider("NY", mos_from=at("2026-05-12 12:00").date())
    case = confirmed(mos(provider=who))
    edit = ProposedEdit(frozenset({F.DATE}), moved(case, "2026-05-11 15:00"))
    assert "mos_not_enrolled" in may_be_edited(asked(case, at("2026-05-13 12:00")), edit).codes


CLOSED = [SessionStatus.CANCELLED, SessionStatus.CANCEL_REQUESTED, SessionStatus.NO_SHOW]


@pytest.mark.parametrize("status", CLOSED)
def test_a_cancelled_session_is_not_edited(status):
    case = with_session(DONE, status=status)
    assert may_be_edited(asked(case)).codes == {"edit_closed"}


def test_r13_no_window_runs_before_the_confirmation():
    found = may_be_edited(asked(ordinary()))
    assert (found.verdict, found.codes) == ("allow", {"edit_unconfirmed"})


CODES = {
    "support": "cancel_by_support",
    "provider_calendar": "cancel_in_calendar",
    "none": "cancel_closed",
}
ROUTES = [
    ("R16-V1", DONE, HOUR, "support"),
    ("R16 a year later", DONE, timedelta(days=400), "support"),
    ("R16-V2 before it", ordinary(), -2 * HOUR, "provider_calendar"),
    ("R16-V2 held", ordinary(), HOUR, "provider_calendar"),
    ("expired", ordinary(), timedelta(days=40), "none"),
    ("cancelled", with_session(ordinary(), status=SessionStatus.CANCELLED), HOUR, "none"),
    ("no-show", with_session(ordinary(), status=SessionStatus.NO_SHOW), HOUR, "none"),
    ("R40-V3 Military OneSource", confirmed(mos()), HOUR, "support"),
]


@pytest.mark.parametrize(("case", "after", "path"), table(ROUTES))
def test_a_cancellation_has_its_way(case, after, path):
    found = route(asked(case, case.session.end_at + after))
    assert found.path == path
    assert found.reason.code == CODES[path]
