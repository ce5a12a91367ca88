"""The measured part of docs/performance.md: when, on what, and the tables."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass, field

from core import clock
from core.settings import ROOT

PAGE = ROOT / "docs" / "performance.md"
MEASURED = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- /measured -->)", re.S)


@dataclass
class Report:
    """Sections under headings, of a run at `rows` sessions and `runs` times."""

    rows: int
    runs: int
    sections: list[str] = field(default_factory=list)

    def add(self, heading: str, body: str) -> None:
        self.sections.append(f"### {heading}\n\n{body}\n")

    def add_list(self, heading: str, lines: list[str]) -> None:
        """A list, or that there is nothing to list."""
        self.add(heading, "\n".join(f"- {line}" for line in lines) or "None.")

    def text(self) -> str:
        cores, load = os.cpu_count(), os.getloadavg()[0]
        lines = [
            f"{clock.now():%Y-%m-%d}, commit {_commit()}, {self.rows:,} sessions, up to "
            f"{self.runs} runs of each item. {cores} cores under a load of {load:.0f}, "
            f"{platform.system()} {platform.release()}, Python {platform.python_version()}.\n",
            *self.sections,
        ]
        return "\n".join(lines)

    def write(self) -> None:
        """Replace what the page says was measured."""
        page = PAGE.read_text("utf-8")
        PAGE.write_text(MEASURED.sub(lambda _: f"{self.text()}", page), "utf-8")


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
