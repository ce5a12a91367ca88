"""The house keeps its shape: names, sizes, who imports what, and what the papers say of it."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

import pytest
import typer
from typer.core import TyperGroup

from core import access
from core.cli import app as session_desk
from core.settings import ROOT, Settings
from pages.navigation import SPECS
from tests.support import roles_table

PAGES = ROOT / "pages"
NO_PAGES = {"__init__.py", "frame.py", "context.py", "navigation.py", "no_access.py"}
CODE = [*(ROOT / "core").rglob("*.py"), *PAGES.rglob("*.py"), ROOT / "app.py"]
LONGEST_FILE, LONGEST_FUNCTION = 300, 60
MEDIAN_FILE, MEDIAN_FUNCTION = 120, 12
LONGER = {
    "core/db/migrations/versions": "one statement a table, in order, and never edited again",
}
"""Where functions and files may be longer, and why."""
APP_MAY = ("streamlit", "starlette", "core.db", "core.web", "core.worker")
MACHINE = ("://", "index-url", "find-links", "trusted-host", "file:", "/work", "/home", "/tmp")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def functions() -> tuple[tuple[Path, str, int], ...]:
    """Every function: its file, its name, its lines from `def` to the end."""
    return tuple(
        (path, node.name, (node.end_lineno or sys.maxsize) - node.lineno + 1)
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


# names


def page_names() -> list[str]:
    """Whatever becomes a top-level name while a page's folder is first on the path."""
    return sorted(
        path.stem
        for path in PAGES.iterdir()
        if path.stem.isidentifier()
        and not path.stem.startswith("__")
        and (path.suffix == ".py" or path.is_dir())
    )


installed = cache(packages_distributions)
"""Each top-level name of what is installed; it is looked for in the files of every package."""


@pytest.mark.parametrize("name", page_names())
def test_no_page_takes_the_name_of_a_module(name):
    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != PAGES]
    assert name not in sys.stdlib_module_names
    assert name not in installed()
    assert PathFinder.find_spec(name, elsewhere) is None


SAYS_NOTHING = {"draw", "read", "run", "do", "go", "check", "look", "handle", "process"}
TWICE: dict[str, str] = {}
"""Class names that two modules may share, and why."""


def classes() -> Iterator[tuple[str, str]]:
    for path in CODE:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                yield node.name, name_of(path)


def test_a_class_name_tells_which_class_it_is():
    places: dict[str, list[str]] = {}
    for name, place in classes():
        places.setdefault(name, []).append(place)
    assert {
        name: found for name, found in places.items() if len(found) > 1 and name not in TWICE
    } == {}


def test_a_function_name_says_what_it_does():
    assert [
        f"{name_of(path)} {name}" for path, name, _ in functions() if name in SAYS_NOTHING
    ] == []


# pages


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.file)
def test_a_page_has_its_file_and_needs_a_guarded_function(spec):
    assert (PAGES / spec.file).is_file()
    assert spec.needs is None or spec.needs.__name__ in access.ROLES


def is_script(path: Path) -> bool:
    """Whether the file draws when it runs: it calls something outside any function."""
    return any(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) for node in tree(path).body
    )


def test_every_file_of_a_page_is_in_the_navigation_once():
    scripts = {
        name_of(path).removeprefix("pages/") for path in PAGES.rglob("*/*.py") if is_script(path)
    }
    assert Counter(spec.file for spec in SPECS) == Counter(scripts)


def test_no_two_pages_share_an_address():
    assert max(Counter(spec.address for spec in SPECS).values()) == 1


DATE_BOXES = {"date_input", "time_input", "datetime_input"}
"""Streamlit's own: they drop what they cannot read, and their calendar covers what is below."""


def test_every_date_is_typed_into_a_box_that_says_how_it_was_read():
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path in PAGES.rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in DATE_BOXES
    ] == []


# imports


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def test_the_server_imports_the_web_and_nothing_of_the_business():
    strange = [
        name
        for name in imported(ROOT / "app.py")
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == root or name.startswith(f"{root}.") for root in APP_MAY)
    ]
    assert strange == []


# sizes


def test_no_file_is_too_long_to_read_in_one_go():
    sizes = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in CODE}
    long = {name: size for name, size in sizes.items() if size > LONGEST_FILE}
    assert [name for name in long if not name.startswith(tuple(LONGER))] == []
    assert median(sizes.values()) <= MEDIAN_FILE


