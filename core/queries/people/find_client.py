"""The search for the client record that a correction is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_
from sqlmodel import col, select

from core.access import WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import client_record
from core.facts.references import find_by_ref, find_ids
from core.models.base import begins
from core.models.people import Client
from core.queries.people.names import MOST, spellings, wanted_name
from core.vocabulary.administration import ReadingAction


@dataclass(frozen=True)
class ClientCandidate:
    """A client who matches, with what tells two people of one name apart."""

    ref: str
    name: str
    date_of_birth: date | None
    email: str | None


@dataclass(frozen=True)
class ClientsFound:
    """Up to ten matches; `has_more` when the search is too wide."""

    candidates: tuple[ClientCandidate, ...]
    has_more: bool


@dataclass(frozen=True)
class ClientRecord:
    """A client's record at its current version: field → value as text."""

    ref: str
    name: str
    version: int
    values: dict[str, str]


@guard(WORKING)
def find_client(context: ReadContext, text: str) -> ClientsFound:
    """Clients by reference, whole e-mail address, or the beginning of a name in either order.

    Leaves out merged records. Raises InvalidInput on "search" for fewer than two letters and for
    characters that cannot be shown.
    """
    wanted = wanted_name(text)
    context.log(ReadingAction.SEARCH, "client")
    candidates = _candidates(wanted, find_ids(context.db, Client, text))
    found = [
        ClientCandidate(ref, f"{first} {last}", born, mail)
        for ref, first, last, born, mail in context.db.execute(candidates)
    ]
    return ClientsFound(tuple(found[:MOST]), len(found) > MOST)


@guard(WORKING)
def record_for_correction(context: ReadContext, ref: str) -> ClientRecord:
    """The record to correct, with every field it can hold. Reading it is logged."""
    client = find_by_ref(context.db, Client, ref)
    if client is None:
        raise NotFound(f"We found no client {ref}. Check the reference.")
    context.log(ReadingAction.VIEW, "client", client.key)
    values = client_record.record_values(context.db, client)
    return ClientRecord(
        client.ref, f"{client.first_name} {client.last_name}", client.version, values
    )


def _candidates(wanted: str, of_reference: list[int]) -> Select[Any]:
    columns: tuple[Any, ...] = (
        col(Client.ref),
        col(Client.first_name),
        col(Client.last_name),
        col(Client.date_of_birth),
        col(Client.email),
    )
    named = [begins(col(Client.name_key), one) for one in spellings(wanted)]
    matches = [*named, col(Client.id).in_(of_reference), col(Client.email_key) == wanted]
    found: Select[Any] = (
        select(*columns)
        .where(col(Client.merged_into_id).is_(None), or_(*matches))
        .order_by(col(Client.name_key), col(Client.id))
        .limit(MOST + 1)
    )
    return found
