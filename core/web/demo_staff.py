"""The fictional people of a demo, whom anyone on this machine may become by one click."""

from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlmodel import col

from core.db import looking
from core.models.people import Staff
from core.queries.people.sign_ins import is_demo
from core.vocabulary.people import Role

WHAT_ROLES_DO = {
    Role.AGENT: "Works requests: corrections, listings, cancellations. Looks sessions up.",
    Role.LEAD: "An agent's work, and the team's: reassigns, approves what is risky, handles drift.",
    Role.MANAGER: "Watches deadlines and compliance; approves what needs a second person.",
    Role.VIEWER: "Looks sessions up; identifying fields are masked.",
    Role.ADMIN: "Watches extracts and messages; sees no client fields.",
}


@dataclass(frozen=True)
class Person:
    """One fictional person."""

    staff_id: int
    name: str

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        names = self.name.split()
        return "".join(name[0] for name in {0: names[0], 1: names[-1]}.values()).upper()


@dataclass(frozen=True)
class Group:
    """The people of one role, with a line on what it does."""

    role: Role
    does: str
    people: tuple[Person, ...]


def demo_groups(engine: Engine) -> tuple[Group, ...]:
    """Active fictional people by role; none at all where the database is no demo."""
    with looking(engine) as db:
        if not is_demo(db):
            return ()
        rows = db.execute(
            select(col(Staff.role), col(Staff.id), col(Staff.name))
            .where(col(Staff.is_fictional), col(Staff.is_active))
            .order_by(col(Staff.name))
        ).all()
    groups = (
        Group(role, does, tuple(Person(row.id, row.name) for row in rows if row.role == role))
        for role, does in WHAT_ROLES_DO.items()
    )
    return tuple(group for group in groups if group.people)


def demo_person(engine: Engine, typed: str) -> int | None:
    """The staff id behind a button of the demo page; None for anyone who is not on it."""
    offered = {
        str(person.staff_id): person.staff_id
        for group in demo_groups(engine)
        for person in group.people
    }
    return offered.get(typed)
