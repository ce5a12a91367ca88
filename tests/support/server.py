"""Starts the real server in its own process on a free port, and stops it at the end.

with serving(database_url) as desk:
    httpx.get(desk.url)
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from core.settings import ROOT
from tests.support.ended_with_run import ended_with_run

PATIENCE_SECONDS = 90
SESSION_DESK = [sys.executable, "-c", "from core.cli import app; app()"]


@dataclass(frozen=True)
class Served:
    """A running server: its URL, its log file and its process."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


@contextmanager
def serving(database_url: str, command: Sequence[str] = (), cwd: Path = ROOT) -> Iterator[Served]:
    """Start in `cwd`, wait until it answers, stop. `command` replaces `session-desk serve`;
    "{port}" in it is filled in. A server that does not come up fails the test with its log."""
    port = _free_port()
    words = command or [*SESSION_DESK, "serve", "--port", "{port}"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [word.format(port=port) for word in words],
                cwd=cwd,
                env=os.environ | {"DATABASE_URL": database_url},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        served = Served(f"http://127.0.0.1:{port}", log, process)
        try:
            with ended_with_run('kill -KILL "$1"', str(process.pid)):
                _wait(served, process)
                yield served
        finally:
            _stop(process)


def _wait(served: Served, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    # a client is made once and without certificates: each would take a core from the server
    with httpx.Client(base_url=served.url, timeout=2, verify=False) as client:
        while not _answers(client):
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the server did not come up:\n{served.log.read_text()}")
            time.sleep(0.05)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").text == "ok"
    except httpx.TransportError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port
