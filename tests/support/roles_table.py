"""The table of roles in docs/roles.md, made from the guarded functions themselves.

`python -m tests.support.roles_table --write` writes the page anew.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

import core
from core.access import NEEDS_REASON, ROLES
from core.settings import ROOT
from core.vocabulary.people import Role

ALWAYS_WITH_REASON = frozenset({"reveal_client_field"})
"""Functions that roles of NEEDS_REASON never call without a reason."""


PAGE = ROOT / "docs" / "roles.md"
HEAD = """# Who may do what

Every action, query and metric names the roles that may call it where it is defined (`@guard` in
`core/access.py`). This page lists them all; a test keeps it true. Identifying fields of clients are
masked for everyone and shown one field at a time. Each reading is logged.
"""


def page() -> str:
    """The whole page."""
    return f"{HEAD}\n{roles_table()}\n"


def roles_table() -> str:
    """Functions down, roles across, as Markdown; one group for each package."""
    lines = [_line("", *(role.value for role in Role)), "|---|" + ":-:|" * len(Role)]
    for package, names in groups().items():
        lines.append(_line(f"**{package}**", *("" for _ in Role)))
        lines += [_line(name.replace("_", " "), *_cells(name)) for name in names]
    return "\n".join(lines)


def groups() -> dict[str, list[str]]:
    """The guarded functions of each package below `core`, in alphabetical order."""
    found: dict[str, list[str]] = {}
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if ".versions" in module.name or module.name.endswith((".env", "__main__")):
            continue
        here = importlib.import_module(module.name)
        mine = [
            name
            for name in ROLES
            if getattr(vars(here).get(name), "__module__", "") == here.__name__
        ]
        package = module.name.split(".")[1].replace("_", " ")
        found.setdefault(package, []).extend(mine)
    return {package: sorted(names) for package, names in found.items() if names}


def _cells(name: str) -> Iterator[str]:
    for role in Role:
        if role not in ROLES[name]:
            yield "–"
        elif name in ALWAYS_WITH_REASON and role in NEEDS_REASON:
            yield "with a reason"
        else:
            yield "yes"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8") if "--write" in sys.argv else sys.stdout.write(page())
