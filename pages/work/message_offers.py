"""What a pasted message offers to each form that files a request."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from core.rules.messages.places import home_parts
from core.rules.messages.proposals import Proposal
from core.rules.messages.reader import MessageReading
from core.rules.messages.sides import RIGHT, WRONG
from core.rules.requests.corrections import CHOICES, FIELDS, field_label, value_text
from core.rules.requests.listing import STOPPED, TAKING, topic_label
from core.rules.time.formats import input_day_text
from core.vocabulary.requests import DirectoryTopic
from core.vocabulary.words import sentence_case
from pages import context
from pages.components import repeated_lines
from pages.components.date_box import typed_instant
from pages.components.message_box import Offer
from pages.components.screen_dates import screen_today
from pages.work import client_picker, provider_picker

Fields = Mapping[str, tuple[Any, Any]]


def received_day(prefix: str) -> date:
    """The day of the viewer's on which the message was received, as the form says; else today."""
    key = f"{prefix}-received"
    at = typed_instant(key) if key in st.session_state else None
    return at.astimezone(context.signed_in().actor.tz).date() if at else screen_today()


def correction_offers(prefix: str, reading: MessageReading) -> list[Offer]:
    """The client, what is wrong, and who asked. Of a message about several clients only the first
    is offered: each client has a request of their own."""
    name, ref = _first(reading, "client_name"), _first(reading, "client_ref")
    client = name.value if name else ""
    return [
        *(_client(prefix, by, name) for by in [ref or name] if by),
        *_corrected(prefix, [one for one in reading.proposals if one.client in ("", client)]),
        *requester_offers(prefix, reading),
    ]


def listing_offers(prefix: str, reading: MessageReading) -> list[Offer]:
    """The provider, what the listing says, and who asked."""
    found = []
    if name := _first(reading, "provider_name"):
        found.append(_offer("Provider's full name", name, {f"{prefix}-full-name": name.value}))
    if npi := _first(reading, "npi"):
        search = partial(provider_picker.PICKER.search_for, prefix, npi.value)
        found.append(_offer("NPI", npi, {f"{prefix}-npi": npi.value}, search))
    topics = {one.of: one for one in reading.proposals if one.of in set(DirectoryTopic)}
    found += [_topic(prefix, topic, reading) for topic in topics]
    return [*found, *requester_offers(prefix, reading)]


def cancellation_offers(
    prefix: str, reading: MessageReading, show_session: Callable[[], None]
) -> list[Offer]:
    """The session, and who asked."""
    ref = _first(reading, "session_ref")
    found = []
    if ref:
        found.append(_offer("Session", ref, {f"{prefix}-ref": ref.value}, show_session))
    return [*found, *requester_offers(prefix, reading)]


def requester_offers(prefix: str, reading: MessageReading) -> list[Offer]:
    """Who asked, and where to reply."""
    found = []
    if name := _first(reading, "requester"):
        found.append(_offer("Requester", name, {f"{prefix}-name": name.value}))
    if contact := _first(reading, "email") or _first(reading, "phone"):
        found.append(_offer("Reply to", contact, {f"{prefix}-contact": contact.value}))
    return found


def _first(reading: MessageReading, field: str) -> Proposal | None:
    return next((one for one in reading.proposals if one.field == field), None)


def _offer(
    name: str,
    one: Proposal,
    boxes: Mapping[str, str],
    then: Callable[[], None] | None = None,
) -> Offer:
    """An offer that fills text boxes with one proposal."""
    read = "" if one.read == one.value else one.read
    return Offer(name, one.value, read, lambda: {key: (v, "") for key, v in boxes.items()}, then)


def _client(prefix: str, by: Proposal, name: Proposal | None) -> Offer:
    """The client's name goes into its box, and the search is made by what is most certain."""
    boxes = {f"{prefix}-named": name.value} if name else {f"{prefix}-text": by.value}
    search = partial(client_picker.PICKER.search_for, prefix, by.value)
    return _offer("Client", name or by, boxes, search)


def _corrected(prefix: str, proposals: list[Proposal]) -> list[Offer]:
    """One offer for each field, with its wrong and its right value."""
    sides: dict[str, dict[str, tuple[str, str]]] = {}
    for one in proposals:
        if one.field in (WRONG, RIGHT):
            for field, value in _parts(one).items():
                sides.setdefault(field, {}).setdefault(one.field, (value, one.read))
    return [_line(prefix, field, both) for field, both in sides.items() if field in FIELDS]


def _parts(one: Proposal) -> dict[str, str]:
    return home_parts(one.value) if one.of == "address" else {one.of: one.value}


def _line(prefix: str, field: str, both: Mapping[str, tuple[str, str]]) -> Offer:
    wrong, right = both.get(WRONG, ("", "")), both.get(RIGHT, ("", ""))
    shown = " → ".join(value_text(field, value) for value, _ in (wrong, right) if value)
    read = " / ".join(words for _, words in (wrong, right) if words)
    name = sentence_case(field_label(field))
    return Offer(name, shown, read, partial(_line_boxes, prefix, field, wrong[0], right[0]))


def _line_boxes(prefix: str, field: str, wrong: str, right: str) -> Fields:
    place = repeated_lines.line_for(prefix, "field", field)
    key = f"{prefix}-{place}"
    empty = None if field in CHOICES else ""
    values = {f"{key}-now-{field}": wrong, f"{key}-new-{field}": right}
    boxes = {box: (_typed(field, value), empty) for box, value in values.items() if value}
    return {f"{key}-field": (field, None), **boxes}


def _typed(field: str, value: str) -> str:
    is_day = field == "date_of_birth"
    return input_day_text(date.fromisoformat(value)) if is_day else value


def _topic(prefix: str, topic: str, reading: MessageReading) -> Offer:
    of = {one.field: one for one in reading.proposals if one.of == topic}
    wrong, right = of.get(WRONG), of.get(RIGHT)
    shown = " → ".join(one.value for one in (wrong, right) if one)
    read = " / ".join(one.read for one in (wrong, right) if one and one.read != one.value)
    boxes = partial(_topic_boxes, prefix, topic, wrong, right)
    return Offer(sentence_case(topic_label(DirectoryTopic(topic))), shown, read, boxes)


def _topic_boxes(prefix: str, topic: str, wrong: Proposal | None, right: Proposal | None) -> Fields:
    place = repeated_lines.line_for(prefix, "topic", topic)
    key = f"{prefix}-{place}"
    boxes: dict[str, tuple[Any, Any]] = {f"{key}-topic": (DirectoryTopic(topic), None)}
    if topic == DirectoryTopic.MOS_STATUS:
        status = STOPPED if right and right.value == "stopped" else TAKING
        return {**boxes, f"{key}-mos": (status, None)}
    sides = {"listed": wrong, "correct": right}
    return boxes | {f"{key}-{topic}-{name}": (one.value, "") for name, one in sides.items() if one}
