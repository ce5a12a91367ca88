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
from pages.components.markup import fill
from pages.components.record_picker import PickerResult, RecordPicker, more_text

NONE_FOUND = (
    "No client matches. Try another spelling or the e-mail address. Providers add new clients; a "
    "correction never creates a record."
)


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
        '<div class="desk"><strong>{name}</strong><br>'
        '<span class="quiet">born {born} · {email}</span>{merged}</div>',
        name=candidate.name,
        born=birth_date_text(candidate.date_of_birth),
        email=candidate.email or "no e-mail address",
        merged=_merged(candidate.merged),
    )


def _merged(text: str | None) -> Markup | str:
    return fill('<br><span role="status">{text}</span>', text=text) if text else ""


def _hint(found: PickerResult) -> str:
    if len(found.candidates) < 2:
        return ""
    return f"{more_text(found)} Compare birth date and e-mail, then choose one.".strip()


PICKER = RecordPicker[ClientRecord](
    name="client",
    find=find_client,
    load=record_for_correction,
    card=_card,
    line=_line,
    ask="Find the client",
    placeholder="Name, full e-mail address or C-…",
    other="Choose another client",
    none_found=NONE_FOUND,
    hint=_hint,
)
pick_client = PICKER.pick
