"""What support tells a provider whose session cannot be confirmed, edited, canceled or billed."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.rules.reasons import CATALOGUE, concluded, reason
from core.rules.sessions.answers import AskedSession, answer_text
from core.rules.sessions.stage import SessionEnd, closed_because
from core.vocabulary.care import PayerKind, SessionStage

ASKED = AskedSession(
    "S-7KD3QMX",
    datetime(2026, 11, 24, 22, tzinfo=UTC),
    ZoneInfo("America/Denver"),
    "Frances Pérez",
    date(2026, 12, 24),
)
TELLS = {
    *("as_of", "count", "ends", "entered", "field", "minutes", "on", "plan", "scheduled"),
    *("state", "status", "until", "wanted"),
}
"""Details that a text to a provider may hold: days, places, plans and numbers."""
OURS = {"edit_closed", "cancel_closed", "location_not_asked"}
"""Reasons about a session that say another one's answer, or have nothing to tell."""
OF_REQUESTS = {"edit_by_provider", "late_edit_open", "edit_applied", "approval_of_edit"}
"""Reasons about a late edit, which support asks for and not the provider."""


def test_one_reason_is_a_sentence_and_its_step() -> None:
    assert answer_text("confirm", ASKED, [reason("forms_missing")]).splitlines()[::2] == [
        "Hi Frances Pérez,",
        "You can't confirm session S-7KD3QMX (Tue, Nov 24, 2026, 3:00 PM MST) now.",
        CATALOGUE["forms_missing"].answer,
        "The last day to confirm it is Thu, Dec 24, 2026.",
        "Help article: “Confirming a session”, section “When to confirm a session”.",
        "Reply to this message if you have a question.",
        "Support team",
    ]


def test_several_reasons_are_numbered() -> None:
    text = answer_text("billing", ASKED, [reason("cpt_missing"), reason("location_missing")])
    assert "\n1. The CPT code is missing. Add it.\n2. The client's location" in text
    assert "last day to confirm" not in text


def test_a_session_past_its_last_day_names_no_day_to_come() -> None:
    expired = replace(ASKED, confirm_by=None)
    text = answer_text("confirm", expired, [reason("expired_30d", on="Thu, Dec 24, 2026")])
    assert text.count("last day to confirm") == 1


def test_what_providers_need_not_know_gives_no_text() -> None:
    assert answer_text("confirm", ASKED, [reason("location_not_asked", on="Mon, Mar 2")]) == ""


def test_a_closed_session_gets_the_answer_of_what_closed_it() -> None:
    because = closed_because(SessionEnd(SessionStage.CANCEL_REQUESTED, PayerKind.INSURANCE))
    assert because is not None
    assert concluded("cancel_closed", because).answer == because.answer != ""


@pytest.mark.parametrize("code", [one for one in CATALOGUE if CATALOGUE[one].answer])
def test_an_answer_holds_nothing_personal(code: str) -> None:
    assert {*re.findall(r"{(\w+)}", CATALOGUE[code].answer)} <= TELLS


def test_whatever_stops_a_session_has_an_answer() -> None:
    """The catalogue begins with what is decided about sessions; requests follow."""
    codes = list(CATALOGUE)
    about = codes[: codes.index("cancel_by_support")]
    assert [one for one in about if CATALOGUE[one].decides and not CATALOGUE[one].answer] == [
        one for one in about if one in OURS | OF_REQUESTS
    ]
