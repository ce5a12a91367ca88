"""What an installation keeps about itself: receipts, leases of background work, facts."""

from datetime import datetime

from sqlmodel import Field

from core.models.base import Row, Table, instant, link


class StoredReceipt(Row, table=True):
    """The receipt of an idempotency key, given again when the key comes again."""

    __tablename__ = "receipt"
    idempotency_key: str = Field(max_length=64, unique=True)
    action: str = Field(max_length=60)
    command_hash: str = Field(max_length=64)
    staff_id: int | None = link("staff.id", null=True, index=False)
    at: datetime = instant()
    result: str


class Lease(Table, table=True):
    """Which worker does a piece of background work, and until when unless renewed."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=80)
    expires_at: datetime = instant()


class DeskFact(Table, table=True):
    """A fact about this installation, such as that it is a demo."""

    __tablename__ = "desk_fact"
    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)


class ReferenceVersion(Table, table=True):
    """Which state of what processes keep in memory is stored; triggers alone write the token."""

    __tablename__ = "reference_version"
    kind: str = Field(primary_key=True, max_length=20)
    token: str = Field(max_length=36)
