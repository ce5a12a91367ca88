"""Choosing the one existing record of a client."""

from datetime import date

from markupsafe import Markup

from core.queries.people.find_client import Candidate, RecordNow, find_client, record_for_correction
from core.rules.time.formats import birth_date_text
from pages.components.markup import fill
from pages.components.record_picker import Choosing, Found

NOBODY = (
    "No record matches. Try another spelling or the e-mail address. Records are never made here: a "
    "client who is nowhere to be found is added by their provider."
)


def _card(record: RecordNow) -> Markup:
    typed = record.values.get("date_of_birth")
    return fill(
        '<div class="desk"><strong>{name}</strong> · {ref} · born {born}</div>',
        name=record.name,
        ref=record.ref,
        born=birth_date_text(date.fromisoformat(typed) if typed else None),
    )


def _line(candidate: Candidate) -> Markup:
    return fill(
        '<div class="desk"><strong>{name}</strong><br>'
        '<span class="quiet">born {born} · {email}</span></div>',
        name=candidate.name,
        born=birth_date_text(candidate.date_of_birth),
        email=candidate.email or "no e-mail",
    )


def _several(found: Found) -> str:
    if len(found.candidates) < 2:
        return ""
    more = " There are more: type more of the name." if found.has_more else ""
    return f"Several records match. Choose by birth date and e-mail.{more}"


draw = Choosing[RecordNow](
    name="record",
    find=find_client,
    load=record_for_correction,
    card=_card,
    line=_line,
    ask="Find the client's existing record",
    placeholder="Name, whole e-mail address, or reference C-…",
    other="Another client",
    nobody=NOBODY,
    several=_several,
).draw
