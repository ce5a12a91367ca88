"""The marks of a demo: its two facts before anything comes in, its fictional staff at the end."""

from datetime import date

from core.access import guard
from core.actions.staff import AddStaff, add_staff
from core.demo.book import fictional_staff
from core.demo.status import DEMO, LAST_DAY, MODE
from core.models.ledger import DeskFact
from core.transaction import Change
from core.vocabulary.people import Role

NO_ROW = 0
"""What an audit entry points at when it is about the database as a whole."""


@guard
def mark_demo(change: Change, today: date) -> None:
    """Say that this database is a demo that ends on `today`; a mark that is there stays."""
    facts = {MODE: DEMO, LAST_DAY: today.isoformat()}
    if change.db.get(DeskFact, MODE) is not None:
        return
    change.db.add_all(DeskFact(name=name, value=value) for name, value in facts.items())
    change.db.flush()
    change.record("demo.begun", "desk_fact", NO_ROW, after=facts)


def add_fictional_staff(change: Change) -> int:
    """Add the book's people, who have no password; returns how many. A demo is whole with them."""
    people = fictional_staff()
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
