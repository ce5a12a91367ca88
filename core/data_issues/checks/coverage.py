"""Coverages and credentials that cannot both be, or cannot be alone (R05, R30)."""

from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.data_issues.checks.scope import CheckTime, DataCheck, was_valid
from core.models.coverage import Coverage, Credential
from core.models.people import License, Provider
from core.vocabulary.coverage import CredentialStatus, VerificationStatus
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.people import LicenseStatus

NO_MORE = (VerificationStatus.FAILED, VerificationStatus.ENDED)
"""Such a coverage pays for nothing, whatever its dates say."""


def _overlap(one: Any, other: Any) -> Any:
    """Whether two spans share a day; both ends count, and None is open."""
    return and_(
        or_(col(one.to_on).is_(None), col(one.to_on) >= col(other.from_on)),
        or_(col(other.to_on).is_(None), col(other.to_on) >= col(one.from_on)),
    )


def _two_primaries(_at: CheckTime) -> Select[Any]:
    one, other = aliased(Coverage), aliased(Coverage)
    counts = [
        and_(col(each.rank) == 1, col(each.verification_status).not_in(NO_MORE))
        for each in (one, other)
    ]
    same = and_(col(other.client_id) == col(one.client_id), col(other.id) > col(one.id))
    columns: tuple[Any, ...] = (col(one.client_id), col(one.ref), col(other.ref))
    return select(*columns).join(other, same).where(*counts, _overlap(one, other))


def _without_license(_at: CheckTime) -> Select[Any]:
    licensed = exists().where(
        col(License.provider_id) == col(Credential.provider_id),
        col(License.state_code) == col(Credential.state_code),
        was_valid(License, LicenseStatus),
        _overlap(License, Credential),
    )
    columns: tuple[Any, ...] = (
        col(Credential.id),
        col(Provider.ref),
        col(Credential.state_code),
    )
    return (
        select(*columns)
        .join(Provider, col(Provider.id) == col(Credential.provider_id))
        .where(col(Credential.status) == CredentialStatus.ACTIVE, col(Credential.is_on_headway))
        .where(~licensed)
    )


CHECKS = (
    DataCheck(
        F.TWO_ACTIVE_PRIMARIES,
        "client",
        _two_primaries,
        lambda one, other: " and ".join(sorted((one, other))),
    ),
    DataCheck(
        F.CREDENTIAL_WITHOUT_LICENSE,
        "credential",
        _without_license,
        lambda provider, state: f"{provider} in {state}",
    ),
)
