"""Signed-in browsers."""

from datetime import datetime

from sqlmodel import Field

from core.models.base import Row, instant, link


class SignIn(Row, table=True):
    """A signed-in browser, with the hash of its token."""

    __tablename__ = "sign_in"
    token_hash: str = Field(max_length=64, unique=True)
    staff_id: int = link("staff.id")
    started_at: datetime = instant()
    last_active_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(null=True)
    end_reason: str | None = Field(default=None, max_length=40)
