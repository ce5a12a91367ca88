"""The page of the rules, made from the rulebook and the code: `python -m
tests.support.rules_page` writes it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from core.administration.policies import baseline
from core.queries.rulebook import Rule, rulebook
from core.rules.reasons import CATALOGUE
from core.rules.time.formats import MISSING
from core.settings import ROOT
from pages.navigation import SPECS
from tests.support import rule_places
from tests.support.reachability import is_called
from tests.support.rule_places import NOWHERE, rules_in

COMMAND = "python -m tests.support.rules_page"
PAGE = ROOT / "docs" / "rules.md"
DECIDES = ("core/rules", "core/facts/due_instants.py", "core/metrics", "core/requests")
"""Where rules are decided; what only stores or shows is left out."""
HEAD = """# The rules

Every rule that the product decides by: what the help articles ask, in our own words, and what we
decided where they are silent. The tables say where a person meets each rule. Below them stand, for
each rule, the functions that decide it, the reasons they give (`core/rules/reasons`), the dated
values they read (`data/policies`) and the tests that prove them. The page Policies shows the same
rules with the values in force, the command line answers by them ([explain](explain.md)), and
[the scenarios](scenarios.md) show them on records.

`python -m tests.support.rules_page` writes this page from `data/rules.toml` and from the rule ids
in docstrings and test names. It lists only functions that the product calls.

## Where each rule shows

**Seen** are the pages that say it of a record, with the headings there. **Heard of** are the lists
and metrics that a case gets onto by itself, and the pages on which a message refuses a step or
calls a field wrong. `tests/support/rule_places.py` names the parts of pages and reads from the code
which rules they show; `tests/pages/test_rule_*.py` look at the pages.
"""
TITLES = {spec.address: spec.title for spec in SPECS}
"""Each page as the menu names it, by its address."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def rules_page() -> str:
    """The whole page, as Markdown."""
    rules = rulebook().values()
    articles = (_table(name, list(some)) for name, some in groupby(rules, lambda one: one.article))
    return "\n".join((HEAD, *articles, *map(_section, rules)))


@cache
def deciders() -> dict[str, tuple[str, ...]]:
    """The functions that the product calls and whose docstring names a rule, as
    "core/rules/requests/npi.py `npi_problem`"."""
    found = defaultdict(list)
    for path in (path for place in DECIDES for path in _files(ROOT / place)):
        for name, function in _functions(_tree(path)):
            if not is_called(path, name):
                continue
            for rule in rules_in(ast.get_docstring(function) or ""):
                found[rule].append(f"`{_name(path)}` {name}")
    return {rule: tuple(names) for rule, names in found.items()}


@cache
def proofs() -> dict[str, dict[str, tuple[str, ...]]]:
    """By rule the tests that prove it, and by test the cases that are named after the rule; none
    where the test as a whole is about it and its docstring says so."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path in _files(ROOT / "tests"):
        module = _tree(path)
        tables = _tables(module)
        for name, function in _functions(module):
            if name.split(".")[-1].startswith("test_"):
                for rule, cases in _proved(function, tables).items():
                    found[rule][f"`{_name(path)}` {name}"] = tuple(cases)
    return found


def _proved(function: Function, tables: dict[str, ast.expr]) -> dict[str, list[str]]:
    """The rules in the name, the docstring and the names of the cases; of each its vectors."""
    said = (ast.get_docstring(function) or "").split()
    named = re.findall(r"(?<=_)(r\d\d(?:_v\d)?)(?=_|$)", function.name)
    words = [
        *(one.upper().replace("_", "-") for one in named),
        *(one.strip(".,()") for one in said),
    ]
    cases: dict[str, list[str]] = {}
    for case in (*words, *_strings(function.decorator_list, tables)):
        rule = re.match(r"R\d\d(?=$|[ -])", case)
        if rule and case not in cases.setdefault(rule[0], []):
            cases[rule[0]] += [case] if case != rule[0] else []
    return cases


def _strings(nodes: Iterable[ast.expr], tables: dict[str, ast.expr]) -> Iterator[str]:
    """Every text in these expressions and in the module's tables that they name."""
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id in tables:
            others = {name: table for name, table in tables.items() if name != node.id}
            yield from _strings([tables[node.id]], others)


def _tables(module: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _functions(node: ast.AST, before: str = "") -> Iterator[tuple[str, Function]]:
    """Every function and method, by its name, in the order of the file."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield before + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{child.name}.")


def _table(article: str, rules: list[Rule]) -> str:
    """A row a rule of the article: where it is seen and heard of."""
    rows = [f"| {_link(rule)} | {_seen(rule.id)} | {_heard(rule.id)} |" for rule in rules]
    heads = ("| Rule | Seen | Heard of |", "|---|---|---|")
    return "\n".join((f"### {article}", "", *heads, *rows, ""))


def _link(rule: Rule) -> str:
    return f"[{rule.id}](#{_anchor(f'{rule.id} · {rule.title}')}) {rule.title}"


def _seen(rule: str) -> str:
    return "; ".join(_on_pages(rule_places.seen(rule))) or MISSING


def _heard(rule: str) -> str:
    if rule in NOWHERE:
        return f"Not yet: {NOWHERE[rule]}"
    found = _on_pages(rule_places.heard(rule))
    if refused := ", ".join(TITLES[one] for one in rule_places.refused(rule)):
        found.append(f"messages on {refused}")
    return "; ".join(found) or MISSING


def _on_pages(found: Mapping[str, list[str]]) -> list[str]:
    """ "Session (Deadlines, Money)", each page as the menu names it, metrics as links."""
    said = []
    for address, names in found.items():
        if address == "compliance":
            names = [f"[{one}](metrics.md#{_anchor(one)})" for one in names]
        said.append(f"{TITLES[address]} ({', '.join(names)})" if names else TITLES[address])
    return said


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _section(rule: Rule) -> str:
    decided = f" Internal rule: {rule.decided}" if rule.decided else ""
    codes = [f"`{code}`" for code, reason in CATALOGUE.items() if reason.rule == rule.id]
    keys = {f"`{entry['key']}`": None for entry in baseline() if entry["rule"] == rule.id}
    tests = (
        f"{test}: {', '.join(cases)}" if cases else test
        for test, cases in proofs().get(rule.id, {}).items()
    )
    lines = [f"## {rule.id} · {rule.title}", "", f"{rule.says}{decided} *({rule.source})*", ""]
    lines += _list("Decided by", deciders().get(rule.id, ()))
    lines += _list("Reasons", [", ".join(codes)] if codes else [])
    lines += _list("Values", [", ".join(keys)] if keys else [])
    return "\n".join((*lines, *_list("Proved by", tests), ""))


def _list(heading: str, items: Iterable[str]) -> list[str]:
    found = list(items)
    if len(found) == 1:
        return [f"- {heading}: {found[0]}"]
    return [f"- {heading}:", *(f"  - {one}" for one in found)] if found else []


def _files(place: Path) -> list[Path]:
    return [place] if place.suffix else sorted(place.rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    PAGE.write_text(rules_page(), "utf-8")
