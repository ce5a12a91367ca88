"""What pasted messages propose, beside the answers that were fixed before the rules."""

import json
import re
import sys
from collections import Counter
from datetime import date, datetime
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.messages.places import home_parts
from core.rules.messages.reader import LONGEST, read_message
from core.rules.requests.distress import suggests_self_harm
from core.settings import ROOT

TOLD = json.loads((ROOT / "tests/cases/messages.json").read_text("utf-8"))["messages"]
TODAY = date(2026, 11, 27)
RIGHT, WRONG, MISSING = 280, 0, 0
"""Of all proposals of the 60 messages; they may only become better."""

Key = tuple[str, str, str, str]


def key(field: str, of: str, client: str, value: str) -> Key:
    is_phone = "phone" in (field, of)
    return field, of, client, re.sub(r"\D", "", value) if is_phone else value


def told_key(one: dict[str, str]) -> Key:
    return key(one["field"], one.get("of", ""), one.get("client", ""), one["value"])


def read(message: dict[str, Any]) -> dict[Key, str]:
    """What is proposed, with the words it is read from."""
    received = datetime.fromisoformat(message["received"]).date()
    found = read_message(message["text"], received).proposals
    return {key(one.field, one.of, one.client, one.value): one.read for one in found}


def test_messages_propose_at_least_what_they_did() -> None:
    counts: dict[str, Counter[str]] = {}
    for message in TOLD:
        found = set(read(message))
        told = {told_key(one) for one in message["expected"]["proposals"]}
        for name, keys in (
            ("right", found & told),
            ("wrong", found - told),
            ("missing", told - found),
        ):
            for field, of, *_ in keys:
                counts.setdefault(f"{field} {of}".strip(), Counter())[name] += 1
    for field, count in sorted(counts.items()):
        figures = (f"{name} {count[name]:3}" for name in ("right", "wrong", "missing"))
        sys.stdout.write(f"{field:24} {' '.join(figures)}\n")
    total = sum(counts.values(), Counter())
    assert total["right"] >= RIGHT
    assert total["wrong"] <= WRONG
    assert total["missing"] <= MISSING


@pytest.mark.parametrize("message", TOLD, ids=lambda message: str(message["id"]))
def test_a_message_never_proposes_what_would_mislead(message: dict[str, Any]) -> None:
    found = read(message)
    assert not set(found) & {told_key(one) for one in message.get("not", [])}
    assert all(words in message["text"] for words in found.values())


@pytest.mark.parametrize("message", TOLD, ids=lambda message: str(message["id"]))
def test_a_message_shows_its_kind_and_danger(message: dict[str, Any]) -> None:
    expected = message["expected"]
    kind = read_message(message["text"], TODAY).kind
    assert kind == (expected["kind"] or expected.get("matter"))
    assert suggests_self_harm([message["text"]]) == expected["distress"]


@pytest.mark.parametrize("message", TOLD, ids=lambda message: str(message["id"]))
def test_a_proposal_is_read_from_the_words_that_say_it(message: dict[str, Any]) -> None:
    found = read(message)
    told = {told_key(one): one["read"] for one in message["expected"]["proposals"]}
    assert {one: words for one, words in found.items() if words != told.get(one, words)} == {}


OTHERS = [
    (
        "Could you please correct my client's birthday? We have 12/05/1990 on file but it should "
        "be 05/12/1990. The client is Marisol Vega.\nThank you,\nDr. Alan Whitcombe, PhD",
        {("wrong", "1990-12-05"), ("right", "1990-05-12"), ("client_name", "Marisol Vega")},
    ),
    (
        "Client name misspelled. Currently: Jonathon Barnes. Correct: Jonathan Barnes.\nKim Lee",
        {("wrong", "Jonathon"), ("right", "Jonathan"), ("requester", "Kim Lee")},
    ),
    (
        "please update client Jane Roe's last name from Roe to Doe. Thanks, Peter Quill LPC",
        {("client_name", "Jane Roe"), ("wrong", "Roe"), ("right", "Doe")},
    ),
    (
        "sex should be male instead of female for client Alex Kim. - Pat Green",
        {("right", "male"), ("wrong", "female"), ("requester", "Pat Green")},
    ),
    (
        "Please fix the email for Lisa Wong: l.wong@example.com is right, l.wang@example.com is "
        "wrong. Thanks Dana Scully",
        {("right", "l.wong@example.com"), ("wrong", "l.wang@example.com")},
    ),
    (
        "My address in the directory is incorrect. It shows 1 Main St, Austin, TX 78701 and should "
        "be 250 Oak Ave Suite 300, Austin, TX 78704.\nJanet Fu",
        {("wrong", "1 Main St, Austin, TX 78701"), ("requester", "Janet Fu")},
    ),
]


@pytest.mark.parametrize(("text", "told"), OTHERS)
def test_other_words_for_a_wish_are_read_too(text: str, told: set[tuple[str, str]]) -> None:
    found = {(one.field, one.value) for one in read_message(text, TODAY).proposals}
    assert told <= found


def test_a_home_is_parted_into_its_fields() -> None:
    assert home_parts("12 Elm Quad Apt 5, Ithaca, NY 14850") == {
        "home_line1": "12 Elm Quad Apt 5",
        "home_city": "Ithaca",
        "home_state_code": "NY",
        "home_zip": "14850",
    }
    assert home_parts("418 Larkspur Ct") == {"home_line1": "418 Larkspur Ct"}


@given(st.text(max_size=400))
def test_any_text_can_be_pasted(text: str) -> None:
    found = read_message(text, TODAY)
    assert all(one.read in text for one in found.proposals)


@pytest.mark.parametrize("piece", ["Jon Smyt ", "1 ", "a@", "Nov 1 ", "12 A ", "-", "is ", "> x\n"])
def test_a_long_text_is_read_at_once(piece: str) -> None:
    start = process_time()
    read_message(piece * (LONGEST // len(piece)), TODAY)
    assert process_time() - start < 5
