"""A session as it stood at an earlier instant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.eligibility.session_facts import MoneyFact
from core.rules.sessions import as_of
from core.rules.sessions.deadline_facts import CancelAsked, SessionFacts
from core.rules.sessions.notes import NoteFact
from core.vocabulary.care import NoteMode, PayerKind, SessionKind, SessionStatus
from tests.support.cases import ordinary, with_session

START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
CONFIRMED, CANCELLED = START + timedelta(days=1), START + timedelta(days=5)
SECOND = timedelta(seconds=1)
SESSION = SessionFacts(
    scheduled_start_at=START,
    scheduled_end_at=START + timedelta(minutes=45),
    tz=ZoneInfo("America/New_York"),
    payer_kind=PayerKind.INSURANCE,
    kind=SessionKind.SESSION,
    status=SessionStatus.CANCELLED_AFTER_CONFIRM,
    confirmed_at=CONFIRMED,
    cancelled_at=CANCELLED,
)
LIFE = [
    (CONFIRMED - SECOND, SessionStatus.SCHEDULED, None),
    (CONFIRMED, SessionStatus.CONFIRMED, CONFIRMED),
    (CANCELLED - SECOND, SessionStatus.CONFIRMED, CONFIRMED),
    (CANCELLED, SessionStatus.CANCELLED_AFTER_CONFIRM, CONFIRMED),
]


@pytest.mark.parametrize(("at", "status", "confirmed_at"), LIFE)
def test_a_session_is_wound_back_through_its_life(at, status, confirmed_at) -> None:
    then = as_of.session(SESSION, at)
    assert (then.status, then.confirmed_at) == (status, confirmed_at)


@pytest.mark.parametrize("status", [SessionStatus.CONFIRMED, SessionStatus.CANCEL_REQUESTED])
def test_what_only_a_confirmed_session_can_be_is_undone_with_the_confirmation(status) -> None:
    then = as_of.session(replace(SESSION, status=status), CONFIRMED - SECOND)
    assert then.status == SessionStatus.SCHEDULED


def test_a_cancelled_session_was_scheduled_before() -> None:
    cancelled = replace(SESSION, status=SessionStatus.CANCELLED, confirmed_at=None)
    before = as_of.session(cancelled, CANCELLED - SECOND)
    assert (before.status, before.cancelled_at) == (SessionStatus.SCHEDULED, None)
    assert as_of.session(cancelled, CANCELLED).status == SessionStatus.CANCELLED


def test_a_no_show_has_no_instant_and_stays_one() -> None:
    missed = replace(SESSION, status=SessionStatus.NO_SHOW, confirmed_at=None, cancelled_at=None)
    assert as_of.session(missed, START) == missed


def test_a_no_show_stays_one_also_where_a_confirmation_came_after_it() -> None:
    missed = replace(SESSION, status=SessionStatus.NO_SHOW)
    assert as_of.session(missed, START).status == SessionStatus.NO_SHOW


def test_a_signature_of_later_is_left_out_and_a_later_draft_too() -> None:
    signed = NoteFact(NoteMode.TEMPLATE_MANUAL, drafted_at=START, signed_at=CONFIRMED)
    later = NoteFact(NoteMode.TEMPLATE_AI, drafted_at=CANCELLED)
    (note,) = as_of.notes((signed, later), CONFIRMED - SECOND)
    assert (note.mode, note.signed_at) == (NoteMode.TEMPLATE_MANUAL, None)
    assert as_of.notes((signed, later), CANCELLED) == (signed, later)


ASKED = CONFIRMED + timedelta(days=2)
HERE = CancelAsked(ASKED, "R-ABCDEF")
ASKED_HERE = replace(SESSION, cancellations=(HERE,))


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (CONFIRMED - SECOND, SessionStatus.SCHEDULED),
        (ASKED - SECOND, SessionStatus.CONFIRMED),
        (ASKED, SessionStatus.CANCEL_REQUESTED),
        (CANCELLED - SECOND, SessionStatus.CANCEL_REQUESTED),
        (CANCELLED, SessionStatus.CANCELLED_AFTER_CONFIRM),
    ],
)
def test_one_whose_cancellation_was_asked_for_here_is_wound_back_to_the_asking(at, status) -> None:
    assert as_of.session(ASKED_HERE, at).status == status


def test_before_the_asking_there_is_neither_an_asking_nor_an_end() -> None:
    then = as_of.session(ASKED_HERE, ASKED - SECOND)
    assert (then.cancellations, then.cancel_request, then.cancelled_at) == ((), None, None)


def test_before_the_confirmation_there_is_no_asking() -> None:
    assert as_of.session(ASKED_HERE, CONFIRMED - SECOND).cancellations == ()


def test_between_the_asking_and_the_end_the_asking_stands_alone() -> None:
    then = as_of.session(ASKED_HERE, ASKED)
    asked = (then.cancellations, then.cancel_request, then.cancelled_at)
    assert asked == ((HERE,), "R-ABCDEF", None)


def test_one_that_is_being_cancelled_was_confirmed_before_that_was_asked() -> None:
    asked = replace(ASKED_HERE, status=SessionStatus.CANCEL_REQUESTED, cancelled_at=None)
    before = as_of.session(asked, ASKED - SECOND)
    assert (before.status, before.cancellations) == (SessionStatus.CONFIRMED, ())
    assert as_of.session(asked, ASKED).status == SessionStatus.CANCEL_REQUESTED


def test_when_the_platform_was_asked_is_not_known_so_its_word_stands() -> None:
    told = replace(SESSION, status=SessionStatus.CANCEL_REQUESTED, cancelled_at=None)
    assert as_of.session(told, ASKED - SECOND).status == SessionStatus.CANCEL_REQUESTED


WITHDRAWN = ASKED + timedelta(hours=3)


@pytest.mark.parametrize(
    ("at", "status", "request_ref"),
    [
        (ASKED - SECOND, SessionStatus.CONFIRMED, None),
        (ASKED, SessionStatus.CANCEL_REQUESTED, "R-ABCDEF"),
        (WITHDRAWN - SECOND, SessionStatus.CANCEL_REQUESTED, "R-ABCDEF"),
        (WITHDRAWN, SessionStatus.CONFIRMED, None),
    ],
)
def test_a_withdrawn_cancellation_was_in_progress_until_then(at, status, request_ref) -> None:
    once = CancelAsked(ASKED, "R-ABCDEF", WITHDRAWN)
    kept = replace(
        SESSION, status=SessionStatus.CONFIRMED, cancelled_at=None, cancellations=(once,)
    )
    then = as_of.session(kept, at)
    assert (then.status, then.cancel_request) == (status, request_ref)


def test_the_first_request_is_seen_before_the_second() -> None:
    second = CancelAsked(WITHDRAWN + timedelta(hours=1), "R-SECOND")
    twice = replace(SESSION, cancellations=(CancelAsked(ASKED, "R-ABCDEF", WITHDRAWN), second))
    found = [as_of.session(twice, at) for at in (ASKED, WITHDRAWN, second.asked_at, CANCELLED)]
    assert [(one.status, one.cancel_request) for one in found] == [
        (SessionStatus.CANCEL_REQUESTED, "R-ABCDEF"),
        (SessionStatus.CONFIRMED, None),
        (SessionStatus.CANCEL_REQUESTED, "R-SECOND"),
        (SessionStatus.CANCELLED_AFTER_CONFIRM, "R-SECOND"),
    ]


# a whole case, confirmed with a claim and a charge

ATTESTED = CONFIRMED + timedelta(hours=1)
CASE = replace(
    ordinary(replace(SESSION, status=SessionStatus.CONFIRMED, cancelled_at=None)),
    notes=(NoteFact(NoteMode.TEMPLATE_MANUAL, drafted_at=START, signed_at=ATTESTED),),
    attested_at=ATTESTED,
    money=MoneyFact(claims=1, charge_cents=2500, payout_cents=9000),
)


def test_a_case_before_its_confirmation_bears_no_money_of_it() -> None:
    before = as_of.case(CASE, CONFIRMED - SECOND)
    assert before.session == as_of.session(CASE.session, CONFIRMED - SECOND)
    assert before.money == MoneyFact()


def test_a_case_has_its_money_from_the_confirmation_on() -> None:
    assert as_of.case(CASE, CONFIRMED).money == CASE.money


def test_a_case_that_was_never_confirmed_keeps_what_is_wrongly_billed_on_it() -> None:
    unconfirmed = with_session(CASE, status=SessionStatus.SCHEDULED, confirmed_at=None)
    assert as_of.case(unconfirmed, START).money == CASE.money


def test_a_case_is_signed_and_attested_from_that_instant_on() -> None:
    before, after = as_of.case(CASE, ATTESTED - SECOND), as_of.case(CASE, ATTESTED)
    assert (before.notes[0].signed_at, before.attested_at) == (None, None)
    assert (after.notes, after.attested_at) == (CASE.notes, ATTESTED)


def test_a_case_without_an_attestation_had_none_before() -> None:
    assert as_of.case(replace(CASE, attested_at=None), CANCELLED).attested_at is None
