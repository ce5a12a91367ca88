"""Whether a confirmed session may be cancelled, and what follows: the whole matrix."""

from datetime import date
from itertools import product

import pytest

from core.rules.requests.cancellation import (
    amounts,
    light,
    needs_approval,
    open_steps,
    plan,
    refusal,
    requester_problem,
    summary,
)
from core.rules.requests.cancellation_facts import (
    CancellationFacts,
    ClaimFact,
    PaymentFact,
)
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    PayoutStatus,
    SessionStage,
)
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.requests import CancellationPart as Part
from core.vocabulary.requests import RequesterType, SettleStatus

TODO, NA = SettleStatus.TODO, SettleStatus.NOT_APPLICABLE
PAID_OUT = {ClaimStatus.PAID}
MOS, OTHER = PayerKind.MOS, PayerKind.INSURANCE

# status now: (held at once as, at the end, what a person answers, in order; "!" needs a yes)
CLAIMS = {
    None: (None, None, "noted"),
    "queued": (None, None, "withdrawn"),
    "withdrawn": (None, None, ""),
    "submitted": (None, None, "accepted front_end_rejected"),
    "front_end_rejected": (None, None, "noted"),
    "accepted": (None, None, "void_requested voided"),
    "denied": (None, None, "noted void_requested"),
    "paid": (None, None, "! void_requested refunded_to_payer"),
    "void_requested": (None, None, "voided void_rejected"),
    "void_rejected": (None, None, "void_requested voided"),
    "voided": (None, None, ""),
    "recouped": (None, None, ""),
    "refunded_to_payer": (None, None, ""),
    "replaced": (None, None, ""),
}
CHARGES = {
    None: (None, None, ""),
    "due": ("on_hold", "stopped", ""),
    "on_hold": (None, "stopped", ""),
    "stopped": (None, None, ""),
    "charged": (None, None, "refund_due"),
    "failed": (None, "stopped", ""),
    "refund_due": (None, None, "refunded"),
    "refunded": (None, None, ""),
}
CHARGES_OF_MOS = {
    status: (None, None, "" if status in (None, "stopped", "refunded") else "noted")
    for status in CHARGES
}
PAYOUTS = {
    None: (None, None, ""),
    "pending": ("on_hold", "void", ""),
    "scheduled": ("on_hold", "void", ""),
    "on_hold": (None, "void", ""),
    "paid": (None, None, "recovery_due"),
    "recovery_due": (None, None, "recovered"),
    "recovered": (None, None, ""),
    "void": (None, None, ""),
}
CLAIMS_OF_MOS = CLAIMS | {None: (None, None, "")}
CAR, NO_CAR = (None, None, "cancelled no_show"), (None, None, "")


def facts(claim=None, charge=None, payout=None, payer=OTHER, **given) -> CancellationFacts:
    return CancellationFacts(
        stage=SessionStage.CONFIRMED,
        payer_kind=payer,
        claims=(ClaimFact("K-1", ClaimStatus(claim)),) if claim else (),
        charges=(PaymentFact("H-1", ChargeStatus(charge), 2500),) if charge else (),
        payouts=(PaymentFact("O-1", PayoutStatus(payout), 10000),) if payout else (),
        **given,
    )


def follows(step):
    answers = " ".join(move.to for move in step.moves)
    return step.at_once, step.at_end, f"! {answers}" if step.needs_approval else answers


@pytest.mark.parametrize("payer", [OTHER, MOS])
@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_by_every_charge_and_every_payout(claim, payer):
    of_mos = payer == MOS
    for charge, payout in product(CHARGES, PAYOUTS):
        steps = plan(facts(claim, charge, payout, payer))
        assert [step.part for step in steps] == [Part.CLAIM, Part.CHARGE, Part.PAYOUT, Part.CAR]
        assert [follows(step) for step in steps] == [
            (CLAIMS_OF_MOS if of_mos else CLAIMS)[claim],
            (CHARGES_OF_MOS if of_mos else CHARGES)[charge],
            PAYOUTS[payout],
            CAR if of_mos else NO_CAR,
        ], (claim, charge, payout, payer)


def test_the_matrix_leaves_no_status_out():
    assert set(CLAIMS) == {None, *ClaimStatus}
    assert set(CHARGES) == {None, *ChargeStatus}
    assert set(PAYOUTS) == {None, *PayoutStatus}


