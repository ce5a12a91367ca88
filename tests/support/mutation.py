"""Faults put into the rules on purpose, and how many of them the tests of the rules find.

    python -m tests.support.mutation            # every fault, about twenty minutes
    python -m tests.support.mutation '*[37]'    # those whose number ends so: a share of them

Works in a copy of the checkout, prints every fault that no test found, and ends with 1 when fewer
than nine of ten were found. Where mutmut itself fails, it prints what mutmut said last.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core.settings import ROOT

WANTED = 0.9
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "local", "__pycache__", ".*_cache", "mutants")
SLOW = ("tests/rules/test_properties.py", "tests/rules/test_snapshots.py")
SURVIVED, UNTESTED = 0, 33
"""What mutmut notes of a fault: the end of pytest, or that no test reaches it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """As a plugin of mutmut's runs: most faults are found before the slow tests begin."""
    items.sort(key=lambda item: item.nodeid.startswith(SLOW))


def main(pattern: str = "*") -> int:
    """Run, print, and say whether it was enough."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "desk"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        run(copy, f"core.rules.{pattern}")
        endings = outcomes(copy)
        show(copy, sorted(name for name, end in endings.items() if end in (SURVIVED, UNTESTED)))
    counted = Counter(end not in (SURVIVED, UNTESTED) for end in endings.values())
    share = counted[True] / counted.total()
    sys.stdout.write(f"{counted[True]:,} of {counted.total():,} faults found: {share:.1%}\n")
    return 0 if share >= WANTED else 1


def run(copy: Path, pattern: str) -> None:
    """All mutants of the pattern, two at a time."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "2", pattern]
    done = subprocess.run(
        command, cwd=copy, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        # each line of progress overwrites the one before
        sys.exit(f"mutmut failed:\n{done.stdout.rpartition(chr(13))[2]}")


def outcomes(copy: Path) -> dict[str, int]:
    """How pytest ended on each mutant that was run."""
    found: dict[str, int] = {}
    for notes in sorted((copy / "mutants" / "core" / "rules").rglob("*.meta")):
        endings = json.loads(notes.read_text("utf-8"))["exit_code_by_key"]
        found |= {name: end for name, end in endings.items() if end is not None}
    return found


def show(copy: Path, names: list[str]) -> None:
    """Each fault as a difference, for somebody to look at."""
    for name in names:
        command = [sys.executable, "-m", "mutmut", "show", name]
        shown = subprocess.run(command, cwd=copy, check=True, capture_output=True, text=True)
        changed = [line for line in shown.stdout.splitlines() if line.startswith(("-", "+"))]
        lines = [line for line in changed if not line.startswith(("---", "+++"))]
        sys.stdout.write("\n".join([name, *lines, ""]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
