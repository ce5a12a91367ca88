"""What an installation decides, read once from the environment (prefix `SESSION_DESK_`)."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
LOCAL = DATA / "local"


class Settings(BaseSettings):
    """Each field is an environment variable; the README's table of settings lists them all."""

    model_config = SettingsConfigDict(env_prefix="SESSION_DESK_", frozen=True)

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

    @property
    def is_tls(self) -> bool:
        """Whether people reach this over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
