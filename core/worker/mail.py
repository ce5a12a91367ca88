"""Sends an e-mail through the mail server of the settings, and classifies its answer.

The answer may repeat an address, so only the kind and the code of a failure are kept.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from core.settings import settings

PATIENCE_SECONDS = 20
"""For each answer of the server."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Email:
    """An e-mail. A receiver may drop a second one with the same `message_id`."""

    message_id: str
    recipient: str
    subject: str
    body: str
    written_at: datetime


class NotSent(Exception):
    """The server did not accept the e-mail. `is_final`: it never will, so do not try again."""

    def __init__(self, kind: str, is_final: bool) -> None:
        self.is_final = is_final
        super().__init__(kind)


def send(email: Email) -> None:
    """Send it; raises NotSent. Without an answer to its content, the server may or may not have
    it, so it counts as not sent and goes out again under the same Message-ID."""
    try:
        with _connection() as server:
            server.send_message(_message(email), settings().mail_from, [email.recipient])
    except smtplib.SMTPRecipientsRefused as problem:
        codes = [code for code, _ in problem.recipients.values()]
        raise NotSent(_kind(problem, *codes), all(code >= 500 for code in codes)) from None
    except smtplib.SMTPDataError as problem:
        code = problem.smtp_code
        raise NotSent(_kind(problem, code), code >= 500) from None
    except smtplib.SMTPNotSupportedError as problem:
        raise NotSent(_kind(problem), True) from None
    except smtplib.SMTPResponseException as problem:
        # sign-in, sender or greeting failed: once that is fixed, the e-mail can go out
        raise NotSent(_kind(problem, problem.smtp_code), False) from None
    except (smtplib.SMTPException, OSError) as problem:
        raise NotSent(_kind(problem), False) from None


@contextmanager
def _connection() -> Iterator[smtplib.SMTP]:
    where = urlsplit(settings().smtp_url.get_secret_value())
    server = _connect(where)
    try:
        _secure(server, where)
        yield server
        # the e-mail was accepted, even if the connection ends badly
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def _connect(where: SplitResult) -> smtplib.SMTP:
    host = where.hostname or ""
    if where.scheme == "smtps":
        context = ssl.create_default_context()
        port = where.port or smtplib.SMTP_SSL_PORT
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=context)
    return smtplib.SMTP(host, where.port or 587, timeout=PATIENCE_SECONDS)


def _secure(server: smtplib.SMTP, where: SplitResult) -> None:
    """TLS where the server offers it; a password is never sent unencrypted to another machine."""
    server.ehlo_or_helo_if_needed()
    is_tls = where.scheme == "smtps"
    if not is_tls and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        is_tls = True
    if where.username:
        if not is_tls and where.hostname not in LOOPBACK:
            raise NotSent("PasswordWithoutTls", False)
        server.login(unquote(where.username), unquote(where.password or ""))


def _message(email: Email) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{email.message_id}>"
    message["Date"] = format_datetime(email.written_at)
    message["From"], message["To"] = settings().mail_from, email.recipient
    message["Subject"] = email.subject
    message.set_content(email.body)
    return message


def _kind(problem: BaseException, *codes: int) -> str:
    return " ".join([type(problem).__name__, *map(str, codes)])
