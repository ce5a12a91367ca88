"""The server starts where it is safe and says clearly why it does not elsewhere."""

import socket
import sys
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from core.settings import settings
from core.web import server
from tests.support.server import serving
from tests.web.conftest import Desk

BIN = Path(sys.executable).parent
OTHER_WAYS = {
    "uvicorn": [str(BIN / "uvicorn"), "app:app", "--port", "{port}"],
    "streamlit": [str(BIN / "streamlit"), "run", "app.py", "--server.port", "{port}"],
}


def test_short_answers_are_sent_at_once() -> None:
    with (
        server.listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_a_port_that_is_taken_is_named() -> None:
    with server.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(server.CannotServe, match=rf"port {port}: Address already in use"):
            server.listen("127.0.0.1", port)


def test_an_address_for_other_machines_needs_the_name_they_type(engine: Engine) -> None:
    with pytest.raises(server.CannotServe, match="SESSION_DESK_PUBLIC_URL"):
        server.require_safe(engine, "0.0.0.0")


def test_with_a_public_name_other_machines_are_served(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = settings().model_copy(update={"public_url": "https://desk.example"})
    monkeypatch.setattr("core.web.server.settings", lambda: public)
    server.require_safe(engine, "0.0.0.0")


def test_the_address_is_printed_once_and_no_address_of_a_visit(desk: Desk) -> None:
    desk.browser().get("/sessions?client=canary")
    log = desk.log.read_text()
    assert log.count(f"Session Desk is at {desk.url}\n") == 1
    assert "canary" not in log


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_started_in_another_way_the_gate_stands_all_the_same(
    way: str, sqlite_template: Path
) -> None:
    with (
        serving(f"sqlite:///{sqlite_template}", OTHER_WAYS[way]) as served,
        httpx.Client(base_url=served.url, verify=False) as browser,
    ):
        assert browser.get("/sessions").status_code == 303
        assert browser.get("/_stcore/host-config").status_code == 403
