"""Confirmed sessions that lack what a confirmation needs, and pay without one (R04-R19)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import (
    CONFIRMED,
    DAY,
    IS_MOS,
    IS_SESSION,
    KEY,
    NOT_HELD,
    STATUS,
    CheckTime,
    DataCheck,
    RuleCheck,
    on_day,
    was_valid,
)
from core.db.transaction import Context
from core.facts.reference import load_reference
from core.facts.session_bundles import session_bundles
from core.models.care import CareSession, Payout, SessionDiagnosis, SessionPlace
from core.models.coverage import Coverage, Credential, Plan
from core.models.people import License, PracticeLocation, Provider
from core.rules.eligibility import billing
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.sessions.money import GONE_PAYOUTS
from core.vocabulary.care import Modality, PayerKind, SessionStatus
from core.vocabulary.coverage import CredentialStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.people import LicenseStatus
from core.vocabulary.verdicts import Verdict

CHUNK = 500
"""Sessions judged at once, and in memory at once."""
IS_IN_PERSON: Any = col(CareSession.modality) == Modality.IN_PERSON
AROUND = (CareSession, SessionPlace, PracticeLocation)
WHERE = (STATUS.in_(CONFIRMED), IS_SESSION)


def _no_location(at: CheckTime) -> Select[Any]:
    is_asked = on_day(at.book, "telehealth_location_required") == 1
    is_placed = exists().where(col(SessionPlace.session_id) == KEY)
    return select(KEY).where(*WHERE, ~IS_IN_PERSON, is_asked, ~is_placed)


def _no_diagnosis(_at: CheckTime) -> Select[Any]:
    is_billed = col(CareSession.payer_kind).in_((PayerKind.INSURANCE, PayerKind.EAP))
    has_one = exists().where(col(SessionDiagnosis.session_id) == KEY)
    return select(KEY).where(*WHERE, is_billed, ~has_one)


def _unconfirmed_pay(_at: CheckTime) -> Select[Any]:
    """Of Military OneSource only before it is settled: a missed session has an issue of its own."""
    is_missed = and_(STATUS.in_(NOT_HELD), ~IS_MOS)
    columns: tuple[Any, ...] = (KEY, col(Payout.ref))
    return (
        select(*columns)
        .join(Payout, col(Payout.session_id) == KEY)
        .where(col(Payout.status).not_in(GONE_PAYOUTS), col(Payout.amount_cents) > 0)
        .where(or_(STATUS == SessionStatus.SCHEDULED, is_missed))
    )


def _covers_day(first: Any, last: Any) -> Any:
    return and_(col(first) <= DAY, or_(col(last).is_(None), col(last) >= DAY))


def _is_licensed(state: Any) -> Any:
    """By a license, or by a compact privilege, which a person looks at and which stops nothing."""
    found = exists().where(
        col(License.provider_id) == col(CareSession.provider_id),
        col(License.state_code) == state,
        was_valid(License, LicenseStatus),
        _covers_day(License.from_on, License.to_on),
    )
    return found.correlate(*AROUND)


def _is_enrolled() -> Any:
    found = exists().where(
        col(Provider.id) == col(CareSession.provider_id),
        _covers_day(Provider.mos_enrolled_from, Provider.mos_enrolled_to),
    )
    return found.correlate(*AROUND)


def _is_credentialed(state: Any) -> Any:
    found = exists().where(
        col(Coverage.id) == col(CareSession.coverage_id),
        col(Plan.id) == col(Coverage.plan_id),
        col(Plan.is_bcbs).is_(False),
        col(Credential.plan_id) == col(Plan.id),
        col(Credential.provider_id) == col(CareSession.provider_id),
        col(Credential.state_code) == state,
        col(Credential.is_on_headway),
        was_valid(Credential, CredentialStatus),
        _covers_day(Credential.from_on, Credential.to_on),
    )
    return found.correlate(*AROUND)


def _doubtful(_at: CheckTime) -> Select[Any]:
    """Crises, and the others but those that a license and the plan's own credential, or the
    enrollment with Military OneSource, clearly cover: the rules judge these few."""
    is_free = col(CareSession.payer_kind) == PayerKind.SELF_PAY
    is_enrolled = and_(IS_MOS, _is_enrolled())
    places = ((~IS_IN_PERSON, SessionPlace), (IS_IN_PERSON, PracticeLocation))
    doubts = []
    for is_there, table in places:
        state = col(table.state_code)
        is_own = (
            col(SessionPlace.session_id) == KEY
            if table is SessionPlace
            else col(PracticeLocation.id) == col(CareSession.practice_location_id)
        )
        is_paid = or_(is_free, is_enrolled, _is_credentialed(state))
        is_clear = and_(_is_licensed(state), is_paid)
        doubts.append(and_(is_there, exists().where(is_own, ~is_clear)))
    is_crisis = col(CareSession.is_crisis)
    return select(KEY).where(*WHERE, or_(is_crisis, *doubts)).order_by(KEY)


def _unbillable(context: Context, keys: Iterable[int], at: CheckTime) -> Iterator[tuple[int, str]]:
    """As of the confirmation, so that the detail stays the same at each check."""
    reference, rest = load_reference(context), iter(keys)
    while some := list(islice(rest, CHUNK)):
        for key, one in session_bundles(context.db, KEY.in_(some)).items():
            then = one.session.confirmed_at or at.now
            answer = billing.of_session(SessionQuestion(one.case, then, at.book, reference))
            reasons = (each for each in answer.deciding if each.code not in SAID_ELSEWHERE)
            texts = [each.text for each in reasons]
            if answer.verdict == Verdict.BLOCK and texts:
                yield key, " ".join(texts)


SAID_ELSEWHERE = frozenset({"location_missing", "mos_never_billed"})
"""What another data issue says already."""

CHECKS: tuple[DataCheck | RuleCheck, ...] = (
    DataCheck(F.CONFIRMED_WITHOUT_LOCATION, "care_session", _no_location, str),
    DataCheck(F.CONFIRMED_WITHOUT_DIAGNOSIS, "care_session", _no_diagnosis, str),
    DataCheck(F.PAYOUT_UNCONFIRMED, "care_session", _unconfirmed_pay, str),
    RuleCheck(F.CONFIRMED_UNBILLABLE, "care_session", _doubtful, _unbillable),
)
