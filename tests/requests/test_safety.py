"""Whom to reach when words suggest self-harm, and words in the steps on the way (R53)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.db.transaction import reading
from core.errors import NotFound
from core.models.care import CareSession
from core.models.outbox import OutboxMessage
from core.models.people import Client
from core.queries.requests.safety import SafetyContacts, safety_contacts
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.requests.listing.check import LineSeen, record_listing_check
from core.vocabulary.care import ChargeStatus, ClaimStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority
from tests.support import correction, make
from tests.support.cancelling import cancelling
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.listing import listings
from tests.support.make import NOW

WORDS = "She says she wants to die"
PHONE = "212-555-0142"


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def contacts(desk: Desk, ref: str) -> SafetyContacts:
    with reading(desk.engine, desk.people[Role.VIEWER], NOW) as look:
        return safety_contacts(look, ref)


def session_with(desk: Desk, days_ago: int, **provider: str) -> None:
    with db.writing(desk.engine) as work:
        client = work.get_one(Client, desk.client_id)
        seen_by = make.provider(work, **provider)
        make.care_session(work, seen_by, client, NOW - timedelta(days=days_ago))


def test_r53_the_provider_of_the_clients_latest_session_is_called(desk):
    session_with(desk, 30, last_name="Earlier", phone="212-555-0100")
    session_with(desk, 2, last_name="Later", phone=PHONE)
    found = contacts(desk, desk.filed())
    assert (found.provider_phone, found.client_ref) == (PHONE, desk.client_ref)
    assert "Dana Later · NPI" in str(found.provider)


def test_r53_a_directory_update_names_its_own_provider(engine, desk):
    asked = listings(engine, desk.people)
    found = contacts(desk, asked.filed())
    assert "Rosa Marsh" in str(found.provider)
    assert (found.provider_phone, found.client_ref) == (None, None)


def test_r53_a_cancellation_names_those_of_its_session(engine, desk):
    work = cancelling(engine, desk=desk)
    found = contacts(desk, work.file())
    with db.looking(engine) as look:
        session = look.get_one(CareSession, work.session_id)
        assert found.client_ref == look.get_one(Client, session.client_id).ref
    assert found.provider is not None


def test_a_request_without_client_and_provider_names_nobody(desk):
    found = contacts(desk, desk.filed(client_ref="", named_as=""))
    assert found == SafetyContacts(None, None, None, None, None)


def test_an_unknown_request_has_no_contacts(desk):
    with pytest.raises(NotFound):
        contacts(desk, "R-NOBODY")


def test_without_an_on_call_contact_no_alert_is_written(desk):
    ref = desk.taken()
    desk.do(add_internal_note, AddInternalNote(ref, WORDS))
    assert desk.rows(OutboxMessage) == []


def test_r53_words_that_the_listing_shows_make_it_urgent(engine, desk):
    asked = listings(engine, desk.people)
    ref = asked.submitted()
    check = asked.looking(ref, False)
    seen = tuple(LineSeen(one.line_id, False, WORDS) for one in check.seen)
    desk.do(record_listing_check, replace(check, seen=seen))
    assert desk.request(ref).priority == Priority.URGENT


def test_r53_words_in_a_submission_make_it_urgent(engine, desk):
    asked = listings(engine, desk.people)
    ref = asked.taken()
    asked.submit(ref, reference=WORDS)
    assert desk.request(ref).priority == Priority.URGENT


def test_r53_words_in_a_step_of_a_cancellation_make_it_urgent(engine, desk):
    work = cancelling(engine, ClaimStatus.PAID, ChargeStatus.CHARGED, desk=desk)
    ref = work.begun()
    work.approve(ref)
    work.step(ref, "charge", "refund_due", reference=WORDS)
    assert desk.request(ref).priority == Priority.URGENT
