"""The fictional people of a demo, as whom anyone on this machine can sign in by one click."""

from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlmodel import col

from core.db import looking
from core.models.people import Staff
from core.queries.people.sign_ins import is_demo
from core.vocabulary.people import Role

WHAT_ROLES_DO = {
    Role.AGENT: "Works on client corrections, directory updates and cancellations.",
    Role.LEAD: "Works as an agent, assigns requests, gives approvals, resolves conflicts.",
    Role.MANAGER: "Watches deadlines and compliance, gives approvals.",
    Role.VIEWER: "Looks up sessions. Identifying fields are masked.",
    Role.ADMIN: "Watches imports and the outbox. Sees no client fields.",
}


@dataclass(frozen=True)
class DemoPerson:
    """One fictional person."""

    staff_id: int
    name: str

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        names = self.name.split()
        return "".join(name[0] for name in {0: names[0], 1: names[-1]}.values()).upper()


@dataclass(frozen=True)
class DemoGroup:
    """The people of one role, and what the role does."""

    role: Role
    does: str
    people: tuple[DemoPerson, ...]


def demo_groups(engine: Engine) -> tuple[DemoGroup, ...]:
    """Active fictional people by role; empty unless the database is a demo."""
    with looking(engine) as db:
        if not is_demo(db):
            return ()
        rows = db.execute(
            select(col(Staff.role), col(Staff.id), col(Staff.name))
            .where(col(Staff.is_fictional), col(Staff.is_active))
            .order_by(col(Staff.name))
        ).all()
    groups = (
        DemoGroup(
            role, does, tuple(DemoPerson(row.id, row.name) for row in rows if row.role == role)
        )
        for role, does in WHAT_ROLES_DO.items()
    )
    return tuple(group for group in groups if group.people)


def demo_person(engine: Engine, typed: str) -> int | None:
    """The staff id that a button of the demo page sent; None for anyone who is not on it."""
    offered = (person.staff_id for group in demo_groups(engine) for person in group.people)
    return next((staff_id for staff_id in offered if str(staff_id) == typed), None)
