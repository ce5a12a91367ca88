"""Client records that were merged into another: the one that is kept, and all of one person."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.prepared import Prepared
from core.models.people import Client

_KEY, _INTO = col(Client.id), col(Client.merged_into_id)
_IDS: Any = bindparam("ids", expanding=True)
_LINKED = Prepared(
    select(_KEY, _INTO).where(_INTO.is_not(None), or_(_KEY.in_(_IDS), _INTO.in_(_IDS)))
)


def survivor_of(db: Session, client: Client) -> Client:
    """The record that is kept, at the end of the chain of mergers; `client` itself if it is that. A
    circle, which imports refuse, ends where it closes."""
    seen = {client.id}
    while client.merged_into_id is not None and client.merged_into_id not in seen:
        seen.add(client.merged_into_id)
        client = db.get_one(Client, client.merged_into_id)
    return client


def records_of_same_people(db: Session, ids: Iterable[int]) -> list[int]:
    """These clients, and all that were merged with them, in either direction."""
    known, fresh = set[int](), set(ids)
    while fresh:
        known |= fresh
        found = {one for row in _LINKED.rows(db, {"ids": list(fresh)}) for one in row}
        fresh = found - known
    return sorted(known)


def merged_text(old_ref: str, new_ref: str) -> str:
    """What a person reads who asked for a merged record: "C-OLD was merged into C-NEW."."""
    return f"{old_ref} was merged into {new_ref}."
