"""Choosing the one existing record of a client."""

from datetime import date

from markupsafe import Markup

from core.queries.people.find_client import (
    ClientCandidate,
    ClientRecord,
    find_client,
    record_for_correction,
)
from core.rules.time.formats import birth_date_text
from pages.components.found_people import client_cells
from pages.components.markup import fill
from pages.components.record_picker import PickerResult, RecordPicker, more_text

NONE_FOUND = (
    "No client matches, nor nearly. Try the e-mail address, the phone number or the birth date. "
    "Providers add new clients; a correction never creates a record."
)


CELLS = ("why", "born", "state", "whose")


def _card(record: ClientRecord) -> Markup:
    typed = record.values.get("date_of_birth")
    return fill(
        '<div class="desk"><strong>{name}</strong> · {ref} · born {born}{merged}</div>',
        name=record.name,
        ref=record.ref,
        born=birth_date_text(date.fromisoformat(typed) if typed else None),
        merged=_merged(record.merged),
    )


def _line(candidate: ClientCandidate) -> Markup:
    return fill(
        '<div class="desk found"><span><strong>{initials}</strong> · {ref}</span>'
        "<span>{why}</span><span>{born}</span><span>{state}</span><span>{whose}</span></div>"
        "{merged}",
        initials=candidate.initials,
        ref=candidate.ref,
        merged=_merged(candidate.merged),
        **dict(zip(CELLS, client_cells(candidate), strict=True)),
    )


def _merged(text: str | None) -> Markup | str:
    return fill('<div class="desk" role="status">{text}</div>', text=text) if text else ""


def _hint(found: PickerResult) -> str:
    if len(found.candidates) < 2:
        return ""
    return f"{more_text(found)} Compare birth year, state and provider, then choose one.".strip()


PICKER = RecordPicker[ClientRecord](
    name="client",
    find=find_client,
    load=record_for_correction,
    card=_card,
    line=_line,
    ask="Find the client",
    placeholder="Name, e-mail, phone, birth date or C-…",
    other="Choose another client",
    none_found=NONE_FOUND,
    hint=_hint,
)
pick_client = PICKER.pick
