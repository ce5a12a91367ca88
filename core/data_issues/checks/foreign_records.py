"""Sessions and claims that refer to a record of someone else (R05, R16, R17, R22)."""

from typing import Any

from sqlalchemy import Select, case, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.data_issues.checks.scope import KEY, STANDING, STATUS, CheckTime, DataCheck
from core.models.care import CareSession, Claim
from core.models.coverage import Coverage
from core.models.people import Client, PracticeLocation, Provider
from core.vocabulary.care import ClaimStatus, SessionStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.people import ProviderStatus


def _coverage(_at: CheckTime) -> Select[Any]:
    """Two records of one person that were merged are the same client."""
    owner, seen = aliased(Client), aliased(Client)
    one, other = (func.coalesce(col(each.merged_into_id), col(each.id)) for each in (owner, seen))
    columns: tuple[Any, ...] = (KEY, col(Coverage.ref))
    return (
        select(*columns)
        .join(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
        .join(owner, col(owner.id) == col(Coverage.client_id))
        .join(seen, col(seen.id) == col(CareSession.client_id))
        .where(STATUS.in_(STANDING), col(Coverage.client_id) != col(CareSession.client_id))
        .where(one != other)
    )


def _practice(_at: CheckTime) -> Select[Any]:
    other = col(PracticeLocation.provider_id) != col(CareSession.provider_id)
    columns: tuple[Any, ...] = (KEY, col(PracticeLocation.ref))
    return (
        select(*columns)
        .join(PracticeLocation, col(PracticeLocation.id) == col(CareSession.practice_location_id))
        .where(STATUS.in_(STANDING), other)
    )


def _inactive(at: CheckTime) -> Select[Any]:
    """What is behind them they did while they were active."""
    return (
        select(KEY)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .where(col(Provider.status) == ProviderStatus.INACTIVE)
        .where(STATUS == SessionStatus.SCHEDULED, col(CareSession.scheduled_start_at) >= at.now)
    )


def _replacements(*columns: Any) -> Select[Any]:
    """Claims that replace or void another one."""
    what = case((col(Claim.frequency) == 8, literal("void")), else_="replacement")
    return (
        select(KEY, col(Claim.ref), what, *columns)
        .join(Claim, col(Claim.session_id) == KEY)
        .where(col(Claim.frequency).in_((7, 8)), col(Claim.status) != ClaimStatus.WITHDRAWN)
    )


def _without_original(_at: CheckTime) -> Select[Any]:
    return _replacements().where(col(Claim.replaces_claim_id).is_(None))


def _of_another_session(_at: CheckTime) -> Select[Any]:
    original = aliased(Claim)
    return (
        _replacements(col(original.ref))
        .join(original, col(original.id) == col(Claim.replaces_claim_id))
        .where(col(original.session_id) != KEY)
    )


CHECKS = (
    DataCheck(F.COVERAGE_OF_ANOTHER, "care_session", _coverage, str),
    DataCheck(F.PRACTICE_OF_ANOTHER, "care_session", _practice, str),
    DataCheck(F.PROVIDER_INACTIVE, "care_session", _inactive, str),
    DataCheck(
        F.CLAIM_WITHOUT_ORIGINAL,
        "care_session",
        _without_original,
        lambda ref, what: f"{ref}, a {what},",
    ),
    DataCheck(
        F.CLAIM_OF_ANOTHER_SESSION,
        "care_session",
        _of_another_session,
        lambda ref, what, original: f"{ref}, a {what} of {original},",
    ),
)
