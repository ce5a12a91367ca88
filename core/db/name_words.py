"""Keeps the words that a person is found by as the record is.

What is written through the ORM is followed by itself; an import, which writes past the ORM, calls
`write_name_words`.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, event, insert
from sqlalchemy.orm import Mapper, Session

from core.models.people import Client, ClientNameWord, Provider, ProviderNameWord
from core.rules.people.search_words import search_words

WORDS: dict[str, type[ClientNameWord | ProviderNameWord]] = {
    "client": ClientNameWord,
    "provider": ProviderNameWord,
}


def write_name_words(
    db: Connection | Session, table: str, people: Mapping[int, Mapping[str, Any]], *, of_new: bool
) -> None:
    """Write the words of each person, by the id in `table`, in place of earlier ones where the
    people are not new."""
    words: Table = WORDS[table].__table__  # type: ignore[union-attr]
    if not of_new and people:
        db.execute(delete(words).where(words.c.person_id.in_(people)))
    rows = [
        {"person_id": key, "word": word}
        for key, person in people.items()
        for word in sorted(search_words(person))
    ]
    if rows:
        db.execute(insert(words), rows)


@event.listens_for(Client, "after_insert")
@event.listens_for(Provider, "after_insert")
def _of_new(_mapper: Mapper[Any], connection: Connection, row: Client | Provider) -> None:
    write_name_words(connection, row.__tablename__, {row.key: vars(row)}, of_new=True)


@event.listens_for(Client, "after_update")
@event.listens_for(Provider, "after_update")
def _of_changed(_mapper: Mapper[Any], connection: Connection, row: Client | Provider) -> None:
    write_name_words(connection, row.__tablename__, {row.key: vars(row)}, of_new=False)
