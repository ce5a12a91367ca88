"""The marks of a demo: its facts before anything comes in, its fictional staff, and that it is
whole."""

from datetime import date

from sqlmodel import col, select

from core.access import guard
from core.actions.staff import AddStaff, add_staff
from core.demo.book import fictional_staff
from core.demo.status import DEMO, LAST_DAY, MODE, UNDER_WAY
from core.models.ledger import DeskFact
from core.models.people import Staff
from core.transaction import Change
from core.vocabulary.people import Role

NO_ROW = 0
"""What an audit entry points at when it is about the database as a whole."""


@guard
def mark_demo(change: Change, today: date) -> None:
    """Say that this database is a demo that ends on `today`, and not a whole one yet; marks that
    are there stay."""
    facts = {MODE: DEMO, LAST_DAY: today.isoformat()}
    if change.db.get(DeskFact, MODE) is not None:
        return
    marks = {**facts, UNDER_WAY: "yes"}
    change.db.add_all(DeskFact(name=name, value=value) for name, value in marks.items())
    change.db.flush()
    change.record("demo.begun", "desk_fact", NO_ROW, after=facts)


@guard
def mark_whole(change: Change, requests: int) -> None:
    """Say that nothing of the demo is missing any more, its `requests` included."""
    mark = change.db.get(DeskFact, UNDER_WAY)
    if mark is not None:
        change.db.delete(mark)
    change.record("demo.made", "desk_fact", NO_ROW, after={"requests": requests})


def add_fictional_staff(change: Change) -> int:
    """Add those of the book's people who are not there yet, without a password; how many."""
    known = set(change.db.scalars(select(col(Staff.email))))
    people = [one for one in fictional_staff() if one["email"] not in known]
    for one in people:
        add_staff(
            change,
            AddStaff(
                email=one["email"],
                name=one["name"],
                role=Role(one["role"]),
                zone=one["zone"],
                is_fictional=True,
            ),
        )
    return len(people)