def test_no_function_is_too_long_to_hold_in_mind():
    long = {
        f"{name_of(path)} {name}": size
        for path, name, size in functions()
        if size > LONGEST_FUNCTION and not name_of(path).startswith(tuple(LONGER))
    }
    assert long == {}
    assert median(size for _, _, size in functions()) <= MEDIAN_FUNCTION


def test_nothing_is_excused_from_the_sizes_without_need():
    longest = Counter[str]()
    for path, _, size in functions():
        longest[name_of(path.parent)] = max(longest[name_of(path.parent)], size)
    assert [place for place in LONGER if longest[place] <= LONGEST_FUNCTION] == []


# papers


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*.lock")), ids=lambda path: path.name)
def test_a_lock_file_names_no_host_and_no_machine(lock):
    text = lock.read_text("utf-8")
    assert [word for word in MACHINE if word in text] == []


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


PAPERS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
PAPERS += sorted(name_of(path) for path in (ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("name", PAPERS)
def test_every_link_of_a_document_leads_somewhere(name):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(name))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_name_in_the_tour_is_on_a_page():
    tour = text_of("README.md").split("## Five-minute tour")[1].split("\n## ")[0]
    names = {" ".join(one.split()) for one in re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", tour)}
    shown = [*PAGES.rglob("*.py"), *(ROOT / "core" / "metrics").glob("*.py")]
    source = "\n".join(path.read_text("utf-8") for path in shown)
    said = {one for one in names if re.search(f'[">]{re.escape(one)}(["<,]| \\()', source)}
    assert names - said == set()


def recipes() -> dict[str, list[str]]:
    """The files that each recipe of CONTRIBUTING.md touches."""
    _, *parts = re.split(r"^### ", text_of("CONTRIBUTING.md").split("## Commits")[0], flags=re.M)
    return {part.splitlines()[0]: re.findall(r"^\d+\. `([^`]+)`", part, re.M) for part in parts}


AT_MOST = {
    "A reason in an existing rule": 3,
    "A rule": 5,
    "A metric": 5,
    "A column of an extract": 5,
    "A page": 5,
    "A request kind": 12,
}


def test_each_recipe_touches_few_files_that_are_there():
    assert recipes().keys() == AT_MOST.keys()
    for recipe, files in recipes().items():
        assert 0 < len(files) <= AT_MOST[recipe]
        assert [file for file in files if not any(ROOT.glob(file))] == []


def variables() -> list[str]:
    prefix = Settings.model_config["env_prefix"]
    return [
        str(field.validation_alias or f"{prefix}{name}".upper())
        for name, field in Settings.model_fields.items()
    ]


def commands() -> list[str]:
    """Every command as it is typed after `session-desk`."""
    return sorted(_commands(typer.main.get_group(session_desk)))


def _commands(group: TyperGroup, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name


@pytest.mark.parametrize("variable", variables())
def test_the_page_of_settings_lists_every_setting(variable):
    assert f"`{variable}`" in text_of("docs/settings.md")


@pytest.mark.parametrize("name", PAPERS)
def test_no_document_tells_of_a_setting_that_is_not_there(name):
    assert set(re.findall(r"SESSION_DESK_[A-Z_]+", text_of(name))) <= set(variables())


@pytest.mark.parametrize("command", sorted(set(commands()) - {"findings"}))
def test_the_page_of_commands_lists_every_command(command):
    """`findings` is the former name of `data-issues`."""
    assert re.search(rf"session-desk {command}\b", text_of("docs/commands.md"))


@pytest.mark.parametrize("name", PAPERS)
def test_no_document_tells_of_a_command_that_is_not_there(name):
    typed = re.findall(r"(?:`|^\s*(?:\$ )?)session-desk ([a-z][^`\n|]*)", text_of(name), re.M)
    known = "|".join([*commands(), *{name.split()[0] for name in commands()}])
    unknown = [words for words in typed if not re.match(rf"({known})(\s|$)", words)]
    assert unknown == []


def test_the_page_of_roles_says_what_the_functions_say():
    page = (ROOT / "docs" / "roles.md").read_text("utf-8")
    assert roles_table.roles_table() in page, "python -m tests.support.roles_table --write"
