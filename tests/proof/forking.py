"""Processes that are there to be killed. Each is forked from one that has imported the product
already: starting Python and importing takes longer than all that they get to do."""

from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any

_context = get_context("forkserver")
_context.set_forkserver_preload(["pytest", "core.cli", "tests.proof.correcting"])
pipe = _context.Pipe


def forked(target: Any, *given: object) -> BaseProcess:
    """A process of its own that runs `target` and is gone with the tests at the latest."""
    process = _context.Process(target=target, args=given, daemon=True)
    process.start()
    return process


def killed(process: BaseProcess) -> None:
    """kill -9, and wait until it is gone."""
    process.kill()
    process.join()
