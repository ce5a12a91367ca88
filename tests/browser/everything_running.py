"""No walk, and collected only by name: starts all that a test run can start, then hangs until it is
ended (tests/proof/test_ended_run.py)."""

import os
import time
from pathlib import Path

from playwright.sync_api import Browser

from tests.proof.forking import forked
from tests.support.server import serving

LONG_SECONDS = 600


def test_hang_with_everything_running(browser: Browser, sqlite_url: str, postgres_url: str) -> None:
    forked(time.sleep, LONG_SECONDS)
    with serving(sqlite_url) as served:
        assert browser.new_page().goto(f"{served.url}/healthz")
        Path(os.environ["SAYS_WHEN_RUNNING"]).touch()
        time.sleep(LONG_SECONDS)
