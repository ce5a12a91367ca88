"""Nothing that a test run started outlives it, even if the run is killed and cleans nothing up."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


@contextmanager
def ended_with_run(command: str, *given: str) -> Iterator[None]:
    """Run the shell `command`, with `given` as $1 and so on, if this process ends in the block.

    A shell waits at a pipe that only this process holds open. It is in a session of its own, so
    that Ctrl-C in the terminal does not end it first.
    """
    watch = subprocess.Popen(
        ["sh", "-c", f"cat; {command}", "sh", *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        watch.kill()
        watch.communicate()


def end_with_parent() -> None:
    """End this process, a worker of pytest, within a second after the process that started it: a
    worker would first finish its test."""
    Thread(target=_wait_for_parent, args=(os.getppid(),), daemon=True).start()


def _wait_for_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
