"""No read sends the same SQL statement with the same parameters twice."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from core.access import Actor
from core.db.transaction import ReadContext, reading
from core.queries.data_issues import find_data_issues
from core.queries.people.find_provider import provider_for_listing
from core.queries.requests.cancellation import cancellation_detail
from core.queries.requests.cancellation_preview import cancellation_preview
from core.queries.requests.conflicts import list_conflicts
from core.queries.requests.correction import correction_detail
from core.queries.requests.listing import directory_detail
from core.queries.requests.page import request_page
from core.queries.requests.search import RequestSearch, find_requests
from core.queries.sessions.billing_check import billing_check
from core.queries.sessions.billing_question import BillingQuestion
from core.queries.sessions.search import SessionSearch, find_sessions
from core.queries.sessions.verdicts import session_verdicts
from core.vocabulary.people import Role
from tests.support import correction, listing, working
from tests.support.cancelling import cancelling
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.listing import NPI, PHONE, PLACE
from tests.support.statements import Statement, counted, repeated

Read = Callable[[ReadContext], Any]


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def sent_by(desk: Desk, read: Read) -> list[Statement]:
    people: dict[Role, Actor] = desk.people
    with counted(desk.engine) as sent, reading(desk.engine, people[Role.LEAD], desk.now) as look:
        read(look)
    return sent


def test_the_pages_of_a_correction_repeat_nothing(desk: Desk) -> None:
    ref = desk.taken()
    working.put_away(desk, ref)
    for query in (request_page, correction_detail):
        assert repeated(sent_by(desk, lambda look, query=query: query(look, ref))) == []


def test_the_pages_of_a_cancellation_repeat_nothing(engine: Engine) -> None:
    desk = cancelling(engine)
    preview = sent_by(desk, lambda look: cancellation_preview(look, desk.session_ref))
    assert repeated(preview) == []
    ref = desk.begun()
    for query in (request_page, cancellation_detail):
        assert repeated(sent_by(desk, lambda look, query=query: query(look, ref))) == []


def test_the_pages_of_a_directory_update_repeat_nothing(engine: Engine, desk: Desk) -> None:
    ours = listing.listings(engine, desk.people)
    ref = ours.submitted(PHONE, PLACE)
    ours.look(ref, True, False)
    for query in (request_page, directory_detail):
        assert repeated(sent_by(desk, lambda look, query=query: query(look, ref))) == []


def test_a_directory_update_takes_no_more_statements_for_more_items(
    engine: Engine, desk: Desk
) -> None:
    ours = listing.listings(engine, desk.people)
    refs = ours.submitted(PHONE), ours.submitted(PHONE, PLACE)
    counts = {len(sent_by(desk, lambda look, ref=ref: directory_detail(look, ref))) for ref in refs}
    assert len(counts) == 1


READS: dict[str, Callable[[Any], Read]] = {
    "requests": lambda _: lambda look: find_requests(look, RequestSearch()),
    "sessions": lambda _: lambda look: find_sessions(look, SessionSearch()),
    "verdicts": lambda desk: lambda look: session_verdicts(look, [desk.session_ref]),
    "data issues": lambda _: lambda look: find_data_issues(look),
    "conflicts": lambda _: lambda look: list_conflicts(look),
    "billing": lambda desk: (
        lambda look: billing_check(
            look, BillingQuestion(NPI, date(2026, 3, 10), client=desk.client_ref)
        )
    ),
}


@pytest.mark.parametrize("name", list(READS))
def test_a_list_or_a_check_repeats_nothing(engine: Engine, name: str) -> None:
    desk = cancelling(engine)
    listing.listings(engine, desk.people)
    desk.begun()
    assert repeated(sent_by(desk, READS[name](desk))) == []


def test_the_record_of_a_provider_repeats_nothing(engine: Engine, desk: Desk) -> None:
    ours = listing.listings(engine, desk.people)
    sent = sent_by(desk, lambda look: provider_for_listing(look, ours.provider_ref))
    assert repeated(sent) == []
