"""A test run that is ended by hand leaves no PostgreSQL, server, browser or process behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.settings import ROOT

PATIENCE_SECONDS = 120
HANGING = "tests/browser/everything_running.py"
SINGLE: list[str] = []
WITH_WORKERS = ["--numprocesses=1"]


def alive(mark: str) -> list[str]:
    """The commands of all processes that inherited `mark` in their environment."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if mark.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (OSError, UnicodeDecodeError):
            continue  # gone meanwhile, or of somebody else
    return found


def wait_until(holds: Callable[[], object]) -> bool:
    """Whether `holds` came to hold in time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds() and time.monotonic() < until:
        time.sleep(0.2)
    return bool(holds())


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for temporary files whose path leaves room for the name of a PostgreSQL socket, 107
    characters in all; pytest's own is too long under a worker."""
    with tempfile.TemporaryDirectory(prefix="ended-") as folder:
        yield Path(folder)


@pytest.mark.parametrize(
    ("by", "workers"),
    [
        (signal.SIGINT, WITH_WORKERS),
        (signal.SIGTERM, WITH_WORKERS),
        (signal.SIGKILL, WITH_WORKERS),
        (signal.SIGKILL, SINGLE),
    ],
)
def test_a_run_ended_by_hand_leaves_no_process_behind(
    by: signal.Signals, workers: list[str], short_folder: Path
) -> None:
    mark, running = uuid4().hex, short_folder / "running"
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *workers, HANGING],
        cwd=ROOT,
        env=os.environ
        | {"MARK": mark, "SAYS_WHEN_RUNNING": str(running), "TMPDIR": str(short_folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # a shell's background job ignores Ctrl-C, and so would what it starts
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert wait_until(lambda: running.exists() or run.poll() is not None)
        assert running.exists(), f"the run ended by itself with {run.returncode}"
        started = " ".join(alive(mark))
        assert all(name in started for name in ("postgres", "serve", "chrom", "forkserver"))
        run.send_signal(by)
        assert wait_until(lambda: not alive(mark)), alive(mark)
    finally:
        run.kill()
        run.wait()
    assert not list(short_folder.glob("desk-pg-*"))
