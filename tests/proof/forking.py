"""Processes that are there to be killed. Each is forked from one that has imported the product
already: starting Python and importing takes longer than all that they get to do."""

import os
import sys
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from types import ModuleType
from typing import Any
from unittest.mock import patch

_context = get_context("forkserver")
_context.set_forkserver_preload(
    ["pytest", "core.cli", *(f"tests.proof.{one}" for one in ("correcting", "importing", "living"))]
)
pipe = _context.Pipe


def forked(target: Any, *given: object) -> BaseProcess:
    """A process of its own that runs `target` and is gone with the tests at the latest."""
    process = _context.Process(target=_ended_with_run, args=(target, *given), daemon=True)
    # Tests of pages leave the page's script as __main__, which a new process would run first.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    return process


def _ended_with_run(target: Any, *given: object) -> None:
    """Run `target`, and end at once if the tests are killed meanwhile."""
    Thread(target=_end_after_parent, daemon=True).start()
    target(*given)


def _end_after_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def killed(process: BaseProcess) -> None:
    """kill -9, and wait until it is gone."""
    process.kill()
    process.join()
