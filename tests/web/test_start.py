"""The server answers the sign-in page before it has loaded what only pages need."""

import subprocess
import sys

import pytest

from core.settings import ROOT
from tests.web.conftest import Desk

SIGN_IN = """
import asyncio, re, sys
import httpx
from app import app

async def visit():
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
        page = await browser.get("/signin")
        loaded = set(sys.modules)
        staff = re.search(r'value="([0-9]+)"', page.text)[1]
        headers = {"origin": "http://127.0.0.1"}
        answer = await browser.post("/signin/demo", data={"staff": staff}, headers=headers)
    return page.status_code, answer.status_code, loaded

page, answer, loaded = asyncio.run(visit())
print(page, answer, *loaded)
"""
"""Signs in to the server before it loads a page."""
HEAVY = {"streamlit", "pandas", "altair", "holidays", "core.models.care", "core.models.requests"}


def test_signing_in_needs_nothing_that_only_pages_need(
    demo: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", demo.engine.url.render_as_string())
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN], capture_output=True, text=True, cwd=ROOT, check=True
    )
    page, answer, *loaded = done.stdout.split()
    assert (page, answer) == ("200", "303")
    assert HEAVY.isdisjoint(loaded)
