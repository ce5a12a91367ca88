"""`session-desk serve`: starts the server, and only where that is safe."""

import logging
import os
import socket
import sys
from contextlib import suppress

import uvicorn
from sqlalchemy import Engine

from core.db import looking
from core.errors import DeskError
from core.queries.people.sign_ins import is_demo
from core.settings import ROOT, settings
from core.web import sites
from core.web.incidents import keep_data_out_of_logs

WEBSOCKET_BYTES = 2 * 1024 * 1024
"""The largest frame a browser may send: what people type, never a file."""


class CannotServe(DeskError):
    """The server does not start; the message says why and what to do."""


def serve(database: Engine, host: str, port: int) -> None:
    """Serve until stopped; raises CannotServe. Port 0 takes a free one and prints which."""
    require_safe(database, host)
    listening = listen(host, port)
    # Streamlit reads .streamlit/ of the folder it is started in; settings are read by now, so
    # relative paths keep meaning the folder the command was typed in
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    keep_data_out_of_logs()
    config = uvicorn.Config(
        "app:app",
        log_level="warning",
        access_log=False,
        server_header=False,
        # What is TLS and which host is ours is the settings' to say, not a header's.
        proxy_headers=False,
        ws_max_size=WEBSOCKET_BYTES,
        timeout_graceful_shutdown=5,
    )
    with suppress(KeyboardInterrupt):  # uvicorn raises it again when everything has ended
        _AnnouncingServer(config, address(listening)).run(sockets=[listening])


def require_safe(database: Engine, host: str) -> None:
    """Refuse to serve a demo to other machines, and others without the name that they type;
    raises CannotServe."""
    with looking(database) as db:
        with_demo = is_demo(db)
    if with_demo and (not sites.is_loopback(host) or sites.has_public_host()):
        raise CannotServe(
            "This database is a demo, and anyone can sign in to a demo. Serve it on 127.0.0.1 "
            "without SESSION_DESK_PUBLIC_URL, or set DATABASE_URL to a database of your own."
        )
    if not sites.is_loopback(host) and not settings().public_url:
        raise CannotServe(
            f"To serve on {host}, set SESSION_DESK_PUBLIC_URL to the address that people type, "
            "such as https://desk.clinic.example. Requests under other names are refused."
        )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send at once: without TCP_NODELAY short answers wait
    40 ms for the browser's acknowledgement. Raises CannotServe where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as problem:
        listening.close()
        raise CannotServe(
            f"Cannot serve on {host}, port {port}: {problem.strerror}. "
            "Choose another port with --port or SESSION_DESK_PORT, or another address with --host."
        ) from problem
    return listening


def address(listening: socket.socket) -> str:
    """What people type to get here."""
    if settings().public_url:
        return settings().public_url
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _AnnouncingServer(uvicorn.Server):
    """Prints the address once, when the server answers there."""

    def __init__(self, config: uvicorn.Config, where: str) -> None:
        super().__init__(config)
        self.where = where

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        sys.stdout.write(f"Session Desk is at {self.where}\n")
        sys.stdout.flush()
