"""A mail server on loopback (aiosmtpd) that takes letters, or does what it is told to do instead.

with peer() as mail:
    mail.answers["RCPT"] = "550 no such person"
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Peer:
    """`answers` replaces the answer to a command ("RCPT", or "." for the content); `drops` hangs
    up at one, and `hangs` never answers one until `let_go` is set. A letter whose content came
    whole is taken, whatever is answered, unless the answer is a refusal."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.drops: set[str] = set()
        self.hangs: set[str] = set()
        self.let_go = threading.Event()
        self.reached = threading.Event()
        self.letters: list[EmailMessage] = []
        self.said: list[str] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]

    # What aiosmtpd calls, by its names.

    async def handle_EHLO(
        self, server: SMTP, session: Session, _envelope: Envelope, name: str, usual: list[str]
    ) -> list[str]:
        session.host_name = name
        answer = await self._answer(server, "EHLO", "")
        return [answer] if answer else usual

    async def handle_HELO(
        self, server: SMTP, session: Session, _envelope: Envelope, name: str
    ) -> str:
        session.host_name = name
        return await self._answer(server, "HELO", f"250 {server.hostname}")

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, sender: str, _options: Any
    ) -> str:
        envelope.mail_from = sender
        return await self._answer(server, "MAIL", "250 ok")

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, recipient: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(recipient)
        return await self._answer(server, "RCPT", "250 ok")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if not self.answers.get(".", "250").startswith(("4", "5")):
            content = envelope.content or b""
            assert isinstance(content, bytes)
            self.letters.append(message_from_bytes(content, policy=policy.SMTP))
        return await self._answer(server, ".", "250 taken")

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:
        return await self._answer(server, "QUIT", "221 bye")

    async def _answer(self, server: SMTP, verb: str, usual: str) -> str:
        if verb in self.drops | self.hangs:
            self.reached.set()
            while verb in self.hangs and not self.let_go.is_set():
                await asyncio.sleep(0.01)
            assert server.transport is not None
            server.transport.close()
            await asyncio.Event().wait()  # until the closed connection ends this talk
        return self.answers.get(verb, usual)


class _Talk(SMTP):
    """One connection; what is said on it is kept. It takes any password, also in the clear."""

    def __init__(self, peer: Peer) -> None:
        super().__init__(peer, auth_require_tls=False, authenticator=_anybody)

    def data_received(self, data: bytes) -> None:
        self.event_handler.said += data.decode("utf-8", "replace").splitlines()
        super().data_received(data)


def _anybody(*_: object) -> AuthResult:
    return AuthResult(success=True)


class _Server(Controller):
    """On whichever port is free."""

    def factory(self) -> SMTP:
        return _Talk(self.handler)

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def peer() -> Iterator[Peer]:
    made = Peer()
    server = _Server(made, "127.0.0.1", 0)
    server.start()
    made.port = server.port
    try:
        yield made
    finally:
        made.let_go.set()
        server.stop()
