"""Cold starts: the product beside an empty Streamlit app, its command beside empty Python."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx

from core.settings import ROOT
from tests.bench.serving_desk import serving_desk, sign_in
from tests.bench.tables import number, table
from tests.bench.targets.served import free_port
from tests.bench.visitors import Visit, open_page
from tests.support.server import SESSION_DESK

RUNS = 3
EMPTY = Visit("", "", "", "")
DESK = Visit("", "", "agent", "Unassigned")
EMPTY_APP = "import streamlit as st\n\nst.title('Empty')\n"


def cold_table(url: str) -> str:
    """Seconds from the start of the process, and how many times as long as an empty one."""
    starts = [(_desk(url), _empty()) for _ in range(RUNS)]
    commands = [
        (_seconds([*SESSION_DESK, "--help"]), _seconds([sys.executable, "-c", "pass"]))
        for _ in range(RUNS)
    ]
    page, run = ([(desk[place], empty[place]) for desk, empty in starts] for place in range(2))
    return table(
        ("cold start", "seconds", "beside", "×"),
        [
            _line("sign-in page", page, "front page of an empty Streamlit app"),
            _line("first desk, signed in", run, "first run of an empty Streamlit app"),
            _line("`session-desk --help`", commands, "`python -c pass`"),
        ],
    )


def _line(name: str, pairs: list[tuple[float, float]], beside: str) -> list[str]:
    mine, other = (median(pair[place] for pair in pairs) for place in range(2))
    return [name, number(mine), f"{beside}: {number(other)}", number(mine / other)]


def _desk(url: str) -> tuple[float, float]:
    began = time.monotonic()
    with serving_desk(url) as desk:
        httpx.get(f"{desk.url}/signin").raise_for_status()
        shown = time.monotonic() - began
        open_page(desk.url, sign_in(desk, url, DESK.role), DESK)
        return shown, time.monotonic() - began


def _empty() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY_APP)
        port = free_port()
        words = ["streamlit", "run", str(script), "--server.port", str(port)]
        began = time.monotonic()
        server = subprocess.Popen(
            [sys.executable, "-m", *words, "--server.headless", "true"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(lambda: httpx.get(url).is_success)
            shown = time.monotonic() - began
            open_page(url, "", EMPTY)
            return shown, time.monotonic() - began
        finally:
            server.terminate()
            server.wait(15)


def _wait(answers: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if answers():
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("the empty app did not start")


def _seconds(command: list[str]) -> float:
    began = time.monotonic()
    environment = os.environ | {"NO_COLOR": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began
