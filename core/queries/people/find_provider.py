"""The search for a provider, and our record of them to compare with a listing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts.references import find_by_ref
from core.models.people import PracticeLocation, Provider
from core.queries.people.search import SHOWN, search_people
from core.rules.people.match import Match
from core.vocabulary.people import ProviderStatus


@dataclass(frozen=True)
class ProviderCandidate:
    """A provider who matches and why; the NPI tells two people of one name apart."""

    ref: str
    name: str
    npi: str
    status: ProviderStatus
    match: Match


@dataclass(frozen=True)
class ProvidersFound:
    """Up to five matches, best first; `has_more` when the search is too wide."""

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
    """Providers by name despite slips, NPI, e-mail address, phone number or reference.

    Raises InvalidInput on "search" for fewer than two letters and for characters that cannot
    be shown.
    """
    found = search_people(context, Provider, text)
    candidates = [_candidate(one.record, one.match) for one in found[:SHOWN]]
    return ProvidersFound(tuple(candidates), len(found) > SHOWN)


def _candidate(record: Mapping[str, Any], match: Match) -> ProviderCandidate:
    name = f"{record['first_name']} {record['last_name']}"
    return ProviderCandidate(record["ref"], name, record["npi"], record["status"], match)


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
