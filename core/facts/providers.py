"""What providers may do where: licenses, credentials, opt-ins, enrollment."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.facts.grouped import gathered
from core.models.coverage import Credential, VirtualNetworkOptIn
from core.models.people import License, Provider
from core.rules.eligibility.practice_facts import (
    CredentialFact,
    LicenseFact,
    OptInFact,
    PlanFact,
    ProviderFact,
)
from core.rules.requests import listing


def listed_provider(provider: Provider) -> listing.ProviderFact:
    """What the rules are told of a provider."""
    return listing.ProviderFact(
        ref=provider.ref,
        npi=provider.npi,
        first_name=provider.first_name,
        last_name=provider.last_name,
        suffix=provider.suffix,
        enrolled_from=provider.mos_enrolled_from,
        enrolled_to=provider.mos_enrolled_to,
    )


def provider_facts(
    db: Session, provider_ids: Collection[int], plans: Mapping[int, PlanFact]
) -> dict[int, ProviderFact]:
    """By provider id; four queries in all."""
    licenses, credentials = _licenses(db, provider_ids), _credentials(db, provider_ids, plans)
    opt_ins = _opt_ins(db, provider_ids, plans)
    columns: tuple[Any, ...] = (
        Provider.id,
        Provider.mos_enrolled_from,
        Provider.mos_enrolled_to,
        Provider.mos_training_on,
    )
    rows = db.execute(select(*map(col, columns)).where(col(Provider.id).in_(provider_ids)))
    return {
        key: ProviderFact(licenses[key], credentials[key], opt_ins[key], from_on, to_on, trained)
        for key, from_on, to_on, trained in rows
    }


def _licenses(db: Session, ids: Collection[int]) -> defaultdict[int, tuple[LicenseFact, ...]]:
    columns = (License.state_code, License.from_on, License.to_on, License.kind, License.status)
    return gathered(db, License.provider_id, columns, License.id, ids, LicenseFact)


def _credentials(
    db: Session, ids: Collection[int], plans: Mapping[int, PlanFact]
) -> defaultdict[int, tuple[CredentialFact, ...]]:
    columns = (
        Credential.plan_id,
        Credential.state_code,
        Credential.from_on,
        Credential.to_on,
        Credential.status,
        Credential.is_on_headway,
    )

    def fact(plan_id: int, *rest: Any) -> CredentialFact:
        return CredentialFact(plans[plan_id].ref, *rest)

    return gathered(db, Credential.provider_id, columns, Credential.id, ids, fact)


def _opt_ins(
    db: Session, ids: Collection[int], plans: Mapping[int, PlanFact]
) -> defaultdict[int, tuple[OptInFact, ...]]:
    columns = (
        VirtualNetworkOptIn.plan_id,
        VirtualNetworkOptIn.state_code,
        VirtualNetworkOptIn.from_on,
        VirtualNetworkOptIn.to_on,
    )

    def fact(plan_id: int, *rest: Any) -> OptInFact:
        return OptInFact(plans[plan_id].ref, *rest)

    of, order = VirtualNetworkOptIn.provider_id, VirtualNetworkOptIn.id
    return gathered(db, of, columns, order, ids, fact)
