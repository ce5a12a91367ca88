"""What an installation sets is checked at once, and a password is never repeated."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.settings import LOCAL, Settings
from tests.support import settings_page

GOOD = [
    "smtp://mail.example",
    "smtps://mail.example:465/",
    "smtp://desk:p%40ss@mail.example:587",
]


@pytest.mark.parametrize("url", GOOD)
def test_a_mail_server_is_an_address(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DESK_SMTP_URL", url)
    monkeypatch.setenv("SESSION_DESK_MAIL_FROM", "support@desk.example")
    assert Settings().sends_mail


@pytest.mark.parametrize(
    "url", ["http://s3cret@mail.example", "smtp:s3cret", "smtp://u:s3cret@", "smtp://u:s3cret@h:x"]
)
def test_what_is_none_is_refused_without_repeating_it(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SESSION_DESK_SMTP_URL", url)
    monkeypatch.setenv("SESSION_DESK_MAIL_FROM", "support@desk.example")
    with pytest.raises(ValidationError, match="smtp://user:password@host") as refused:
        Settings()
    assert "s3cret" not in str(refused.value)


def test_mail_needs_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DESK_SMTP_URL", "smtp://desk:s3cret@mail.example")
    with pytest.raises(ValidationError, match="SESSION_DESK_MAIL_FROM") as refused:
        Settings()
    assert "s3cret" not in str(refused.value)


def test_the_password_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DESK_SMTP_URL", "smtp://desk:s3cret@mail.example")
    monkeypatch.setenv("SESSION_DESK_MAIL_FROM", "support@desk.example")
    assert "s3cret" not in repr(Settings())


def test_the_page_of_settings_says_what_the_settings_say() -> None:
    stored = settings_page.PAGE.read_text("utf-8")
    assert stored == settings_page.page(), "python -m tests.support.settings_page --write"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("/srv/desk.sqlite", "sqlite:////srv/desk.sqlite"),
        ("desk.sqlite", f"sqlite:///{Path.cwd() / 'desk.sqlite'}"),
        ("~/desk.sqlite", f"sqlite:///{Path.home() / 'desk.sqlite'}"),
        ("sqlite:////srv/desk.sqlite", "sqlite:////srv/desk.sqlite"),
        ("postgresql://desk@db/desk", "postgresql://desk@db/desk"),
        ("postgres://desk@db/desk", "postgresql://desk@db/desk"),
        ("", f"sqlite:///{LOCAL / 'desk.sqlite'}"),
    ],
)
def test_a_database_is_a_path_or_a_url(
    given: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert Settings().database_url == url


def test_a_relative_folder_keeps_its_meaning_in_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SESSION_DESK_REJECTS_DIR", "rejects")
    assert Settings().rejects_dir == tmp_path / "rejects"


def test_without_any_of_it_no_mail_is_sent() -> None:
    assert not Settings(_env_file=None).sends_mail  # type: ignore[call-arg]


def test_on_call_contacts_are_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DESK_SMTP_URL", "smtp://mail.example")
    monkeypatch.setenv("SESSION_DESK_MAIL_FROM", "support@desk.example")
    monkeypatch.setenv("SESSION_DESK_ON_CALL", " a@desk.example,b@desk.example ")
    assert Settings().on_call_contacts == ["a@desk.example", "b@desk.example"]
    monkeypatch.setenv("SESSION_DESK_ON_CALL", "a@desk.example, 212-555-0100")
    with pytest.raises(ValidationError, match="Write e-mail addresses"):
        Settings()


def test_an_on_call_contact_needs_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_DESK_ON_CALL", "a@desk.example")
    with pytest.raises(ValidationError, match="SESSION_DESK_SMTP_URL"):
        Settings()
