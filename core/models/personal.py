"""What is kept for one member of staff: drafts, saved views, downloads, signed-in browsers."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from core.models.base import EditedRow, Row, instant, link


class Draft(EditedRow, table=True):
    """What a person has typed and not yet filed, per form and subject."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("staff_id", "form", "subject"),)
    staff_id: int = link("staff.id")
    form: str = Field(max_length=40)
    subject: str = Field(default="", max_length=40)
    body: str


class SavedView(EditedRow, table=True):
    """A list's filters under a name, own or shared."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "page", "name"),)
    staff_id: int = link("staff.id")
    page: str = Field(max_length=40)
    name: str = Field(max_length=80)
    query: str = Field(max_length=2000)
    is_shared: bool = False
    is_pinned: bool = False


class Download(Row, table=True):
    """An export somebody asked for: only its owner fetches it, and only for a while."""

    __tablename__ = "download"
    token_hash: str = Field(max_length=64, unique=True)
    staff_id: int = link("staff.id")
    kind: str = Field(max_length=40)
    query: str
    asked_at: datetime = instant()
    expires_at: datetime = instant()


class SignIn(Row, table=True):
    """A signed-in browser, with the hash of its token."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_staff_id", "staff_id", "last_active_at"),)
    token_hash: str = Field(max_length=64, unique=True)
    staff_id: int = link("staff.id", index=False)
    started_at: datetime = instant()
    last_active_at: datetime = instant()
    expires_at: datetime = instant()
    ended_at: datetime | None = instant(null=True)
    end_reason: str | None = Field(default=None, max_length=40)
