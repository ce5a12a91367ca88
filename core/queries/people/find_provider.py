"""The search for a provider, and our record of them to compare with a listing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.references import find_by_ref, find_ids
from core.models.base import begins
from core.models.people import PracticeLocation, Provider
from core.queries.people.names import MOST, spellings, wanted_name
from core.vocabulary.people import ProviderStatus


@dataclass(frozen=True)
class ProviderCandidate:
    """A provider who matches; the NPI tells two people of one name apart."""

    ref: str
    name: str
    npi: str
    status: ProviderStatus


@dataclass(frozen=True)
class ProvidersFound:
    """Up to ten matches; `has_more` when the search is too wide."""

    candidates: tuple[ProviderCandidate, ...]
    has_more: bool


@dataclass(frozen=True)
class ProviderRecord:
    """A provider's record; `enrolled_to` is None while the enrollment is open."""

    ref: str
    name: str
    npi: str
    enrolled_from: date | None
    enrolled_to: date | None
    is_accepting_mos: bool
    locations: tuple[str, ...]


@guard(LOOKING)
def find_provider(context: ReadContext, text: str) -> ProvidersFound:
    """Providers by reference, whole NPI, or the beginning of a name in either order.

    Raises InvalidInput on "search" for fewer than two letters and for characters that cannot
    be shown.
    """
    wanted = wanted_name(text)
    columns: tuple[Any, ...] = (
        col(Provider.ref),
        col(Provider.first_name),
        col(Provider.last_name),
        col(Provider.npi),
        col(Provider.status),
    )
    rows = context.db.execute(
        select(*columns)
        .where(
            or_(
                *(begins(col(Provider.name_key), one) for one in spellings(wanted)),
                col(Provider.id).in_(find_ids(context.db, Provider, text)),
                col(Provider.npi) == "".join(wanted.split()),
            )
        )
        .order_by(col(Provider.name_key), col(Provider.id))
        .limit(MOST + 1)
    ).all()
    found = [
        ProviderCandidate(ref, f"{given} {family}", npi, status)
        for ref, given, family, npi, status in rows
    ]
    return ProvidersFound(tuple(found[:MOST]), len(found) > MOST)


@guard(LOOKING)
def provider_for_listing(context: ReadContext, ref: str) -> ProviderRecord:
    """Our record of the provider; raises NotFound for an unknown reference."""
    provider = find_by_ref(context.db, Provider, ref)
    if provider is None:
        raise NotFound("We found no provider with this reference.")
    return provider_record(context, provider)


def provider_record(context: ReadContext, provider: Provider) -> ProviderRecord:
    """Our record of this provider."""
    places = context.db.execute(
        select(
            col(PracticeLocation.line1),
            col(PracticeLocation.city),
            col(PracticeLocation.state_code),
            col(PracticeLocation.zip),
        )
        .where(col(PracticeLocation.provider_id) == provider.key)
        .where(col(PracticeLocation.is_active))
        .order_by(col(PracticeLocation.id))
    )
    return ProviderRecord(
        ref=provider.ref,
        name=f"{provider.first_name} {provider.last_name}",
        npi=provider.npi,
        enrolled_from=provider.mos_enrolled_from,
        enrolled_to=provider.mos_enrolled_to,
        is_accepting_mos=provider.is_accepting_mos,
        locations=tuple(f"{line}, {city}, {state} {code}" for line, city, state, code in places),
    )
