"""Keeps the words of a person's name, which searches read, as the name is.

What is written through the ORM is followed by itself; an import, which writes past the ORM, calls
`write_name_words`.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, event, insert
from sqlalchemy.orm import Mapper, Session

from core.models.people import Client, ClientNameWord, Provider, ProviderNameWord
from core.rules.names import name_words

WORDS: dict[str, type[ClientNameWord | ProviderNameWord]] = {
    "client": ClientNameWord,
    "provider": ProviderNameWord,
}
NAME_COLUMNS = ("first_name", "last_name", "suffix")
"""The parts of a name; clients have no column for a suffix."""


def write_name_words(
    db: Connection | Session, table: str, names: Mapping[int, Mapping[str, Any]], *, of_new: bool
) -> None:
    """Write the words of each name, by the id of its person in `table`, in place of earlier ones
    where the people are not new."""
    words: Table = WORDS[table].__table__  # type: ignore[union-attr]
    if not of_new and names:
        db.execute(delete(words).where(words.c.person_id.in_(names)))
    rows = [
        {"person_id": key, "word": word}
        for key, name in names.items()
        for word in sorted(name_words(*(name.get(part) for part in NAME_COLUMNS)))
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
