"""Nothing that a test run started outlives it, even if the run is killed and cleans nothing up."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


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
