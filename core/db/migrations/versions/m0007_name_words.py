"""Find people by every word of their names, in any order."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import search_key
from core.rules.names import name_words

revision = "m0007"
down_revision = "m0006"
branch_labels = None
depends_on = None

CHUNK = 5000


def upgrade() -> None:
    for person, parts in (("client", ()), ("provider", ("suffix",))):
        table = f"{person}_name_word"
        words = op.create_table(
            table,
            sa.Column("person_id", sa.Integer(), nullable=False),
            sa.Column("word", search_key(), nullable=False),
            sa.ForeignKeyConstraint(["person_id"], [f"{person}.id"], name=f"fk_{table}_person_id"),
            sa.PrimaryKeyConstraint("person_id", "word", name=f"pk_{table}"),
        )
        _fill(words, person, ("first_name", "last_name", *parts))
        op.create_index(f"ix_{table}_word", table, ["word", "person_id"], unique=False)
        op.drop_index(f"ix_{person}_name_key", person)
        op.execute(f"ALTER TABLE {person} DROP COLUMN name_key")  # a copy would lose lower(ref)


def _fill(words: sa.Table, person: str, parts: tuple[str, ...]) -> None:
    """The words of all names, a chunk at a time, so that memory stays flat."""
    people = sa.table(person, *(sa.column(name) for name in ("id", *parts)))
    last: Any = 0
    while rows := _after(people, last):
        filled = [
            {"person_id": key, "word": word} for key, *name in rows for word in name_words(*name)
        ]
        if filled:
            op.bulk_insert(words, filled)
        last = rows[-1][0]


def _after(people: sa.TableClause, last: int) -> list[Any]:
    later = sa.select(people).where(people.c.id > last).order_by(people.c.id).limit(CHUNK)
    return list(op.get_bind().execute(later))
