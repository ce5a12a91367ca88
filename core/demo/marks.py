"""The marks of a demo: its facts before the import, its fictional staff, and that it is whole."""

from datetime import date

from sqlmodel import col, select

from core.access import ADMINISTERING, guard
from core.administration.staff import AddStaff, add_staff
from core.db.transaction import WriteContext
from core.demo.catalog import demo_list
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
    if context.db.get(DeskFact, MODE) is not None:
        return
    facts = {MODE: DEMO, LAST_DAY: today.isoformat()}
    marks = {**facts, UNDER_WAY: "yes"}
    context.db.add_all(DeskFact(name=name, value=value) for name, value in marks.items())
    context.db.flush()
    context.record("demo.begun", "desk_fact", NO_ROW, after=facts)


@guard(ADMINISTERING)
def mark_whole(context: WriteContext, requests: int) -> None:
    """Say that the demo is complete, its `requests` included."""
    mark = context.db.get(DeskFact, UNDER_WAY)
    if mark is not None:
        context.db.delete(mark)
    context.record("demo.made", "desk_fact", NO_ROW, after={"requests": requests})


def add_fictional_staff(context: WriteContext) -> int:
    """Add the fictional staff who are missing, without a password; how many."""
    known = set(context.db.scalars(select(col(Staff.email))))
    people = [one for one in demo_list("staff")["staff"] if one["email"] not in known]
    for one in people:
        typed = one | {"role": Role(one["role"]), "is_fictional": True}
        add_staff(context, AddStaff(**typed))
    return len(people)
