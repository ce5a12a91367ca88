"""The staff list, for admins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Result, func, select
from sqlmodel import col

from core.access import ADMINISTERING, guard
from core.db.transaction import ReadContext
from core.models.people import Staff
from core.models.personal import SignIn
from core.vocabulary.people import DESK_ADDRESS, Role

MOST = 500


@dataclass(frozen=True)
class StaffRow:
    """One staff member. `last_active_at` is None for someone who never signed in."""

    staff_id: int
    version: int
    email: str
    name: str
    role: Role
    zone: str
    is_active: bool
    is_fictional: bool
    last_active_at: datetime | None


@guard(ADMINISTERING)
def list_staff(context: ReadContext) -> tuple[StaffRow, ...]:
    """The first 500 people by name, inactive ones last, without the desk's own account."""
    last_active = (
        select(func.max(col(SignIn.last_active_at)))
        .where(col(SignIn.staff_id) == col(Staff.id))
        .correlate(Staff)
        .scalar_subquery()
        .label("last_active_at")
    )
    rows: Result[Any] = context.db.execute(
        select(
            col(Staff.id).label("staff_id"),
            col(Staff.version),
            col(Staff.email),
            col(Staff.name),
            col(Staff.role),
            col(Staff.zone),
            col(Staff.is_active),
            col(Staff.is_fictional),
            last_active,
        )
        .where(col(Staff.email) != DESK_ADDRESS)
        .order_by(col(Staff.is_active).desc(), col(Staff.name), col(Staff.id))
        .limit(MOST)
    )
    return tuple(StaffRow(**row._mapping) for row in rows)
