"""The paper of the scenario book, made from the book: `python -m tests.support.scenario_paper`."""

from core.demo.scenarios.book import Scenario, scenario_book
from core.settings import ROOT

PAPER = ROOT / "docs" / "scenarios.md"
HEAD = """# The scenario book

Examples of the help articles, and awkward cases, as records with fixed dates. They are in every
demo whose last day has reached them, beside the drawn records, and are listed by name on the
Sessions page under "Scenario book". People are made up; their last names mostly say the case, so
that a search by name finds them too. The records, and what the desk should answer for each at the
instant of its question, stand in `data/demo/scenarios.toml`; this page is made from it by
`python -m tests.support.scenario_paper`.

Verdicts hold at the instant named, which for most has long passed: asked about today, a session
that nobody confirmed has expired. What each rule asks is in [the rules](rules.md).
"""
COLUMNS = ("Name", "Session", "What it shows", "Asked at (`--at`)", "Answer", "Article", "Rules")


def scenario_paper() -> str:
    """The whole page, as Markdown."""
    lines = [HEAD, _line(*COLUMNS), "|---" * len(COLUMNS) + "|"]
    lines += [_line(*_cells(one)) for one in scenario_book().scenarios]
    return "\n".join(lines) + "\n"


def _cells(one: Scenario) -> tuple[str, ...]:
    answers = (
        f"{question}: {' '.join((expected.verdict, *expected.rules))}"
        for question, expected in one.expect.items()
    )
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
