"""The on-call contact of a request in which words suggest self-harm (R53)."""

import pytest

from core.db.transaction import reading
from core.queries.outbox import reply_state
from core.queries.requests.safety import safety_contacts
from core.requests import urgency
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.settings import settings
from core.vocabulary.administration import MessageStatus
from core.vocabulary.people import Role
from tests.support.correction import Desk
from tests.support.smtp import Peer
from tests.worker.conftest import Clock, send

WORDS = "Jonh Rivera dice que se quiere matar"
ON_CALL = "oncall@desk.example, lead@desk.example"


@pytest.fixture
def urgent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    changed = settings().model_copy(
        update={"on_call": ON_CALL, "public_url": "https://desk.example/"}
    )
    monkeypatch.setattr(urgency, "settings", lambda: changed)
    ref = desk.taken()
    desk.do(add_internal_note, AddInternalNote(ref, WORDS))
    return ref


def test_r53_each_on_call_contact_gets_the_reference_alone(
    desk: Desk, urgent: str, mail: Peer, clock: Clock
) -> None:
    assert send(desk, clock) == 2
    assert [letter["To"] for letter in mail.letters] == ON_CALL.split(", ")
    for letter in mail.letters:
        assert letter["Subject"] == f"Act now: request {urgent}"
        text = letter.get_content()
        assert f"https://desk.example/request?ref={urgent}" in text
        assert "within 15 minutes" in text
        assert not [word for word in [*WORDS.split(), desk.client_ref] if word in text.split()]


def test_r53_a_second_mention_alerts_nobody_again(desk: Desk, urgent: str, clock: Clock) -> None:
    desk.do(add_internal_note, AddInternalNote(urgent, WORDS))
    assert send(desk, clock) == 2


def test_r53_the_page_tells_whether_the_alert_was_sent(
    desk: Desk, urgent: str, clock: Clock
) -> None:
    assert _contacts(desk, urgent).alert == MessageStatus.WAITING
    send(desk, clock)
    found = _contacts(desk, urgent)
    assert (found.alert, found.alerted_at) == (MessageStatus.SENT, clock.at)


def test_an_alert_is_no_reply_to_the_requester(desk: Desk, urgent: str, clock: Clock) -> None:
    send(desk, clock)
    with reading(desk.engine, desk.people[Role.AGENT], clock.at) as look:
        assert reply_state(look, urgent).status is None


def _contacts(desk: Desk, ref: str):
    with reading(desk.engine, desk.people[Role.AGENT], desk.now) as look:
        return safety_contacts(look, ref)
