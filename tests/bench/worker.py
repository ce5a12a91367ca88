"""One target in a process of its own: reads questions as lines of JSON, writes answers so."""

import gc
import json
import sys
import time
from importlib import import_module
from typing import Any

from tests.bench.items import ITEMS


def work(module: str, given: dict[str, str]) -> None:
    """Answer until the questions end."""
    answers, sys.stdout = sys.stdout, sys.stderr
    target = import_module(f"tests.bench.targets.{module}").Target(given)

    def say(**answer: Any) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    say(items=[item for item in ITEMS if hasattr(target, item)])
    for line in sys.stdin:
        question = json.loads(line)
        say(**timed(target, question["item"], question["asked"]))
    target.close()


def timed(target: Any, item: str, asked: Any) -> dict[str, Any]:
    """The answer and the milliseconds it took; working it out of what came takes none."""
    gc.disable()
    began = time.perf_counter()
    answer = getattr(target, item)(asked)
    took = time.perf_counter() - began
    gc.enable()
    return {"ms": took * 1000, "answer": answer() if callable(answer) else answer}


if __name__ == "__main__":
    work(sys.argv[1], json.loads(sys.argv[2]))
