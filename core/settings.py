"""What an installation decides, read once from the environment (prefix `SESSION_DESK_`)."""

import re
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
LOCAL = DATA / "local"


class Settings(BaseSettings):
    """Each field is an environment variable; the README's table of settings lists them all."""

    model_config = SettingsConfigDict(
        env_prefix="SESSION_DESK_", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        default=f"sqlite:///{LOCAL / 'desk.sqlite'}",
        validation_alias="DATABASE_URL",
        description="Where the data is: SQLite file (default) or postgresql://user@host/name.",
    )
    host: str = Field(default="127.0.0.1", description="Address to serve on.")
    port: int = Field(default=8501, ge=0, le=65535, description="Port to serve on.")
    public_url: str = Field(
        default="",
        description="Address people type, when a proxy with TLS stands in front (https://…).",
    )
    idle_minutes: int = Field(default=15, ge=1, description="A sign-in ends after this idle time.")
    sign_in_hours: int = Field(default=12, ge=1, description="A sign-in ends after this at most.")
    rejects_dir: Path = Field(
        default=LOCAL / "rejects", description="Where an import writes the rows it could not take."
    )
    changes_dir: Path = Field(
        default=LOCAL / "changes", description="Where changes for the platform are written."
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server for messages to requesters: smtp:// or smtps://user:pass@host.",
    )
    mail_from: str = Field(default="", description="Sender's address of those messages.")
    worker: bool = Field(
        default=True, description="The server also does the background work; a team runs it apart."
    )

    clock_shift: timedelta = Field(
        default=timedelta(0),
        description="Moves the clock, for tests and demos only: P30D is 30 days ahead, -P1D back.",
    )

    @field_validator("smtp_url")
    @classmethod
    def _reachable(cls, value: SecretStr) -> SecretStr:
        """A mail server's address, or none; what was given is never repeated."""
        url = value.get_secret_value()
        if url and not re.fullmatch(r"smtps?://(\S+@)?[^\s/@:]+(:\d{1,5})?/?", url, re.ASCII):
            raise ValueError("Write it as smtp://user:password@host:port or smtps://…")
        return value

    @model_validator(mode="after")
    def _has_sender(self) -> Self:
        if self.sends_mail and "@" not in self.mail_from:
            raise ValueError("SESSION_DESK_SMTP_URL needs SESSION_DESK_MAIL_FROM, an address.")
        return self

    @property
    def sends_mail(self) -> bool:
        """Whether messages to requesters can go out by themselves."""
        return bool(self.smtp_url.get_secret_value())

    @property
    def is_tls(self) -> bool:
        """Whether people reach this over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
