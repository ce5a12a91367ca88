"""References are found as they are written, then in any case, by every search."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from core import db
from core.cli.explain_answers import session_answer
from core.db.transaction import ReadContext, reading
from core.errors import InvalidInput, NotFound
from core.facts.references import find_by_ref
from core.models.care import CareSession
from core.models.people import Client, Provider
from core.models.requests import SupportRequest
from core.queries.people.find_client import find_client
from core.queries.people.find_provider import find_provider
from core.queries.requests.page import request_page
from core.queries.requests.search import RequestSearch, find_requests
from core.queries.sessions.billing_check import billing_check
from core.queries.sessions.billing_question import BillingQuestion
from core.queries.sessions.page import session_page
from core.queries.sessions.search import SessionSearch, find_sessions
from core.vocabulary.people import Role
from tests.support import correction, make
from tests.support.cancelling import cancelling
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW

IDS = [
    "5e7f2a1c-0b1d-4c3e-9f10-aa22bb33cc44",
    "d12cae9f-54b6-a5b1-4481-b49ae3b31e1a",
    "c-51",
    "C-51",
    "Plan 7/b",
    "C-QPSBNC",
    "p-abc",
]
CASES: list[Callable[[str], str]] = [str, str.upper, str.lower, str.swapcase]
TABLES = [CareSession, Client, Provider, SupportRequest]


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def records(desk: Desk, *refs: str) -> None:
    """A session with its provider and its client, all three of each reference."""
    with db.writing(desk.engine) as work:
        for ref in refs:
            provider, client = make.provider(work, ref=ref), make.client(work, ref=ref)
            make.care_session(work, provider, client, NOW, ref=ref)


def ask(desk: Desk, question: Callable[[ReadContext], Any]) -> Any:
    with reading(desk.engine, desk.people[Role.AGENT], NOW) as look:
        return question(look)


def sessions(desk: Desk, **given: str) -> list[str]:
    found = ask(desk, lambda look: find_sessions(look, SessionSearch(**given)))
    return [row.ref for row in found.rows]


@pytest.mark.parametrize("written", CASES)
@pytest.mark.parametrize("ref", IDS)
def test_each_search_finds_a_reference_in_any_case(desk, ref, written):
    records(desk, ref)
    typed = written(ref)
    explained = ask(desk, lambda look: session_answer(look, {"session": typed}))
    assert explained["reference"] == ref
    assert ask(desk, lambda look: session_page(look, typed)).ref == ref
    assert sessions(desk, ref=typed) == [ref]
    assert [one.ref for one in ask(desk, lambda look: find_client(look, typed)).candidates] == [ref]
    found = ask(desk, lambda look: find_provider(look, typed))
    assert [one.ref for one in found.candidates] == [ref]


@pytest.mark.parametrize("ref", [one for one in IDS if " " not in one])
def test_the_filters_by_person_find_a_reference_in_any_case(desk, ref):
    records(desk, ref)
    for typed in (ref, ref.swapcase()):
        assert sessions(desk, client=typed) == [ref]
        assert sessions(desk, provider=typed) == [ref]


def test_requests_are_found_by_the_references_of_their_subjects(engine, desk):
    work = cancelling(engine, desk=desk)
    ref = work.file()
    for given in (
        {"session_ref": work.session_ref.lower()},
        {"ref": ref.lower()},
        {"ref": ref.removeprefix("R-").lower()},
    ):
        found = ask(desk, lambda look, given=given: find_requests(look, RequestSearch(**given)))
        assert [one.ref for one in found.rows] == [ref]
    assert ask(desk, lambda look: request_page(look, ref.lower())).ref == ref


def test_of_two_that_differ_by_case_the_exact_one_is_found(desk):
    records(desk, "c-51", "C-51")
    for ref in ("c-51", "C-51"):
        assert ask(desk, lambda look, ref=ref: session_page(look, ref)).ref == ref
        assert sessions(desk, ref=ref) == [ref]
        asked = BillingQuestion(ref, NOW.date(), client=ref)
        assert ask(desk, lambda look, asked=asked: billing_check(look, asked)).client_ref == ref


def test_several_that_differ_by_case_are_told_in_words(desk):
    records(desk, "ab-1", "AB-1")
    told = "Several records differ from Ab-1 only in upper and lower case: AB-1, ab-1."
    for question in (
        lambda look: session_page(look, "Ab-1"),
        lambda look: session_answer(look, {"session": "Ab-1"}),
        lambda look: find_sessions(look, SessionSearch(ref="Ab-1")),
        lambda look: find_client(look, "Ab-1"),
    ):
        with pytest.raises((NotFound, InvalidInput), match=told):
            ask(desk, question)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("typed", ["", " ", "\ud800", "a\0b", "%", "_"])
def test_what_is_no_reference_finds_nothing(desk, table, typed):
    with db.looking(desk.engine) as work:
        assert find_by_ref(work, table, typed) is None


@pytest.mark.parametrize("table", TABLES)
def test_a_reference_is_looked_up_through_an_index(engine: Engine, table: Any):
    """On PostgreSQL too few rows make a scan cheaper, so that scans are switched off there."""
    name = table.__tablename__
    asked = f"SELECT id FROM {name} WHERE lower({name}.ref) = lower('C-51')"
    with db.looking(engine) as work:
        if engine.dialect.name == "postgresql":
            work.execute(text("SET LOCAL enable_seqscan = off"))
            plan = work.execute(text(f"EXPLAIN {asked}")).all()
        else:
            plan = work.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all()
    assert f"ix_{name}_ref_lower" in str(plan)
