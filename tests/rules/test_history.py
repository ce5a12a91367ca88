"""At an earlier instant a session is judged by what was known of it then, and by nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.rules.eligibility import billing, canceling
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.rules.eligibility.place_facts import VisitFact
from core.rules.eligibility.session_facts import CarFact, CrisisDecline, MosCaseFact, SessionCase
from core.rules.sessions import as_of
from core.rules.sessions.deadline_facts import CancelAsked, CoverageFact
from core.rules.sessions.money import SessionCharge, SessionClaim
from core.rules.sessions.notes import NoteFact
from core.vocabulary.care import (
    CarOutcome,
    ChargeStatus,
    ClaimStatus,
    NoteMode,
    PayerKind,
    SessionStatus,
)
from core.vocabulary.coverage import LineOfBusiness, VerificationStatus
from tests.support.cases import asked, at, crisis, mos, ordinary, place

CALM = settings(max_examples=200, deadline=None, derandomize=True)
STARTS, ENDS = at("2026-05-12 15:00"), at("2026-05-12 15:50")
INSTANTS = st.integers(-30, 24 * 40).map(lambda hours: STARTS + timedelta(hours=hours))
DAY_AFTER = date(2026, 5, 13)


@dataclass(frozen=True)
class History:
    """A case before anything happened to it, and what happened when."""

    case: SessionCase
    events: tuple[tuple[datetime, str], ...]

    def known_at(self, instant: datetime) -> SessionCase:
        """The case built from the events up to `instant` alone."""
        return self._built([one for one in self.events if one[0] <= instant], instant)

    def wound_back(self, instant: datetime) -> SessionCase:
        """The case with all that ever happened, as it was at `instant`."""
        return as_of.case(self._built(self.events, instant), instant)

    def _built(self, events: Iterable[tuple[datetime, str]], instant: datetime) -> SessionCase:
        """Money comes with a confirmation, or by mistake where there never is one."""
        case, claims, charges = self.case, [], []
        is_mistaken = all(name != "confirmed" for _, name in self.events)
        for when, name in sorted(events):
            if name in EVENTS:
                case = EVENTS[name](case, when)
            elif case.session.confirmed_at or is_mistaken:
                MONEY[name](when, claims, charges)
        return replace(case, money=as_of.money(claims, charges, (), instant))


def _session(case: SessionCase, **changes: Any) -> SessionCase:
    return replace(case, session=replace(case.session, **changes))


def _note(case: SessionCase, when: datetime, **changes: Any) -> SessionCase:
    drafted = case.notes[0] if case.notes else NoteFact(NoteMode.TEMPLATE_MANUAL, when)
    return replace(case, notes=(replace(drafted, **changes),))


def _confirmed(case: SessionCase, when: datetime) -> SessionCase:
    if case.session.status != SessionStatus.SCHEDULED:
        return case
    return _session(case, status=SessionStatus.CONFIRMED, confirmed_at=when)


def _cancel_asked(case: SessionCase, when: datetime) -> SessionCase:
    if case.session.status != SessionStatus.CONFIRMED:
        return case
    known = case.session.cancellations
    asked_now = CancelAsked(when, f"R-{len(known)}")
    return _session(case, status=SessionStatus.CANCEL_REQUESTED, cancellations=(*known, asked_now))


def _withdrawn(case: SessionCase, when: datetime) -> SessionCase:
    if case.session.status != SessionStatus.CANCEL_REQUESTED:
        return case
    *earlier, last = case.session.cancellations
    ended = (*earlier, replace(last, withdrawn_at=when))
    return _session(case, status=SessionStatus.CONFIRMED, cancellations=ended)


def _canceled(case: SessionCase, when: datetime) -> SessionCase:
    if case.session.status == SessionStatus.SCHEDULED:
        return _session(case, status=SessionStatus.CANCELLED, cancelled_at=when)
    if case.session.status != SessionStatus.CANCEL_REQUESTED:
        return case
    status = SessionStatus.CANCELLED_AFTER_CONFIRM
    return _session(case, status=status, cancelled_at=when)


def _car(outcome: CarOutcome) -> Callable[[SessionCase, datetime], SessionCase]:
    def filed(case: SessionCase, when: datetime) -> SessionCase:
        return case if case.car else replace(case, car=CarFact(outcome, when, DAY_AFTER))

    return filed


def _captured(state: str) -> Callable[[SessionCase, datetime], SessionCase]:
    def captured(case: SessionCase, when: datetime) -> SessionCase:
        return replace(case, places=(*case.places, place(state, captured_at=when)))

    return captured


def _approved(case: SessionCase, when: datetime) -> SessionCase:
    if case.crisis is None or case.crisis.approved_by:
        return case
    return replace(case, crisis=replace(case.crisis, approved_by="Dana", approved_at=when))


def _declined(case: SessionCase, when: datetime) -> SessionCase:
    if case.crisis is None or case.crisis.declined:
        return case
    no = CrisisDecline("Dana", when, "No danger.")
    return replace(case, crisis=replace(case.crisis, declined=no))


def _client(case: SessionCase, name: str, when: datetime) -> SessionCase:
    if getattr(case.client, name):
        return case
    return replace(case, client=replace(case.client, **{name: when}))


def _verified(case: SessionCase, when: datetime) -> SessionCase:
    if case.coverage is None or case.coverage.verified_at:
        return case
    verified = replace(case.coverage, status=VerificationStatus.VERIFIED, verified_at=when)
    return replace(case, coverage=verified)


def _known(case: SessionCase, when: datetime) -> SessionCase:
    medicaid = CoverageFact(LineOfBusiness.MEDICAID, date(2026, 1, 1), None, when)
    return _session(case, coverages=(*case.session.coverages, medicaid))


def _accepted(case: SessionCase, when: datetime) -> SessionCase:
    if case.mos_case is None or case.mos_case.referral_accepted_at:
        return case
    return replace(case, mos_case=replace(case.mos_case, referral_accepted_at=when))


EVENTS: dict[str, Callable[[SessionCase, datetime], SessionCase]] = {
    "drafted": lambda case, when: case if case.notes else _note(case, when),
    "signed": lambda case, when: (
        case
        if case.notes and case.notes[0].signed_at
        else _note(case, when, signed_at=when, late_reason="ill")
    ),
    "confirmed": _confirmed,
    "cancel asked": _cancel_asked,
    "cancel withdrawn": _withdrawn,
    "canceled": _canceled,
    "no-show reported": _car(CarOutcome.NO_SHOW),
    "reported": _car(CarOutcome.TOOK_PLACE),
    "at home": _captured("NY"),
    "in Florida": _captured("FL"),
    "approved": _approved,
    "declined": _declined,
    "payment method": lambda case, when: _client(case, "payment_method_at", when),
    "forms": lambda case, when: _client(case, "forms_at", when),
    "verified": _verified,
    "Medicaid known": _known,
    "referral accepted": _accepted,
    "attested": lambda case, when: replace(case, attested_at=case.attested_at or when),
    "seen elsewhere": lambda case, when: replace(
        case, visits=(*case.visits, VisitFact("FL", date(2026, 5, 1), when))
    ),
}


def _submitted(when: datetime, claims: list[SessionClaim], _charges: list[SessionCharge]) -> None:
    seq = len(claims) + 1
    status = ClaimStatus.SUBMITTED
    claims.append(SessionClaim("", seq, 1, status, when, 0, 0, None, None, None, 0, None))


def _voided(when: datetime, claims: list[SessionClaim], _charges: list[SessionCharge]) -> None:
    if claims and claims[-1].void_accepted_at is None:
        claims[-1] = replace(claims[-1], status=ClaimStatus.VOIDED, void_accepted_at=when)


def _charged(when: datetime, _claims: list[SessionClaim], charges: list[SessionCharge]) -> None:
    charges.append(SessionCharge("", 2500, DAY_AFTER, ChargeStatus.CHARGED, when, 0))


MONEY = {"claim submitted": _submitted, "claim voided": _voided, "charged": _charged}
BEFORE = {"notes": (), "places": ()}
INSURED = ordinary(**BEFORE)
BASES = (
    replace(
        INSURED,
        client=replace(INSURED.client, payment_method_at=None, forms_at=None),
        coverage=replace(INSURED.coverage, status=VerificationStatus.UNVERIFIED, verified_at=None),
    ),
    replace(mos(**BEFORE), car=None, mos_case=MosCaseFact("EC-1", "https://mos.zoomgov.com/j/1")),
    crisis(**BEFORE),
    _session(ordinary(**BEFORE), payer_kind=PayerKind.SELF_PAY),
)
HAPPENED = st.tuples(INSTANTS, st.sampled_from([*EVENTS, *MONEY]))


@st.composite
def histories(draw: Any) -> History:
    return History(draw(st.sampled_from(BASES)), tuple(draw(st.lists(HAPPENED, max_size=14))))


def answers(case: SessionCase, instant: datetime) -> tuple[Any, ...]:
    """Every answer about the session at `instant`, its money and its cancellation request."""
    question = asked(case, instant)
    return (
        may_be_confirmed(question),
        may_be_edited(question),
        canceling.route(question),
        billing.of_session(question),
        case.money,
        case.session.cancel_request,
    )


def _filed(*events: tuple[str, str], of: SessionCase) -> History:
    return History(of, tuple((at(when), name) for when, name in events))


@CALM
@given(histories(), INSTANTS, INSTANTS)
@example(
    _filed(("2026-05-12 20:00", "no-show reported"), of=BASES[1]),
    at("2026-05-12 18:00"),
    at("2026-05-12 20:00"),
)
@example(
    _filed(("2026-05-12 15:00", "in Florida"), ("2026-05-13 09:00", "approved"), of=BASES[2]),
    at("2026-05-13 08:59"),
    at("2026-05-13 09:00"),
)
def test_an_earlier_answer_rests_on_nothing_that_came_later(history, one, other) -> None:
    first, second = sorted((one, other))
    then = answers(history.known_at(first), first)
    back = history.wound_back(first)
    assert answers(back, first) == then
    again = as_of.case(history.wound_back(second), first)
    # money is read from its rows for each instant; a case does not keep their history
    assert answers(replace(again, money=back.money), first)[:4] == then[:4]


def test_a_report_of_a_no_show_is_not_seen_before_it_is_filed() -> None:
    case = mos(car=CarFact(CarOutcome.NO_SHOW, at("2026-05-12 20:00"), DAY_AFTER))

    def deciding(instant: str) -> set[str]:
        then = as_of.case(case, at(instant))
        return {one.code for one in may_be_confirmed(asked(then, at(instant))).deciding}

    assert deciding("2026-05-12 18:00") == {"car_missing"}
    assert deciding("2026-05-12 20:00") >= {"car_says_not_held"}


def _codes(events: Iterable[tuple[str, str]], instant: str) -> frozenset[str]:
    history = _filed(*events, of=BASES[2])
    return billing.of_session(asked(history.wound_back(at(instant)), at(instant))).codes


def test_a_location_that_came_later_is_not_seen_earlier() -> None:
    events = [("2026-05-12 18:00", "in Florida")]
    assert "location_missing" in _codes(events, "2026-05-12 17:59")
    assert "location_missing" not in _codes(events, "2026-05-12 18:00")
