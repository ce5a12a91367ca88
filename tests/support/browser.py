"""Finds a browser for the browser tests, or installs one, or prints how to.

`python -m tests.support.browser` gets it and says which.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHELL = "chromium-headless-shell"
"""Chromium without windows renders the same and needs a tenth less CPU time."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    # a page is left before its script, made faster, would have paid that back
    "--js-flags=--no-maglev --no-turbofan",
]


def executable() -> str | None:
    """The path of an installed Chromium, from the system or from Playwright."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def get() -> str:
    """The path of the browser, installed if missing; exits with instructions if that fails."""
    for install in (None, _by_playwright, _by_debian):
        if install is not None:
            install()
        if path := executable():
            return path
    sys.exit(
        "No browser was found and none could be installed. Install one, then run this again:\n"
        "    sudo apt-get install chromium"
    )


def _by_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _by_debian() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", SHELL]):
            subprocess.run(["apt-get", "--quiet", *command], check=False, env=environment)


if __name__ == "__main__":
    print(get())  # noqa: T201 - the answer of the command
