"""A mail server on loopback that takes letters, or does what it is told to do instead.

with peer() as mail:
    mail.answers["RCPT"] = "550 no such person"
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

GREETINGS = ("EHLO", "HELO")


class Peer(socketserver.ThreadingTCPServer):
    """`answers` replaces the answer to a command ("RCPT", or "." for the content); `drops` hangs
    up at one, and `hangs` never answers one until `let_go` is set. A letter whose content came
    whole is taken, whatever is answered, unless the answer is a refusal."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answers: dict[str, str] = {}
        self.drops: set[str] = set()
        self.hangs: set[str] = set()
        self.let_go = threading.Event()
        self.reached = threading.Event()
        self.letters: list[EmailMessage] = []
        self.said: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


class _Talk(socketserver.StreamRequestHandler):
    server: Peer

    def handle(self) -> None:
        self._say("220 peer ready")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            self.server.said.append(line)
            verb = line.partition(" ")[0].upper()
            if not self._answer(verb, "250 ok" if verb != "DATA" else "354 go on"):
                return
            if verb == "DATA" and "DATA" not in self.server.answers and not self._content():
                return
            if verb == "QUIT":
                return

    def _content(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        if not self.server.answers.get(".", "250").startswith(("4", "5")):
            letter = message_from_bytes(b"".join(lines), policy=policy.SMTP)
            self.server.letters.append(letter)
        return self._answer(".", "250 taken")

    def _answer(self, verb: str, usual: str) -> bool:
        if verb in self.server.drops:
            self.server.reached.set()
            return False
        if verb in self.server.hangs:
            self.server.reached.set()
            self.server.let_go.wait(30)
            return False
        self._say(self.server.answers.get(verb, "221 bye" if verb == "QUIT" else usual))
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def peer() -> Iterator[Peer]:
    with Peer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.let_go.set()
            server.shutdown()
            thread.join()
