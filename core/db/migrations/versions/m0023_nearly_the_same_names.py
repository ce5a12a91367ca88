"""Find people by nearly their names, how they sound, and any writing of their contacts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import search_key
from core.db.migrations.triggers import run_after
from core.rules.people.search_words import search_words

revision = "m0023"
down_revision = "m0022"
branch_labels = None
depends_on = None

CHUNK = 5000
PEOPLE = {"client": "preferred_name", "provider": "suffix"}


def upgrade() -> None:
    words = op.create_table(
        "name_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", search_key(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_name_word"),
        sa.UniqueConstraint("word", name="uq_name_word_word"),
    )
    _index_trigrams()
    for person, part in PEOPLE.items():
        run_after(
            "INSERT",
            f"{person}_name_word",
            f"{person}_name_word_known",
            f"INSERT INTO {words.name} (word) VALUES (NEW.word) ON CONFLICT (word) DO NOTHING",
            "NEW.word >= 'a'",  # the names; sounds, numbers and addresses begin with other signs
        )
        _fill(person, ("first_name", "last_name", part, "phone", "email"))


def _index_trigrams() -> None:
    """As PostgreSQL counts them, two blanks stand before a word and one behind it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX ix_name_word_trigrams ON name_word USING gin (word gin_trgm_ops)")
        return
    op.execute("CREATE VIRTUAL TABLE name_trigram USING fts5(word, tokenize=trigram, detail=none)")
    op.execute("CREATE VIRTUAL TABLE name_trigram_place USING fts5vocab(name_trigram, instance)")
    add = "INSERT INTO name_trigram (rowid, word) VALUES (NEW.id, '  ' || NEW.word || ' ')"
    run_after("INSERT", "name_word", "name_word_insert", add)
    drop = "DELETE FROM name_trigram WHERE rowid = OLD.id"
    run_after("DELETE", "name_word", "name_word_delete", drop)


def _fill(person: str, parts: tuple[str, ...]) -> None:
    """Write the words of everybody anew, a chunk at a time, so that memory stays flat."""
    words = sa.table(f"{person}_name_word", sa.column("person_id"), sa.column("word"))
    people = sa.table(person, *(sa.column(name) for name in ("id", *parts)))
    op.execute(words.delete())
    last: Any = 0
    while rows := _after(people, last):
        filled = [
            {"person_id": row.id, "word": word}
            for row in rows
            for word in sorted(search_words(row._mapping))
        ]
        if filled:
            op.bulk_insert(words, filled)
        last = rows[-1].id


def _after(people: sa.TableClause, last: int) -> list[Any]:
    later = sa.select(people).where(people.c.id > last).order_by(people.c.id).limit(CHUNK)
    return list(op.get_bind().execute(later))
