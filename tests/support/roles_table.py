"""The README's table of roles, made from the access table: `python -m tests.support.roles_table`.

Groups are the comments that stand in the table itself.
"""

import ast
import inspect
import sys
from collections.abc import Iterator

from core import access
from core.access import NEEDS_REASON, TABLE
from core.vocabulary.people import Role

BEGIN, END = "<!-- roles -->", "<!-- /roles -->"
ALWAYS_WITH_REASON = frozenset({"reveal_client_field"})
"""Rows that roles of NEEDS_REASON never use without saying why."""


def roles_table() -> str:
    """Actions down, roles across, as Markdown."""
    lines = [_line("", *(role.value for role in Role)), "|---|" + ":-:|" * len(Role)]
    for group, names in groups().items():
        lines.append(_line(f"**{group}**", *("" for _ in Role)))
        lines += [_line(name.replace("_", " "), *_cells(name)) for name in names]
    return "\n".join(lines)


def groups() -> dict[str, list[str]]:
    """The names of the table by the comment they stand under."""
    found: dict[str, list[str]] = {}
    group = ""
    for line in _lines_of_table():
        if line.startswith("# "):
            group = line.removeprefix("# ")
            found[group] = []
        elif line.startswith('"'):
            found[group].append(line.split('"')[1])
    return found


def _lines_of_table() -> Iterator[str]:
    source = inspect.getsource(access)
    table = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "TABLE"
    )
    yield from (line.strip() for line in source.splitlines()[table.lineno : table.end_lineno])


def _cells(name: str) -> Iterator[str]:
    for role in Role:
        if role not in TABLE[name]:
            yield "–"
        elif name in ALWAYS_WITH_REASON and role in NEEDS_REASON:
            yield "with a reason"
        else:
            yield "yes"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(f"{BEGIN}\n{roles_table()}\n{END}\n")
