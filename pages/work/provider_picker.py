"""Choosing the provider whose listing is wrong, with what our record says beside it."""

from markupsafe import Markup

from core.queries.people.find_provider import (
    ProviderCandidate,
    ProviderNow,
    find_provider,
    provider_for_listing,
)
from core.rules.time.formats import day_text
from core.vocabulary.people import ProviderStatus
from pages.components.markup import fill, pairs
from pages.components.record_picker import Choosing, Found


def card(provider: ProviderNow) -> Markup:
    """What our record says: to hold beside what Evernorth lists."""
    rows = [
        ("Military OneSource", _mos(provider)),
        ("Locations", "; ".join(provider.locations)),
    ]
    return fill(
        '<div class="desk"><strong>{name}</strong> · {ref}{rows}</div>',
        name=provider.name,
        ref=provider.ref,
        rows=pairs(rows),
    )


def _mos(provider: ProviderNow) -> str:
    if provider.enrolled_from is None:
        return "not enrolled"
    until = f" to {day_text(provider.enrolled_to)}" if provider.enrolled_to else ""
    takes = "takes new clients" if provider.is_accepting_mos else "takes no new clients"
    return f"{takes}; enrolled from {day_text(provider.enrolled_from)}{until}"


def _line(candidate: ProviderCandidate) -> Markup:
    return fill(
        '<div class="desk"><strong>{name}</strong><br>'
        '<span class="quiet">NPI {npi}{status}</span></div>',
        name=candidate.name,
        npi=candidate.npi,
        status="" if candidate.status == ProviderStatus.ACTIVE else " · inactive",
    )


def _several(found: Found) -> str:
    return "There are more than these: type more of the name." if found.has_more else ""


draw = Choosing[ProviderNow](
    name="provider",
    find=find_provider,
    load=provider_for_listing,
    card=card,
    line=_line,
    ask="Find the provider",
    placeholder="Name, NPI, or reference P-…",
    other="Another provider",
    nobody="No provider matches. Try another spelling, the NPI or the reference.",
    several=_several,
).draw
