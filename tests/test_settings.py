"""What an installation sets is checked at once, and a password is never repeated."""

import pytest
from pydantic import ValidationError

from core.settings import Settings

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


def test_without_any_of_it_no_mail_is_sent() -> None:
    assert not Settings(_env_file=None).sends_mail  # type: ignore[call-arg]
