"""Reply to a requester by e-mail, and trying a message again that could not be sent."""

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from core import db
from core.administration.outbox import RetryMessage, retry_message
from core.db import outbox
from core.db.transaction import reading
from core.errors import Conflict, InvalidInput, NotPermitted
from core.models.audit import AuditEntry
from core.models.outbox import OutboxMessage
from core.queries.outbox import list_outbox, reply_state
from core.requests.replies import SendReply, send_reply
from core.settings import settings
from core.vocabulary.administration import MessageStatus
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestStatus
from tests.support import correction
from tests.support.correction import Desk
from tests.support.filling import Filling
from tests.support.make import NOW


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


@pytest.fixture
def with_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"smtp_url": SecretStr("smtp://127.0.0.1:9"), "mail_from": "support@desk.example"}
    found = settings().model_copy(update=changed)
    monkeypatch.setattr(outbox, "settings", lambda: found)


def done(desk: Desk, **given) -> str:
    ref = desk.taken(**given)
    desk.apply(ref)
    return ref


def by_email(desk: Desk, ref: str, text: str = "It is done.") -> SendReply:
    return SendReply(ref, desk.request(ref).version, False, text, by_email=True)


def message(desk: Desk) -> OutboxMessage:
    (row,) = desk.rows(OutboxMessage)
    return row


def failed(desk: Desk) -> RetryMessage:
    desk.do(send_reply, by_email(desk, done(desk)))
    with db.writing(desk.engine) as work:
        row = work.get(OutboxMessage, message(desk).key)
        assert row is not None
        row.status, row.attempts, row.last_error = MessageStatus.FAILED, 8, "SMTPDataError 550"
    return RetryMessage(message(desk).key, message(desk).version)


@pytest.mark.usefixtures("with_mail")
def test_an_email_waits_and_the_request_is_closed(desk):
    ref = done(desk)
    desk.do(send_reply, by_email(desk, ref))
    row = message(desk)
    assert (row.status, row.recipient) == (MessageStatus.WAITING, "dana@practice.example")
    assert (row.subject, row.body) == (f"Your request {ref}", "It is done.")
    assert (row.next_try_at, row.sent_at) == (NOW, None)
    assert desk.request(ref).status == RequestStatus.CLOSED


@pytest.mark.usefixtures("with_mail")
def test_an_email_with_client_data_is_turned_back(desk):
    ref = done(desk)
    with pytest.raises(InvalidInput) as refused:
        desk.do(send_reply, by_email(desk, ref, "John Rivera is corrected."))
    assert "the client's name" in refused.value.fields["text"]
    assert desk.rows(OutboxMessage) == []


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize("contact", ["212-555-0100", "", "dana@practice\nBcc: eve@x.example", "@"])
def test_without_an_address_there_is_no_email(desk, contact):
    ref = done(desk)
    with db.writing(desk.engine) as work:
        request = work.get(type(desk.request(ref)), desk.request(ref).id)
        assert request is not None
        request.requester_contact = contact
    with pytest.raises(InvalidInput) as refused:
        desk.do(send_reply, by_email(desk, ref))
    assert set(refused.value.fields) == {"told"}


def test_without_a_mail_server_there_is_no_email(desk):
    ref = done(desk)
    with reading(desk.engine, desk.people[Role.AGENT], NOW) as look:
        assert not reply_state(look, ref).can_email
    with pytest.raises(InvalidInput):
        desk.do(send_reply, by_email(desk, ref))


@pytest.mark.usefixtures("with_mail")
def test_the_request_says_where_its_email_stands(desk):
    ref = done(desk)
    with reading(desk.engine, desk.people[Role.AGENT], NOW) as look:
        assert (reply_state(look, ref).can_email, reply_state(look, ref).status) == (True, None)
    desk.do(send_reply, by_email(desk, ref))
    with reading(desk.engine, desk.people[Role.AGENT], NOW) as look:
        assert reply_state(look, ref).status == MessageStatus.WAITING


@pytest.mark.usefixtures("with_mail")
def test_a_failed_message_waits_again_under_its_own_id(desk):
    command = failed(desk)
    before = message(desk).message_id
    desk.do(retry_message, command, Role.ADMIN)
    row = message(desk)
    assert (row.status, row.attempts, row.last_error) == (MessageStatus.WAITING, 0, None)
    assert row.message_id == before
    assert desk.rows(AuditEntry)[-1].action == "message.retried"


@pytest.mark.usefixtures("with_mail")
def test_two_who_try_again_do_it_once(desk):
    command = failed(desk)
    desk.do(retry_message, command, Role.ADMIN)
    with pytest.raises(Conflict):
        desk.do(retry_message, command, Role.ADMIN)


@pytest.mark.usefixtures("with_mail")
def test_what_has_not_failed_is_not_tried_again(desk):
    desk.do(send_reply, by_email(desk, done(desk)))
    with pytest.raises(Conflict):
        desk.do(retry_message, RetryMessage(message(desk).key, 1), Role.ADMIN)


@pytest.mark.usefixtures("with_mail")
def test_an_agent_tries_no_message_again(desk):
    with pytest.raises(NotPermitted):
        desk.do(retry_message, failed(desk))


@pytest.mark.usefixtures("with_mail")
def test_failed_messages_come_first_and_addresses_stay_hidden(desk):
    failed(desk)
    ref = desk.taken(correction.Line("phone", "", "212-555-0133"), named_as="John Rivera")
    desk.apply(ref)
    desk.do(send_reply, by_email(desk, ref))
    with reading(desk.engine, desk.people[Role.ADMIN], NOW) as look:
        found = list_outbox(look)
    assert [row.status for row in found.rows] == [MessageStatus.FAILED, MessageStatus.WAITING]
    assert found.counts == {
        MessageStatus.FAILED: 1,
        MessageStatus.WAITING: 1,
        MessageStatus.SENT: 0,
    }
    assert {row.domain for row in found.rows} == {"practice.example"}
    assert "dana@" not in repr(found)


def test_what_was_told_by_hand_is_no_message_to_send(desk):
    desk.tell(done(desk))
    with reading(desk.engine, desk.people[Role.ADMIN], NOW) as look:
        assert list_outbox(look).rows == ()
