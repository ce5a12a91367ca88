"""The replies to requesters: short, signed, and with nothing but references."""

import re

import pytest

from core.settings import DATA

REPLIES = sorted((DATA / "replies").glob("*.txt"))
FILLED_IN = {"requester", "ref", "fields", "outcome"}


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_a_reply_is_short_signed_and_says_how_to_answer(path):
    text = path.read_text("utf-8").strip()
    assert text.startswith("Hi $requester,\n\nWe ")
    assert text.endswith("\n\nSupport team")
    assert re.search(r"reply to this message with \$ref", text)
    assert len(text.split()) < 120


@pytest.mark.parametrize("path", REPLIES, ids=lambda path: path.stem)
def test_a_reply_is_filled_in_with_references_only(path):
    assert set(re.findall(r"\$(\w+)", path.read_text("utf-8"))) <= FILLED_IN
