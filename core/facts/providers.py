"""Providers: what they may do where, by licenses, credentials, opt-ins and enrollment."""

from typing import Any

from sqlmodel import col

from core.facts.gather import Gathered, Kind
from core.models.coverage import Credential, Plan, VirtualNetworkOptIn
from core.models.people import License, PracticeLocation, Provider
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.practice_facts import (
    CredentialFact,
    LicenseFact,
    OptInFact,
    ProviderPractice,
)
from core.rules.requests import listing
from core.vocabulary.states import StateCode

LICENSES = Kind(
    License.provider_id,
    (License.state_code, License.from_on, License.to_on, License.kind, License.status),
    LicenseFact,
    order=(License.id,),
)
CREDENTIALS = Kind(
    Credential.provider_id,
    (
        Plan.ref,
        Credential.state_code,
        Credential.from_on,
        Credential.to_on,
        Credential.status,
        Credential.is_on_headway,
    ),
    CredentialFact,
    order=(Credential.id,),
    source=lambda found: found.join(Plan, col(Plan.id) == col(Credential.plan_id)),
)
OPT_INS = Kind(
    VirtualNetworkOptIn.provider_id,
    (
        Plan.ref,
        VirtualNetworkOptIn.state_code,
        VirtualNetworkOptIn.from_on,
        VirtualNetworkOptIn.to_on,
    ),
    OptInFact,
    order=(VirtualNetworkOptIn.id,),
    source=lambda found: found.join(Plan, col(Plan.id) == col(VirtualNetworkOptIn.plan_id)),
)


def _place(state: StateCode, *address: Any) -> PlaceFact:
    return PlaceFact(state.value, *address)


PRACTICES = Kind(
    PracticeLocation.provider_id,
    (
        PracticeLocation.state_code,
        PracticeLocation.line1,
        PracticeLocation.city,
        PracticeLocation.zip,
    ),
    _place,
    order=(PracticeLocation.id,),
    source=lambda found: found.where(col(PracticeLocation.is_active)),
)
"""The practice locations in use."""

PROVIDER_KINDS = (LICENSES, CREDENTIALS, OPT_INS, PRACTICES)


def provider_fact(provider: Provider, found: Gathered) -> ProviderPractice:
    """The facts of a provider for the billing rules, from the gathered rows."""
    return ProviderPractice(
        licenses=found[LICENSES][provider.key],
        credentials=found[CREDENTIALS][provider.key],
        opt_ins=found[OPT_INS][provider.key],
        mos_from=provider.mos_enrolled_from,
        mos_to=provider.mos_enrolled_to,
        mos_trained_on=provider.mos_training_on,
    )


def listed_provider(provider: Provider) -> listing.ProviderFact:
    """The facts of a provider for the listing rules."""
    return listing.ProviderFact(
        ref=provider.ref,
        npi=provider.npi,
        first_name=provider.first_name,
        last_name=provider.last_name,
        suffix=provider.suffix,
        enrolled_from=provider.mos_enrolled_from,
        enrolled_to=provider.mos_enrolled_to,
    )
