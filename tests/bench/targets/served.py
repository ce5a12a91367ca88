"""A target that answers over HTTP: its server in a process of its own, one connection kept open."""

import atexit
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException, HTTPMessage
from urllib.parse import urlencode

from core.settings import ROOT
from tests.bench.targets.base import Base
from tests.support.ended_with_run import ended_with_run

PATIENCE_SECONDS = 60
IDLE_SECONDS = 3
"""Servers drop a connection that is idle for 5 seconds; a new one is opened before."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


class Served(Base):
    """Starts `python -m` with these words and waits until `ready` answers."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.port = free_port()
        self.headers: dict[str, str] = {}
        self.connection: HTTPConnection | None = None
        self.used = 0.0

    def start(self, *words: str, ready: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self.close)  # whatever ends this process
        self.end = ExitStack()
        self.end.enter_context(ended_with_run('kill -KILL "$1"', str(self.process.pid)))
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._answers(ready):
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"{words} did not start")
            time.sleep(0.1)

    def _answers(self, path: str) -> bool:
        try:
            return self.request("GET", path)[0] < 500
        except (OSError, HTTPException):
            return False

    def request(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, HTTPMessage, bytes]:
        """Status, headers and content."""
        connection = self._connected()
        try:
            connection.request(method, path, body, self.headers | (headers or {}))
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            self.connection = None
            raise
        self.used = time.monotonic()
        return answer.status, answer.headers, content

    def _connected(self) -> HTTPConnection:
        if self.connection is None or time.monotonic() - self.used > IDLE_SECONDS:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
            self.connection.connect()
            assert self.connection.sock
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.connection

    def get(self, path: str, **query: object) -> bytes:
        """The content; raises RuntimeError unless the server says 200."""
        address = f"{path}?{urlencode(query)}" if query else path
        status, _, content = self.request("GET", address)
        if status != 200:
            raise RuntimeError(f"{address}: {status} {content[:300]!r}")
        return content

    def post(self, path: str, **fields: object) -> tuple[int, HTTPMessage, bytes]:
        """What the server says to a form."""
        return self.request("POST", path, urlencode(fields), FORM)

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.end.close()
