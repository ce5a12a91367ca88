"""Reads a pasted message: the kind of request, and what it proposes for the form.

Nothing is kept here: the text goes in, and what was recognized in it comes out.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from core.rules.messages import kinds, numbers
from core.rules.messages.care_sessions import board_values, new_location_values, session_values
from core.rules.messages.corrections import correction_values
from core.rules.messages.dates import days
from core.rules.messages.layout import MessageParts, is_automatic, message_parts
from core.rules.messages.listings import listing_values
from core.rules.messages.names import names_in
from core.rules.messages.people import People, people_in, with_title
from core.rules.messages.proposals import Mention, Proposal
from core.rules.messages.sides import WRONG

LONGEST = 6_000
"""Characters that are read for proposals."""
_ITEM = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-•*])[ \t]+(?P<text>.+)$", re.M)
_OWN_CONTACT = re.compile(
    r"\b(?:my (?:cell|phone|mobile|number|e-?mail)(?: is)?|call(?: me| her| him)?(?: back)?|"
    r"reach me (?:at|on)|reply to|soy [^.\n]{3,60})\W{0,3}$",
    re.I,
)
_SUBJECT = re.compile(r"^(?:Subject|Asunto):(.*)$", re.M)


@dataclass(frozen=True)
class MessageReading:
    """The kind of request or the matter, None where the words say neither, and the proposals."""

    kind: str | None
    proposals: tuple[Proposal, ...]


def read_message(text: str, received: date) -> MessageReading:
    """What `text`, received on that day of its sender's, proposes."""
    if is_automatic(text):
        return MessageReading(None, ())
    parts = message_parts(text[:LONGEST])
    subject = " ".join(_SUBJECT.findall(parts.head))
    kind = kinds.kind_of(f"{parts.own}\n{subject}")
    people = people_in(parts, about_client=kind not in (None, kinds.DIRECTORY))
    found = [*_references(parts, received), *_values(parts, kind, people, received)]
    found = [
        *_people(parts, people, found),
        *_contacts(parts, kind, people.signature, found),
        *found,
    ]
    return MessageReading(kind, tuple(dict.fromkeys(found)))


def _values(
    parts: MessageParts, kind: str | None, people: People, received: date
) -> list[Proposal]:
    end = people.signature
    match kind:
        case None:
            return []
        case kinds.CORRECTION:
            return _corrections(parts, people, received)
        case kinds.DIRECTORY:
            return listing_values(parts, end, received)
        case kinds.NEW_LOCATION:
            return new_location_values(parts)
        case kinds.TEMPORARY_PRACTICE:
            return board_values(parts, received)
    return session_values(parts, kind, end, received)


def _corrections(parts: MessageParts, people: People, received: date) -> list[Proposal]:
    """The values of each client: a list names one in each item, and no value crosses over."""
    items = [(one, names_in(one["text"])) for one in _ITEM.finditer(parts.own)]
    clients = [(one, names[0].value) for one, names in items if names]
    if len(clients) < 2:
        first = people.clients[0].value if people.clients else ""
        return correction_values(parts, first, people.signature, received)
    found = []
    for one, client in clients:
        item = MessageParts(one["text"], "", "")
        values = correction_values(item, client, len(item.own), received)
        found.append(Proposal("client_name", client, client))
        found += [replace(value, client=client) for value in values]
    return found


def _people(parts: MessageParts, people: People, found: list[Proposal]) -> list[Proposal]:
    """Who writes, the provider, and the clients; a whole name that is wrong is a client's."""
    own = parts.own
    said = []
    for field, one in (("requester", people.requester), ("provider_name", people.provider)):
        if one:
            said.append(Proposal(field, one.value, _read(own, one)))
    of_names = [
        one for one in found if one.field == WRONG and one.of in ("first_name", "last_name")
    ]
    clients = [Proposal("client_name", one.value, one.value) for one in people.clients]
    if of_names and " " in of_names[0].read:
        clients = [Proposal("client_name", one.read, one.read) for one in of_names]
    return [*said, *clients]


def _read(own: str, name: Mention) -> str:
    titled = with_title(own, name)
    is_there = own[name.start : name.end] == name.value
    return own[titled.start : titled.end] if is_there and " " not in name.value else name.value


def _references(parts: MessageParts, received: date) -> list[Proposal]:
    """The NPI and the references; one of our quoted sessions only when its day is named too."""
    own = parts.own
    found = [Proposal("npi", one.value, own[one.start : one.end]) for one in numbers.npis(own)]
    said = numbers.references(own) + [
        pair for pair in numbers.references(parts.head) if pair[0] == "request_ref"
    ]
    found += [Proposal(field, one.value, one.value) for field, one in said]
    if not any(field == "session_ref" for field, _ in said):
        found += _chosen_session(parts, received)
    return found


def _chosen_session(parts: MessageParts, received: date) -> list[Proposal]:
    wanted = {one.value for one in days(parts.own, received)}
    found = []
    for field, one in numbers.references(parts.quoted):
        after = parts.quoted[one.end : one.end + 40]
        near = re.split(r"\b[CRS]-", after)[0]
        if field == "session_ref" and wanted.intersection(d.value for d in days(near, received)):
            found.append(Proposal(field, one.value, one.value))
    return found


def _contacts(
    parts: MessageParts, kind: str | None, signature: int, found: list[Proposal]
) -> list[Proposal]:
    """How to reach the writer: the sender's address, else what is no value of a record. Of a
    correction only what is signed with, or named as the writer's own."""
    values = {one.value for one in found if one.of in ("email", "phone")}
    sender = re.findall(r"^(?:From|De):.*$", parts.head, re.M)
    own = parts.own
    emails = [one for one in numbers.emails(own) if _is_own(own, kind, signature, one)]
    emails = [one for line in sender for one in numbers.emails(line)] + emails
    said = [Proposal("email", one.value, one.value) for one in emails if one.value not in values]
    phones = [
        Proposal("phone", one.value, own[one.start : one.end])
        for one in numbers.phones(own)
        if one.value not in values and _is_own(own, kind, signature, one)
    ]
    return [*said[:1], *phones[:1]]


def _is_own(own: str, kind: str | None, signature: int, one: Mention) -> bool:
    if kind != kinds.CORRECTION or one.start >= signature:
        return True
    return _OWN_CONTACT.search(own[max(0, one.start - 60) : one.start]) is not None
