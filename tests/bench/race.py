"""Every target does every item in turn, once each: the machine's noise falls on all alike."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from core.settings import ROOT
from tests.bench.items import ITEMS

WARM_UP = 3
BUDGET_SECONDS = 15
"""A target that spent more on one item stops there, after three runs at least; a quarter of it
ends the runs that warm up."""


@dataclass
class Column:
    """What one target did: its times in milliseconds and its answers, by item and run."""

    name: str
    ms: dict[str, dict[int, float]] = field(default_factory=dict)
    answers: dict[str, dict[int, Any]] = field(default_factory=dict)

    def median_ms(self, item: str) -> float:
        return median(self.ms[item].values())

    def disagreement(self, item: str, floor: "Column") -> tuple[Any, Any] | None:
        """Their answer and the floor's in the first run where they differ; None for equal ones."""
        mine, theirs = self.answers[item], floor.answers[item]
        pairs = ((mine[run], theirs[run]) for run in sorted(mine) if run in theirs)
        return next(((one, other) for one, other in pairs if one != other), None)


class Worker:
    """A target's process."""

    def __init__(self, module: str, given: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.worker", module, json.dumps(given)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.items: list[str] = self._heard()["items"]

    def ask(self, item: str, asked: Any) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"item": item, "asked": asked}) + "\n")
        self.process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} ended with {self.process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def stop(self) -> None:
        self.process.communicate(timeout=30)


@contextmanager
def working(targets: dict[str, tuple[str, dict[str, str]]]) -> Iterator[dict[str, Worker]]:
    """The workers of these targets: by name, the module and what it is given."""
    with ExitStack() as stack:
        found = {}
        for name, (module, given) in targets.items():
            found[name] = Worker(module, given)
            stack.callback(found[name].stop)
        yield found


def race(
    workers: dict[str, Worker], asked: dict[str, list[Any]], runs: int, watch: Any = None
) -> list[Column]:
    """The columns in the order of the workers; `watch` is told of each item that is done."""
    columns = {name: Column(name) for name in workers}
    for item in ITEMS:
        live = {name: one for name, one in workers.items() if item in one.items}
        _race_item(item, live, columns, asked.get(item) or [None], runs)
        if watch:
            watch(item, [columns[name] for name in live])
    return list(columns.values())


def _is_enough(spent: float, run: int, timed: int) -> bool:
    if run < 0:
        return spent > BUDGET_SECONDS / 4
    return spent > BUDGET_SECONDS and timed >= 3


def _race_item(
    item: str,
    workers: dict[str, Worker],
    columns: dict[str, Column],
    asked: list[Any],
    runs: int,
) -> None:
    spent = dict.fromkeys(workers, 0.0)
    if item == "W2":  # each request is taken once
        runs = min(runs, len(asked) - WARM_UP)
    for name in workers:
        columns[name].ms[item], columns[name].answers[item] = {}, {}
    for run in range(-WARM_UP, runs):
        for name, worker in workers.items():
            times = columns[name].ms[item]
            if _is_enough(spent[name], run, len(times)):
                continue
            began = time.monotonic()
            answer = worker.ask(item, asked[run % len(asked)])
            spent[name] += time.monotonic() - began
            if run >= 0:
                times[run] = answer["ms"]
            columns[name].answers[item][run] = answer["answer"]
