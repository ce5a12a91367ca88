"""Whatever a person gets wrong ends a command with a sentence that says what to do."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DataError, OperationalError
from typer.testing import CliRunner

import core.db
from core.cli import app, launcher
from core.cli.command import operator
from core.db.readiness import trouble
from core.settings import ROOT, settings
from tests.support.postgres import Postgres
from tests.support.server import SESSION_DESK, serving

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """`session-desk` on a database that is not there yet; settings as keywords."""
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "desk.sqlite"))

    def run(*arguments: str, **variables: str) -> Result:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        forget()
        return CliRunner().invoke(app, list(arguments))

    yield run
    forget()


def forget() -> None:
    """Let settings and the engine be made anew."""
    if core.db.engine.cache_info().currsize:
        core.db.engine().dispose()
    core.db.engine.cache_clear()
    settings.cache_clear()


def refused(done: Result, code: int, said: str) -> None:
    assert isinstance(done.exception, SystemExit), done.exc_info
    assert (done.exit_code, said in done.stderr) == (code, True), done.output


NEEDS_DATABASE = [
    ("serve",),
    ("import", "."),
    ("export-changes",),
    ("data-issues",),
    ("work",),
    ("deadlines", "recompute"),
    ("staff", "list"),
    ("staff", "off", "ada@desk.example"),
    ("explain", "session", "S-1"),
]


@pytest.mark.parametrize("arguments", NEEDS_DATABASE, ids=" ".join)
def test_before_migrate_a_command_says_to_run_it(
    command: Command, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    refused(command(*arguments), 1, "Run `session-desk migrate`")
    assert not (tmp_path / "desk.sqlite").exists()


def test_an_older_database_says_to_run_migrate(command: Command) -> None:
    assert command("migrate").exit_code == 0
    with core.db.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'm0001'")
    refused(command("staff", "list"), 1, "not up to date. Run `session-desk migrate`")


def test_a_database_of_an_old_version_is_refused_by_migrate(command: Command) -> None:
    assert command("migrate").exit_code == 0
    with core.db.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    refused(command("migrate"), 1, "This database is from an older version")


def test_a_plain_path_is_a_database(command: Command, tmp_path: Path) -> None:
    assert command("migrate", DATABASE_URL=str(tmp_path / "new" / "a.db")).exit_code == 0
    assert command("staff", "list", DATABASE_URL=f"sqlite:///{tmp_path}/new/a.db").exit_code == 0


WRONG_DATABASES = {
    "mysql://desk@db/desk": (2, "DATABASE_URL: Write a path"),
    "postgresql://desk:s3cret@db:port/desk": (2, "DATABASE_URL: Write a path"),
    "postgresql://desk:s3cret@127.0.0.1:1/desk": (1, "Check DATABASE_URL"),
    "postgresql://desk:s3cret@127.0.0.1:1/desk?colour=red": (1, "Check DATABASE_URL"),
    "/proc/nowhere/desk.sqlite": (1, "Cannot use /proc/nowhere"),
    str(ROOT): (1, "unable to open database file. Check DATABASE_URL"),
    str(ROOT / "pyproject.toml"): (1, "file is not a database. Check DATABASE_URL"),
}


@pytest.mark.parametrize("url", WRONG_DATABASES)
def test_a_database_that_cannot_be_used_is_named(command: Command, url: str) -> None:
    done = command("migrate", DATABASE_URL=url)
    refused(done, *WRONG_DATABASES[url])
    assert "s3cret" not in done.output


def test_a_locked_database_says_to_try_again() -> None:
    locked = OperationalError("UPDATE staff", {}, Exception("database is locked"))
    assert "Try again" in (trouble(locked) or "")


def test_an_account_without_rights_is_told_so(postgres: Postgres, command: Command) -> None:
    url = make_url(postgres.create("not_ours"))
    owner = create_engine(url.set(drivername="postgresql+psycopg"))
    with owner.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE guest LOGIN")
    owner.dispose()
    guest = url.set(username="guest").render_as_string(hide_password=False)
    refused(command("migrate", DATABASE_URL=guest), 1, "permission denied for schema public")


def test_a_statement_of_ours_that_is_wrong_stays_a_crash() -> None:
    assert trouble(DataError("UPDATE staff", {}, Exception("value too long"))) is None


def test_a_setting_that_cannot_be_read_is_named(command: Command) -> None:
    refused(
        command("serve", SESSION_DESK_PORT="abc"), 2, "SESSION_DESK_PORT: Enter a whole number."
    )


def test_a_port_that_is_none_is_refused(command: Command) -> None:
    refused(command("serve", "--port", "99999"), 2, "--port")


def test_an_address_of_no_machine_is_refused(command: Command) -> None:
    command("migrate")
    served = command("serve", "--host", "::2", SESSION_DESK_PUBLIC_URL="https://desk.example")
    refused(served, 1, "Choose another port with --port or SESSION_DESK_PORT")


def test_a_folder_that_is_not_there_is_named(command: Command, tmp_path: Path) -> None:
    command("migrate")
    refused(command("import", str(tmp_path / "none")), 2, "does not exist")
    refused(command("import", str(tmp_path / "desk.sqlite")), 2, "is a file. Enter the folder")


@pytest.mark.parametrize(
    ("today", "said"), [("2/30/2026", "February 2026 has 28 days"), ("2020-01-01", "2022")]
)
def test_a_demo_of_a_wrong_day_is_refused_before_it_begins(
    command: Command, tmp_path: Path, today: str, said: str
) -> None:
    refused(command("demo", "--today", today), 2, said)
    assert not (tmp_path / "desk.sqlite").exists()


def test_a_list_without_staff_says_how_to_add_them(command: Command) -> None:
    command("migrate")
    assert "`session-desk staff add`" in command("staff", "list").stdout


def test_a_folder_that_cannot_be_made_is_named(command: Command) -> None:
    refused(command("demo", "--folder", "/proc/nowhere"), 1, "Cannot use /proc/nowhere")


def test_an_account_without_a_name_can_run_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert "unknown account" in operator().name


def test_config_prints_every_setting_and_no_password(command: Command) -> None:
    secrets = {
        "DATABASE_URL": "postgresql://desk:s3cret@db/desk?password=s3cret",
        "SESSION_DESK_SMTP_URL": "smtp://desk:s3cret@mail.example",
        "SESSION_DESK_MAIL_FROM": "support@desk.example",
    }
    text, found = command("config", **secrets).stdout, command("config", "--json").stdout
    assert "s3cret" not in text + found
    rows = {one["variable"]: one for one in json.loads(found)}
    assert rows["DATABASE_URL"]["value"] == "postgresql://desk:***@db/desk?password=***"
    assert (rows["SESSION_DESK_SMTP_URL"]["source"], rows["SESSION_DESK_PORT"]["source"]) == (
        "environment",
        "default",
    )
    for name, row in rows.items():
        assert f"{name}={row['value']}  ({row['source']})\n    {row['meaning']}\n" in text


def test_the_version_is_that_of_the_package(command: Command) -> None:
    version = (ROOT / "pyproject.toml").read_text().partition('version = "')[2].partition('"')[0]
    assert command("--version").stdout == f"session-desk {version}\n"


def test_the_launcher_runs_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["session-desk", "--version"])
    with pytest.raises(SystemExit):
        launcher.main()
    assert capsys.readouterr().out.startswith("session-desk ")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_a_served_desk_ends_at_once_and_frees_its_port(
    sqlite_template: Path, number: signal.Signals
) -> None:
    with serving(f"sqlite:///{sqlite_template}") as served:
        host, port = served.host.split(":")
        served.process.send_signal(number)
        assert served.process.wait(10) in (0, -number)
        with closing(socket.socket()) as free:
            free.bind((host, int(port)))
        assert "Traceback" not in served.log.read_text()


def test_help_loads_nothing_that_only_a_command_needs() -> None:
    """So it answers at once."""
    heavy = {"rich", "sqlalchemy", "sqlmodel", "streamlit", "pandas", "pydantic"}
    code = "import sys; from core.cli import app; app(standalone_mode=False); print(*sys.modules)"
    order = [*SESSION_DESK[:2], code, "--help"]
    done = subprocess.run(order, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "export-changes" in done.stdout
    assert heavy.isdisjoint(done.stdout.split())
