"""The wheel, installed in an environment of its own, works from a folder outside the checkout.

What it depends on is seen through the environment of the tests, so nothing is downloaded.
"""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from core.settings import ROOT
from tests.support.server import serving

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
PATIENCE_SECONDS = 60
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


def test_an_installed_desk_serves_a_lookup_after_sign_in(
    session_desk: Path, database: Path, home: Path
) -> None:
    command = [str(session_desk), "serve", "--port", "{port}"]
    with (
        serving(f"sqlite:///{database}", command, cwd=home) as served,
        httpx.Client(base_url=served.url, headers={"origin": served.url}, verify=False) as browser,
    ):
        assert browser.get("/sessions").headers["location"].startswith("/signin")
        form = browser.get("/signin").text
        staff = form.partition('name="staff" value="')[2].partition('"')[0]
        assert browser.post("/signin/demo", data={"staff": staff}).status_code == 303
        reference = a_session(home)
        text = page_text(served.url, browser.cookies, f"ref={reference}")
        assert f'body: "Session {reference}"' in text


def a_session(home: Path) -> str:
    """The reference of some session of the demo."""
    lines = (home / "extracts" / "sessions.csv").read_text("utf-8-sig").splitlines()
    column = lines[0].split(",").index("session_id")
    return lines[len(lines) // 2].split(",")[column]


def page_text(url: str, cookies: httpx.Cookies, query: str) -> str:
    """All that Streamlit sends for the session page until its run has ended."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = "session"
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    with connect(address, origin=url, additional_headers=sent, max_size=None) as socket:  # type: ignore[arg-type]
        socket.send(asked.SerializeToString())
        texts = []
        while True:
            message = ForwardMsg.FromString(socket.recv(PATIENCE_SECONDS, decode=False))
            texts.append(str(message))
            if message.WhichOneof("type") == "script_finished":
                return "".join(texts)
