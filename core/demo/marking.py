"""The marks of a demo: its facts before anything comes in, its fictional staff, and that it is
whole."""

from datetime import date

from sqlmodel import col, select

from core.access import ADMINISTERING, guard
from core.administration.staff import AddStaff, add_staff
from core.db.transaction import WriteContext
from core.demo.book import fictional_staff
from core.demo.status import DEMO, LAST_DAY, MODE, UNDER_WAY
from core.models.installation import DeskFact
from core.models.people import Staff
from core.vocabulary.people import Role

NO_ROW = 0
"""What an audit entry points at when it is about the database as a whole."""


@guard(ADMINISTERING)
def mark_demo(context: WriteContext, today: date) -> None:
    """Say that this database is a demo that ends on `today`, and not a whole one yet; marks that
    are there stay."""
    facts = {MODE: DEMO, LAST_DAY: today.isoformat()}
    if context.db.get(DeskFact, MODE) is not None:
        return
    marks = {**facts, UNDER_WAY: "yes"}
    context.db.add_all(DeskFact(name=name, value=value) for name, value in marks.items())
    context.db.flush()
    context.record("demo.begun", "desk_fact", NO_ROW, after=facts)


@guard(ADMINISTERING)
def mark_whole(context: WriteContext, requests: int) -> None:
    """Say that nothing of the demo is missing any more, its `requests` included."""
    mark = context.db.get(DeskFact, UNDER_WAY)
    if mark is not None:
        context.db.delete(mark)
    context.record("demo.made", "desk_fact", NO_ROW, after={"requests": requests})


def add_fictional_staff(context: WriteContext) -> int:
    """Add those of the book's people who are not there yet, without a password; how many."""
    known = set(context.db.scalars(select(col(Staff.email))))
    people = [one for one in fictional_staff() if one["email"] not in known]
    for one in people:
        add_staff(
            context,
            AddStaff(
                email=one["email"],
                name=one["name"],
                role=Role(one["role"]),
                zone=one["zone"],
                is_fictional=True,
            ),
        )
    return len(people)
