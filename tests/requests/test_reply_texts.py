"""The replies to requesters: short, signed, and with nothing but references."""

import re
from types import SimpleNamespace

import pytest

from core.queries.requests.replies import ending_text
from core.settings import DATA
from core.vocabulary.requests import RequestStatus

REPLIES = sorted((DATA / "replies").glob("*.txt"))
ENDED_EARLY = ("rejected", "withdrawn", "redirected", "duplicate")
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


def ended(status: str, outcome: str | None) -> str:
    given = {"ref": "R-PCTS2P", "requester_name": "Rosa", "outcome": outcome}
    return ending_text(SimpleNamespace(status=RequestStatus(status), **given))


@pytest.mark.parametrize("status", ENDED_EARLY)
def test_a_reply_leaves_out_the_sentence_of_a_reason_not_on_record(status):
    with_reason, without = ended(status, "Not ours"), ended(status, None)
    lost = set(re.findall(r"[^.\n]+", with_reason)) - set(re.findall(r"[^.\n]+", without))
    assert all("Not ours" in sentence for sentence in lost)
    assert (len(lost) == 1) == ("Not ours" in with_reason)
    assert not re.search(r"\$|None|[Rr]eason|contact:", without)
