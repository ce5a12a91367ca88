"""Messages to requesters: each goes out once, what fails is tried again or seen to have failed."""

from datetime import timedelta

import pytest

from core.models.audit import AuditEntry
from core.vocabulary.administration import MessageStatus
from core.worker.sending import CLAIM, DELAYS, MOST_TRIES
from tests.support.correction import Desk
from tests.support.smtp import Peer
from tests.worker.conftest import SENDER, Clock, message, send, told_by_email, use_mail

FINAL = [("RCPT", "SMTPRecipientsRefused 550"), (".", "SMTPDataError 550")]
FOR_NOW = [
    ("RCPT", "451 later", "SMTPRecipientsRefused 451"),
    (".", "452 full", "SMTPDataError 452"),
    ("MAIL", "550 not you", "SMTPSenderRefused 550"),
    ("EHLO", "421 busy", "SMTPHeloError 421"),
]


def test_a_message_is_sent_once_with_its_own_id(desk: Desk, mail: Peer, clock: Clock) -> None:
    told_by_email(desk)
    assert send(desk, clock) == 1
    assert send(desk, clock) == 0
    row = message(desk)
    assert (row.status, row.sent_at, row.attempts) == (MessageStatus.SENT, clock.at, 1)
    assert mail.message_ids == [f"<{row.message_id}>"]


def test_it_reads_as_it_was_written(desk: Desk, mail: Peer, clock: Clock) -> None:
    ref = told_by_email(desk, "Es ist getan, señora.\n.\nSupport")
    send(desk, clock)
    (letter,) = mail.letters
    assert (letter["From"], letter["To"]) == (SENDER, "dana@practice.example")
    assert letter["Subject"] == f"Your request {ref}"
    assert letter.get_content().splitlines() == ["Es ist getan, señora.", ".", "Support"]


def test_nothing_of_the_client_stands_in_it(desk: Desk, mail: Peer, clock: Clock) -> None:
    told_by_email(desk)
    send(desk, clock)
    raw = mail.letters[0].as_string() + "".join(mail.said)
    client = desk.client()
    for value in (client.last_name, client.email, client.phone, str(client.date_of_birth)):
        assert value not in raw


def test_that_it_was_sent_is_in_the_story_of_the_request(desk: Desk, clock: Clock) -> None:
    ref = told_by_email(desk)
    send(desk, clock)
    entry = next(row for row in desk.rows(AuditEntry) if row.action == "message.sent")
    assert (entry.actor, entry.request_id) == ("worker", desk.request(ref).id)


@pytest.mark.parametrize(("step", "error"), FINAL)
def test_what_is_refused_for_good_has_failed_at_once(
    desk: Desk, mail: Peer, clock: Clock, step: str, error: str
) -> None:
    mail.answers[step] = "550 no dana@practice.example here"
    told_by_email(desk)
    send(desk, clock)
    row = message(desk)
    assert (row.status, row.last_error, row.attempts) == (MessageStatus.FAILED, error, 1)


@pytest.mark.parametrize(("step", "answer", "error"), FOR_NOW)
def test_what_is_refused_for_now_is_tried_again_later(
    desk: Desk, mail: Peer, clock: Clock, step: str, answer: str, error: str
) -> None:
    mail.answers |= {step: answer, "HELO": "421 busy"}
    told_by_email(desk)
    send(desk, clock)
    row = message(desk)
    assert (row.status, row.last_error) == (MessageStatus.WAITING, error)
    mail.answers.clear()
    assert send(desk, clock) == 0
    clock.at += DELAYS[0]
    assert send(desk, clock) == 1
    assert message(desk).status == MessageStatus.SENT


def test_a_server_that_is_down_is_tried_with_growing_pauses_until_it_has_failed(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail(monkeypatch, "smtp://127.0.0.1:9")
    told_by_email(desk)
    for pause in [*DELAYS, timedelta()]:
        assert send(desk, clock) == 1
        clock.at += pause
    row = message(desk)
    assert (row.status, row.attempts) == (MessageStatus.FAILED, MOST_TRIES)
    assert row.last_error == "ConnectionRefusedError"
    assert sorted(DELAYS) == DELAYS


def test_a_server_that_does_not_answer_is_given_up_for_now(
    desk: Desk, mail: Peer, clock: Clock
) -> None:
    mail.hangs = {"MAIL"}
    told_by_email(desk)
    send(desk, clock)
    row = message(desk)
    assert row.status == MessageStatus.WAITING
    assert mail.letters == []


def test_a_letter_taken_without_an_answer_goes_again_under_the_same_id(
    desk: Desk, mail: Peer, clock: Clock
) -> None:
    mail.drops = {"."}
    told_by_email(desk)
    send(desk, clock)
    assert message(desk).status == MessageStatus.WAITING
    mail.drops.clear()
    clock.later(minutes=1)
    send(desk, clock)
    assert len(mail.letters) == 2
    assert len(set(mail.message_ids)) == 1


@pytest.mark.parametrize("trouble", ["drops", "nonsense"])
def test_a_bad_good_bye_does_not_send_a_letter_twice(
    desk: Desk, mail: Peer, clock: Clock, trouble: str
) -> None:
    if trouble == "drops":
        mail.drops = {"QUIT"}
    else:
        mail.answers["QUIT"] = "554 what"
    told_by_email(desk)
    send(desk, clock)
    clock.later(days=1)
    assert send(desk, clock) == 0
    assert len(mail.letters) == 1


def test_a_message_that_does_not_get_out_does_not_hold_up_the_next(
    desk: Desk, mail: Peer, clock: Clock
) -> None:
    told_by_email(desk, contact="eve@practice.example")
    told_by_email(desk)
    mail.answers["RCPT"] = "451 later"
    assert send(desk, clock) == 2


def test_a_claimed_message_is_left_alone_until_its_claim_is_over(
    desk: Desk, mail: Peer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_by_email(desk)
    with monkeypatch.context() as killed:
        killed.setattr("core.worker.sending.mail.send", _killed)
        with pytest.raises(KeyboardInterrupt):
            send(desk, clock)
    clock.at += CLAIM - timedelta(seconds=1)
    assert send(desk, clock) == 0
    clock.later(seconds=1)
    assert send(desk, clock) == 1
    assert len(mail.letters) == 1


def _killed(_letter: object) -> None:
    raise KeyboardInterrupt


def test_a_password_is_not_sent_in_the_clear_to_another_machine(
    desk: Desk, mail: Peer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.worker.mail.LOOPBACK", ())  # so that this one counts as another
    use_mail(monkeypatch, mail.url.replace("//", "//desk:s3cret@"))
    told_by_email(desk)
    send(desk, clock)
    assert message(desk).last_error == "PasswordWithoutTls"
    assert not any("s3cret" in line or line.startswith("AUTH") for line in mail.said)
