"""Signs that no database takes alike: every question that a person can type answers in words.

SQLite stores a NUL, PostgreSQL refuses it, neither takes half a surrogate pair.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core import db
from core.administration.reveals import RevealClientField, reveal_client_field
from core.db.transaction import reading, transaction
from core.errors import DeskError
from core.metrics.results import metric_result
from core.queries.people.find_client import find_client, record_for_correction
from core.queries.requests.page import request_page, request_stamp
from core.queries.sessions.page import session_page
from core.queries.sessions.search import SessionSearch, find_sessions
from core.requests.assignment import TakeRequest, take_request
from core.rules.metric_filters import MetricFilter
from core.vocabulary.people import Role
from tests.support import make
from tests.support.make import NOW

TEXTS = ["Rivera\0", "R-\0", "Rivera\ud800"]
IN_MARCH = date(2026, 3, 1), date(2026, 3, 31)
QUESTIONS: dict[str, Callable[[Any, str], object]] = {
    "find_client": find_client,
    "record_for_correction": record_for_correction,
    "request_page": request_page,
    "request_stamp": request_stamp,
    "session_page": session_page,
    "reveal_client_field": lambda look, text: reveal_client_field(
        look, RevealClientField(text, "email", "")
    ),
    "find_sessions by name": lambda look, text: find_sessions(look, SessionSearch(client=text)),
    "find_sessions from": lambda look, text: find_sessions(look, SessionSearch(after=text)),
    "find_sessions by payer": lambda look, text: find_sessions(look, SessionSearch(payer_ref=text)),
    "metric_result": lambda look, text: metric_result(
        look, "notes_on_time", MetricFilter(*IN_MARCH, provider_ref=text)
    ),
}
ACTIONS: dict[str, Callable[[Any, str], object]] = {
    "take_request": lambda change, text: take_request(change, TakeRequest(text, 1)),
}


@pytest.fixture
def lead(engine):
    with db.writing(engine) as work:
        return make.actor(work, Role.LEAD)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_with_signs_that_cannot_be_shown_is_answered_in_words(engine, lead, name, text):
    with pytest.raises(DeskError), reading(engine, lead, NOW) as look:
        QUESTIONS[name](look, text)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_with_signs_that_cannot_be_shown_is_answered_in_words(engine, lead, name, text):
    with pytest.raises(DeskError), transaction(engine, lead, NOW) as change:
        ACTIONS[name](change, text)
