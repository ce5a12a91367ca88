"""What an installation decides, read once from the environment."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import InvalidInput

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
IS_CHECKOUT = (ROOT / "pyproject.toml").exists()
LOCAL = DATA / "local" if IS_CHECKOUT else user_data_path("session-desk", appauthor=False)
"""What an installation writes: `data/local` of a checkout, else the user's data folder."""


Folder = Annotated[Path, AfterValidator(lambda given: given.expanduser().absolute())]


class Settings(BaseSettings):
    """Each field is an environment variable; `session-desk config` and docs/settings.md show it."""

    model_config = SettingsConfigDict(
        env_prefix="SESSION_DESK_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(
        default=str(LOCAL / "desk.sqlite"),
        validate_default=True,
        validation_alias="DATABASE_URL",
        description="Database: the path of a SQLite file, or postgresql://user:password@host/name.",
    )
    host: str = Field(default="127.0.0.1", description="Address to serve on.")
    port: int = Field(default=8501, ge=0, le=65535, description="Port to serve on.")
    public_url: str = Field(
        default="",
        description="Address that people type, such as https://desk.clinic.example, where a proxy "
        "with TLS stands in front. Required to serve other machines.",
    )
    idle_minutes: int = Field(
        default=15, ge=1, description="Minutes without activity after which a sign-in ends."
    )
    sign_in_hours: int = Field(
        default=12, ge=1, description="Hours after which a sign-in ends in any case."
    )
    draft_days: int = Field(
        default=7, ge=1, description="Days after which a draft that was not saved again is deleted."
    )
    busy_seconds: int = Field(
        default=30,
        ge=1,
        description="Seconds that a change waits for the database before it says that it is busy.",
    )
    rejects_dir: Folder = Field(
        default=LOCAL / "rejects", description="Folder for the rows that an import rejects."
    )
    changes_dir: Folder = Field(
        default=LOCAL / "changes", description="Folder for the files of `export-changes`."
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server for replies: smtp://user:password@host:587, or smtps:// for TLS "
        "from the start. Write @ in the password as %40. Without it, staff send replies.",
    )
    mail_from: str = Field(default="", description="Sender address of replies.")
    on_call: str = Field(
        default="",
        description="E-mail addresses, separated by commas, that get the reference of a request "
        "at once when words in it suggest self-harm.",
    )
    worker: bool = Field(
        default=True,
        description="Whether the server also does the background work. Set it to false where "
        "`session-desk work` runs beside the servers.",
    )
    clock_shift: timedelta = Field(
        default=timedelta(0),
        description="Moves the clock, for tests and demos only: P30D is 30 days ahead, -P1D back.",
    )

    @field_validator("database_url")
    @classmethod
    def _as_url(cls, value: str) -> str:
        """A path becomes a URL, so that it keeps its meaning whatever folder comes later."""
        scheme, separator, rest = value.partition("://")
        if not separator:
            return f"sqlite:///{Path(value).expanduser().absolute()}"
        if scheme == "sqlite" and rest.startswith("/"):
            return value
        try:
            if scheme.startswith("postgres") and urlsplit(value).port != 0:
                return f"postgresql://{rest}"
        except ValueError:  # its port is no number
            pass
        raise ValueError("Write a path, such as desk.sqlite, or postgresql://user@host/name.")

    @field_validator("on_call")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        found = [one.strip() for one in value.split(",") if one.strip()]
        for one in found:
            try:
                validate_email(one, check_deliverability=False, test_environment=True)
            except EmailNotValidError:
                raise ValueError("Write e-mail addresses, separated by commas.") from None
        return ", ".join(found)

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: SecretStr) -> SecretStr:
        """A mail server's address, or none; what was given is never repeated."""
        url = value.get_secret_value()
        if url and not re.fullmatch(r"smtps?://(\S+@)?[^\s/@:]+(:\d{1,5})?/?", url, re.ASCII):
            raise ValueError("Write smtp://user:password@host:port or smtps://….")
        return value

    @model_validator(mode="after")
    def _has_sender(self) -> Self:
        if self.sends_mail and "@" not in self.mail_from:
            raise ValueError("SESSION_DESK_SMTP_URL needs SESSION_DESK_MAIL_FROM, an address.")
        if self.on_call and not self.sends_mail:
            raise ValueError("SESSION_DESK_ON_CALL needs SESSION_DESK_SMTP_URL, a mail server.")
        return self

    @property
    def on_call_contacts(self) -> list[str]:
        """Each address of `on_call`."""
        return self.on_call.split(", ") if self.on_call else []

    @property
    def sends_mail(self) -> bool:
        """Whether replies go out by e-mail."""
        return bool(self.smtp_url.get_secret_value())

    @property
    def is_tls(self) -> bool:
        """Whether people reach this over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


ADVICE = {
    "int_parsing": "Enter a whole number.",
    "greater_than_equal": "Enter {ge} or more.",
    "less_than_equal": "Enter {le} or less.",
    "bool_parsing": "Enter true or false.",
    "time_delta_parsing": "Enter a duration: P30D is 30 days, -P1D one day back.",
}


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; raises InvalidInput by variable."""
    try:
        return Settings()
    except ValidationError as problem:
        wrong = problem.errors(include_input=False, include_url=False)
        raise InvalidInput(
            {
                variable(str(one["loc"][0] if one["loc"] else "mail_from")): ADVICE.get(
                    one["type"], one["msg"].removeprefix("Value error, ")
                ).format_map(one.get("ctx", {}))
                for one in wrong
            }
        ) from None


@dataclass(frozen=True)
class Setting:
    """One setting as people see it; no password is in `value`."""

    variable: str
    value: str
    source: str
    meaning: str


def list_settings() -> Iterator[Setting]:
    """Every setting in force, and whether it comes from the environment or is the default."""
    for name, field in Settings.model_fields.items():
        source = "environment" if os.environ.get(variable(name)) else "default"
        value = shown(getattr(settings(), name))
        yield Setting(variable(name), value, source, str(field.description))


def variable(name: str) -> str:
    """The environment variable of the field `name`."""
    return "DATABASE_URL" if name.upper() == "DATABASE_URL" else f"SESSION_DESK_{name.upper()}"


def shown(value: Any) -> str:
    """As it is written in the environment, without its password."""
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    if value == timedelta(0):
        return ""
    without = re.sub(r"(://[^/:@]*):.*@", r"\1:***@", str(value))
    return re.sub(r"([?&]password=)[^&]*", r"\1***", without)
