"""Choosing the provider whose listing is wrong, with what our record says beside it."""

from markupsafe import Markup

from core.queries.people.find_provider import (
    ProviderCandidate,
    ProviderRecord,
    find_provider,
    provider_for_listing,
)
from core.vocabulary.people import ProviderStatus
from pages.components.markup import fill, pairs
from pages.components.record_picker import RecordPicker, more_text
from pages.components.screen_dates import screen_day


def _card(provider: ProviderRecord) -> Markup:
    """Our record, to compare with what Evernorth lists."""
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


def _mos(provider: ProviderRecord) -> str:
    if provider.enrolled_from is None:
        return "Not enrolled"
    until = f" to {screen_day(provider.enrolled_to)}" if provider.enrolled_to else ""
    takes = "Accepts new clients" if provider.is_accepting_mos else "Accepts no new clients"
    return f"{takes}; enrolled from {screen_day(provider.enrolled_from)}{until}"


def _line(candidate: ProviderCandidate) -> Markup:
    return fill(
        '<div class="desk found"><span><strong>{name}</strong> · {ref}</span>'
        "<span>{why}</span><span>NPI {npi}{status}</span></div>",
        name=candidate.name,
        ref=candidate.ref,
        why=candidate.match.text,
        npi=candidate.npi,
        status="" if candidate.status == ProviderStatus.ACTIVE else " · inactive",
    )


PICKER = RecordPicker[ProviderRecord](
    name="provider",
    find=find_provider,
    load=provider_for_listing,
    card=_card,
    line=_line,
    ask="Find the provider",
    placeholder="Name, NPI, e-mail, phone or P-…",
    other="Choose another provider",
    none_found="No provider matches, nor nearly. Try the NPI, the e-mail address or the reference.",
    hint=more_text,
)
pick_provider = PICKER.pick