@pytest.mark.parametrize("payer", PayerKind)
def test_a_step_is_to_do_exactly_when_somebody_or_the_end_has_something_to_do(payer):
    for claim, charge, payout in product(CLAIMS, CHARGES, PAYOUTS):
        for step in plan(facts(claim, charge, payout, payer)):
            has_more = bool(step.moves) or step.at_end is not None
            assert (step.settled == TODO) == has_more, step


def test_every_step_says_in_words_what_follows():
    for claim, charge, payout, payer in product(CLAIMS, CHARGES, PAYOUTS, PayerKind):
        assert all(step.text for step in plan(facts(claim, charge, payout, payer)))


@pytest.mark.parametrize("payer", [PayerKind.SELF_PAY, PayerKind.MOS])
def test_where_no_insurer_pays_a_missing_claim_is_nobodys_work(payer):
    assert plan(facts(payer=payer))[0].settled == NA


def test_each_of_several_claims_has_its_own_step():
    two = (ClaimFact("K-1", ClaimStatus.REPLACED), ClaimFact("K-2", ClaimStatus.PAID))
    found = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=two))
    assert [(one.code, one.settled) for one in found if one.part == Part.CLAIM] == [
        ("claim.K-1", NA),
        ("claim.K-2", TODO),
    ]


@pytest.mark.parametrize("status", [ClaimStatus.VOIDED, ClaimStatus.VOID_REQUESTED])
def test_money_of_the_payer_that_is_still_out_is_watched_until_it_is_back(status):
    claim = ClaimFact("K-1", status, paid_cents=9000)
    (step, *_) = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=(claim,)))
    assert step.settled == TODO
    assert [move.to for move in step.moves if move.ends] == (
        ["recouped"] if status == ClaimStatus.VOIDED else []
    )


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("method", CorrectionMethod)
def test_a_void_needs_the_payers_number_unless_the_plan_has_a_way_of_its_own(known, method):
    claim = ClaimFact(
        "K-1", ClaimStatus.ACCEPTED, control_number="2026A" if known else "", method=method
    )
    (step, *_) = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=(claim,)))
    expected = method == CorrectionMethod.REPLACE_VOID and not known
    assert step.moves[0].needs_number == expected


def test_what_goes_back_is_added_up_by_direction():
    facts = CancellationFacts(
        SessionStage.CONFIRMED,
        OTHER,
        claims=(
            ClaimFact("K-1", ClaimStatus.PAID, 11400, 400),
            ClaimFact("K-2", ClaimStatus.DENIED),
            ClaimFact("K-3", ClaimStatus.RECOUPED, 900, 900),
        ),
        charges=(
            PaymentFact("H-1", ChargeStatus.CHARGED, 4000),
            PaymentFact("H-2", ChargeStatus.DUE, 100),
            PaymentFact("H-3", ChargeStatus.REFUNDED, 200),
        ),
        payouts=(
            PaymentFact("O-1", PayoutStatus.RECOVERY_DUE, 11800),
            PaymentFact("O-2", PayoutStatus.PENDING, 700),
        ),
    )
    expected = {Part.CLAIM: 11000, Part.CHARGE: 4000, Part.PAYOUT: 11800}
    assert amounts(plan(facts)) == expected


@pytest.mark.parametrize("status", ClaimStatus)
def test_a_void_is_never_told_to_be_voided(status):
    claim = ClaimFact("K-2", status, frequency=8)
    (step, *_) = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=(claim,)))
    assert (step.settled, step.moves, step.needs_approval) == (NA, (), False)


@pytest.mark.parametrize(("paid", "ends"), [(0, True), (9000, False)])
def test_a_call_to_the_payer_voids_what_it_accepted(paid, ends):
    claim = ClaimFact("K-1", ClaimStatus.ACCEPTED, paid)
    (step, *_) = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=(claim,)))
    (call,) = [move for move in step.moves if "call" in move.words]
    assert (call.to, call.ends, call.needs_number) == ("voided", ends, False)


def test_a_paid_claim_of_a_government_line_shows_the_sixty_days():
    claim = ClaimFact("K-1", ClaimStatus.PAID, 9000, is_government=True, file_by=date(2027, 3, 10))
    (step, *_) = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=(claim,)))
    assert "60 days" in step.warnings[0]
    assert "Wed, Mar 10, 2027" in step.warnings[1]


@pytest.mark.parametrize("claim", CLAIMS)
def test_only_a_paid_claim_needs_an_approval(claim):
    assert needs_approval(facts(claim)) == (claim == "paid")


def test_a_denied_claim_with_money_on_it_needs_an_approval_too():
    claim = ClaimFact("K-1", ClaimStatus.DENIED, paid_cents=1)
    assert needs_approval(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=(claim,)))


