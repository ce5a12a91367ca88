"""The search for the client record that a correction is about."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlmodel import col

from core.access import WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import client_record
from core.facts.references import find_by_ref, find_ids
from core.models.people import Client
from core.queries.people.names import MOST, check_name, found_people
from core.rules.names import email_key
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
    """Clients by reference, whole e-mail address, or words of the name in any order.

    Leaves out merged records. Raises InvalidInput on "search" for fewer than two letters and for
    characters that cannot be shown.
    """
    check_name(text, "search")
    context.log(ReadingAction.SEARCH, "client")
    known = col(Client.id).in_(find_ids(context.db, Client, text))
    exact = or_(known, col(Client.email_key) == email_key(text))
    is_own = col(Client.merged_into_id).is_(None)
    found = [
        ClientCandidate(one.ref, f"{one.first_name} {one.last_name}", one.date_of_birth, one.email)
        for one in found_people(context.db, Client, text, exact, is_own)
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
