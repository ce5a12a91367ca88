"""The search for the client record that a correction is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlmodel import col

from core.access import WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import client_record
from core.facts.identity import IdentityBasis, identity_basis
from core.facts.merged_clients import merged_text, survivor_of
from core.facts.policies import policy_book
from core.facts.reference import packaged_reference
from core.facts.references import find_by_ref, find_ids
from core.models.people import Client
from core.queries.people.names import MOST, check_name, found_people
from core.rules.names import email_key
from core.rules.people.judgment import IdentityJudgment
from core.rules.requests import corrections
from core.rules.requests.corrections import Line
from core.vocabulary.administration import ReadingAction


@dataclass(frozen=True)
class ClientCandidate:
    """A client who matches, with what tells two people of one name apart. `merged` says which
    record was merged into this one, where the search found that."""

    ref: str
    name: str
    date_of_birth: date | None
    email: str | None
    merged: str | None


@dataclass(frozen=True)
class ClientsFound:
    """Up to ten matches; `has_more` when the search is too wide."""

    candidates: tuple[ClientCandidate, ...]
    has_more: bool


@dataclass(frozen=True)
class ClientRecord:
    """A client's record at its current version: field → value as text. `merged` says which other
    record was asked for and merged into this one."""

    ref: str
    name: str
    version: int
    values: dict[str, str]
    merged: str | None
    basis: IdentityBasis

    def judged(self, lines: Sequence[Line]) -> IdentityJudgment:
        """What these lines, as typed, would make of the record."""
        return self.basis.judged(lines, self.values)

    def completed(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The lines, and those for what changes with them in this record."""
        return corrections.completed(lines, self.values, packaged_reference().zip_homes)


@guard(WORKING)
def find_client(context: ReadContext, text: str) -> ClientsFound:
    """Clients by reference, whole e-mail address, or words of the name in any order.

    A merged record leads to the one that is kept. Raises InvalidInput on "search" for fewer than
    two letters and for characters that cannot be shown.
    """
    check_name(text, "search")
    context.log(ReadingAction.SEARCH, "client")
    known = col(Client.id).in_(find_ids(context.db, Client, text))
    exact = or_(known, col(Client.email_key) == email_key(text))
    people = found_people(context.db, Client, text, exact)
    kept = {one.key: survivor_of(context.db, one) for one in people}
    merged = {kept[one.key].key: one.ref for one in people if kept[one.key] is not one}
    found = {one.key: _candidate(one, merged.get(one.key)) for one in kept.values()}
    return ClientsFound(tuple(found.values())[:MOST], len(people) > MOST)


def _candidate(client: Client, merged_ref: str | None) -> ClientCandidate:
    name = f"{client.first_name} {client.last_name}"
    merged = merged_text(merged_ref, client.ref) if merged_ref else None
    return ClientCandidate(client.ref, name, client.date_of_birth, client.email, merged)


@guard(WORKING)
def record_for_correction(context: ReadContext, ref: str) -> ClientRecord:
    """The record to correct, with every field it can hold: of a merged one, that which is kept.
    Reading it is logged."""
    asked = find_by_ref(context.db, Client, ref)
    if asked is None:
        raise NotFound(f"We found no client {ref}. Check the reference.")
    client = survivor_of(context.db, asked)
    context.log(ReadingAction.VIEW, "client", client.key)
    values = client_record.record_values(context.db, client)
    merged = merged_text(asked.ref, client.ref) if client is not asked else None
    name = f"{client.first_name} {client.last_name}"
    basis = identity_basis(context.db, client, policy_book(context), context.now)
    return ClientRecord(client.ref, name, client.version, values, merged, basis)
