"""The wheel, installed in an environment of its own, works from a folder outside the checkout.

What it depends on is seen through the environment of the tests, so nothing is downloaded.
"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from core.settings import ROOT
from tests.browser.conftest import opened
from tests.browser.visitor import Visitor
from tests.support.browser import ARGUMENTS, get
from tests.support.server import serving

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def session_desk(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    paths = {"base": str(venv), "platbase": str(venv)}
    own = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    python = Path(sysconfig.get_path("scripts", "venv", vars=paths)) / "python"
    install = [*PIP, "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True)
    return python.with_name("session-desk")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def run(session_desk: Path, home: Path) -> Run:
    """`session-desk` in a folder of its own and for a user of its own; returns what it prints."""

    def run(*arguments: str) -> str:
        variables = {name: os.environ[name] for name in os.environ if "DESK" not in name}
        variables |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "COLUMNS": "200"}
        variables.pop("DATABASE_URL", None)
        command = [str(session_desk), *arguments]
        done = subprocess.run(command, cwd=home, env=variables, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def database(run: Run, home: Path) -> Path:
    """That of a small demo, where `session-desk` puts it by itself."""
    assert "The demo is ready." in run(
        "demo", "--scale", "0.02", "--folder", str(home / "extracts")
    )
    settings = json.loads(run("config", "--json"))
    [found] = [one["value"] for one in settings if one["variable"] == "DATABASE_URL"]
    path = Path(found.removeprefix("sqlite:///"))
    assert path.is_relative_to(home)
    return path


@pytest.fixture
def visitor(session_desk: Path, database: Path, home: Path) -> Iterator[Visitor]:
    """Somebody at a browser of an installed desk."""
    command = [str(session_desk), "serve", "--port", "{port}"]
    with (
        serving(f"sqlite:///{database}", command, cwd=home) as served,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=get(), args=ARGUMENTS) as chromium,
    ):
        yield Visitor(opened(chromium, []), served.url)


def test_the_wheel_puts_one_name_beside_other_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("/")[0] for name in archive.namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"session_desk"}


def test_the_wheel_holds_nothing_local(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "session_desk/data/rules.toml" in names
    assert [name for name in names if "/local/" in name or "secrets" in name] == []


def test_an_installed_desk_says_its_version(run: Run) -> None:
    assert run("--version").startswith("session-desk ")


def test_an_installed_desk_explains_a_session(run: Run, database: Path, home: Path) -> None:
    reference = a_session(home)
    found = json.loads(run("explain", "session", reference, "--json"))
    assert (found["reference"], len(found["deadlines"]) > 0) == (reference, True)


def test_an_installed_desk_signs_in_and_looks_a_session_up_in_a_browser(
    visitor: Visitor, home: Path
) -> None:
    reference = a_session(home)
    visitor.sign_in("Vera Viewer", "/sessions")
    visitor.fill("Session", reference)
    visitor.sees("1 session, newest first")
    visitor.page.get_by_role("link", name=reference).click()
    visitor.page.get_by_role("heading", name=f"Session {reference}").wait_for()
    visitor.sees("Deadlines")
    assert visitor.page.title() == f"{reference} · Session Desk"
    assert visitor.complaints == []


def a_session(home: Path) -> str:
    """The reference of some session of the demo."""
    lines = (home / "extracts" / "sessions.csv").read_text("utf-8-sig").splitlines()
    column = lines[0].split(",").index("session_id")
    return lines[len(lines) // 2].split(",")[column]
