"""docs/scenarios.md, made from the scenario book: `python -m tests.support.scenario_paper`."""

from core.demo.scenarios import Scenario, all_scenarios
from core.settings import ROOT

PAPER = ROOT / "docs" / "scenarios.md"
HEAD = """# Scenarios

Examples of the help articles, and awkward cases, with fixed dates. Every demo that ends late enough
has them beside its drawn records; the page Scenarios lists them. People are made up; most last
names say the case, so you can also search by name.

Each verdict holds at the time in the column "Asked at". Asked today, a session that was not
confirmed in time has expired. [The rules](rules.md) say what each rule checks.

The questions are in `data/demo/scenarios.toml`, the records in `data/demo/scenarios/`. This page
is generated: `python -m tests.support.scenario_paper`.
"""
COLUMNS = ("Name", "Session", "What it shows", "Asked at (`--at`)", "Answer", "Article", "Rules")


def scenario_paper() -> str:
    """The whole page, as Markdown."""
    lines = [HEAD, _line(*COLUMNS), "|---" * len(COLUMNS) + "|"]
    lines += [_line(*_cells(one)) for one in all_scenarios()]
    return "\n".join(lines) + "\n"


def _cells(one: Scenario) -> tuple[str, ...]:
    answers = (f"{question}: {answer}" for question, answer in one.expect.items())
    return (
        one.name,
        f"`{one.session_ref}`",
        one.story,
        f"`{one.at:%Y-%m-%dT%H:%M:%SZ}`",
        "; ".join(answers),
        one.source,
        ", ".join(one.rules),
    )


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    PAPER.write_text(scenario_paper(), "utf-8")