@pytest.mark.parametrize("outcome", [CarOutcome.CANCELLED, CarOutcome.NO_SHOW])
def test_a_car_that_shows_the_true_outcome_is_settled(outcome):
    assert plan(facts(payer=MOS, car=outcome))[-1].settled == NA


@pytest.mark.parametrize("outcome", [None, CarOutcome.TOOK_PLACE])
def test_a_car_that_is_missing_or_says_held_is_to_do(outcome):
    assert plan(facts(payer=MOS, car=outcome))[-1].settled == TODO


REFUSED = {
    SessionStage.SCHEDULED: "cancel_in_calendar",
    SessionStage.TOOK_PLACE: "cancel_in_calendar",
    SessionStage.EXPIRED: "expired_30d",
    SessionStage.CANCELLED: "not_held",
    SessionStage.NO_SHOW: "not_held",
    SessionStage.CANCEL_REQUESTED: "cancel_requested",
    SessionStage.CANCELLED_AFTER_CONFIRM: "cancelled_after_confirm",
}


@pytest.mark.parametrize("stage", [one for one in SessionStage if one != SessionStage.CONFIRMED])
def test_only_a_confirmed_session_is_cancelled_here_and_the_refusal_says_who_can_help(stage):
    found = refusal(CancellationFacts(stage, OTHER))
    assert found.text
    assert found.next_step
    assert found.code == REFUSED[stage]


def test_a_missed_military_onesource_session_is_refused_by_its_own_rule():
    found = refusal(CancellationFacts(SessionStage.NO_SHOW, MOS))
    assert (found.code, found.rule) == ("mos_not_held", "R40")


def test_an_expired_session_is_refused_with_its_last_day():
    told = CancellationFacts(SessionStage.EXPIRED, OTHER, confirm_last_on=date(2026, 4, 9))
    assert "Thu, Apr 9, 2026" in refusal(told).text


def test_nothing_stands_in_the_way_of_a_confirmed_session():
    assert refusal(facts("paid", "charged", "paid")) is None


def test_a_session_being_cancelled_names_the_request_that_does_it():
    found = refusal(facts(open_request="R-ABCDEF"))
    assert (found.code, found.next_step) == ("cancel_requested", "Open request R-ABCDEF.")


def test_a_cancellation_that_the_platform_began_names_the_platform():
    found = refusal(CancellationFacts(SessionStage.CANCEL_REQUESTED, OTHER))
    assert (found.code, "on the platform" in found.next_step) == ("cancel_requested", True)


@pytest.mark.parametrize("kind", RequesterType)
def test_only_the_provider_or_staff_for_them_have_a_session_cancelled(kind):
    may = kind in (RequesterType.PROVIDER, RequesterType.STAFF)
    assert (requester_problem(kind) is None) == may


def test_an_answered_step_is_open_no_more():
    steps = plan(facts("queued", "charged"))
    answered = {"claim.K-1": SettleStatus.DONE}
    assert light(steps[0], answered) == SettleStatus.DONE
    assert [one.code for one in open_steps(steps, answered)] == ["charge.H-1"]


def test_a_held_charge_is_to_do_but_waits_for_nobody():
    steps = plan(facts("withdrawn", "on_hold"))
    assert open_steps(steps, {}) == ()
    assert summary(steps, {})[Part.CHARGE] == TODO


def test_a_part_is_done_when_one_of_its_steps_was_done_and_none_is_left():
    two = (ClaimFact("K-1", ClaimStatus.REPLACED), ClaimFact("K-2", ClaimStatus.QUEUED))
    steps = plan(CancellationFacts(SessionStage.CONFIRMED, OTHER, claims=two))
    assert summary(steps, {})[Part.CLAIM] == TODO
    assert summary(steps, {"claim.K-2": SettleStatus.DONE})[Part.CLAIM] == SettleStatus.DONE


def test_a_claim_that_is_paid_after_it_was_answered_is_to_do_again():
    steps = plan(facts("paid"))
    answered = {"claim.K-1": SettleStatus.DONE}
    assert light(steps[0], answered) == TODO
    assert open_steps(steps, answered) == (steps[0],)


def test_what_was_answered_as_nothing_to_do_stays_so():
    (claim, *_) = plan(facts("paid"))
    assert light(claim, {"claim.K-1": NA}) == NA


def test_a_part_without_anything_to_do_is_not_applicable():
    assert set(summary(plan(facts("withdrawn")), {}).values()) == {NA}
