"""The search for the client record that a correction is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from core.access import WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import client_record
from core.facts.clients import HOME_KINDS
from core.facts.identity import IdentityBasis, identity_basis
from core.facts.merged_clients import merged_text, survivor_of
from core.facts.policies import policy_book
from core.facts.reference import packaged_reference
from core.facts.references import find_by_ref
from core.models.care import CareSession
from core.models.people import Client, ClientLocation, Provider
from core.queries.people.search import SHOWN, FoundPerson, search_people
from core.rules.people.judgment import IdentityJudgment
from core.rules.people.match import Match
from core.rules.requests import corrections
from core.rules.requests.corrections import Line
from core.rules.sessions.masking import initials
from core.rules.time.platform_clock import platform_day
from core.vocabulary.administration import ReadingAction


@dataclass(frozen=True)
class ClientCandidate:
    """A client who matches and why, with what tells two people of one name apart: `last_day` is
    that of the last session until today, with `provider`. `merged` says which record was merged
    into this one, where the search found that."""

    ref: str
    initials: str
    match: Match
    birth_year: int | None
    state_code: str | None
    provider: str | None
    last_day: date | None
    merged: str | None


@dataclass(frozen=True)
class ClientsFound:
    """Up to five matches, best first; `has_more` when the search is too wide."""

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
    """Clients by name despite slips, e-mail address, phone number, birth date or reference.

    A merged record leads to the one that is kept. Raises InvalidInput on "search" for fewer than
    two letters and for characters that cannot be shown.
    """
    people = search_people(context, Client, text)
    context.log(ReadingAction.SEARCH, "client")
    found: dict[int, tuple[FoundPerson, Client | None]] = {}
    for one in people[: SHOWN + 1]:
        kept = _kept(context.db, one)
        found.setdefault(kept.key if kept else one.record["id"], (one, kept))
    seen = {row.id: row for row in context.db.execute(_SEEN, _given(context, list(found)))}
    candidates = [_candidate(one, kept, seen[key]) for key, (one, kept) in found.items()]
    return ClientsFound(tuple(candidates[:SHOWN]), len(people) > SHOWN)


def _kept(db: Session, found: FoundPerson) -> Client | None:
    """The record that is kept instead of a merged one."""
    if found.record["merged_into_id"] is None:
        return None
    return survivor_of(db, db.get_one(Client, found.record["id"]))


def _given(context: ReadContext, ids: list[int]) -> dict[str, Any]:
    return {"ids": ids, "today": platform_day(context.now, policy_book(context))}


def _candidate(found: FoundPerson, kept: Client | None, seen: Any) -> ClientCandidate:
    record = vars(kept) if kept else found.record
    born, old = record["date_of_birth"], found.record["ref"]
    return ClientCandidate(
        ref=record["ref"],
        initials=initials(record["first_name"], record["last_name"]),
        match=found.match,
        birth_year=born.year if born else None,
        state_code=seen.state_code,
        provider=f"{seen.first_name} {seen.last_name}" if seen.last_name else None,
        last_day=seen.date_of_service,
        merged=merged_text(old, record["ref"]) if kept else None,
    )


_HOME = (
    select(col(ClientLocation.state_code))
    .where(col(ClientLocation.client_id) == col(Client.id))
    .where(col(ClientLocation.kind).in_(HOME_KINDS))
    .order_by(col(ClientLocation.from_on).desc().nulls_last(), col(ClientLocation.id).desc())
    .limit(1)
    .correlate(Client)
    .scalar_subquery()
)
_last = aliased(CareSession)
_LAST = (
    select(col(_last.id))
    .where(col(_last.client_id) == col(Client.id))
    .where(col(_last.date_of_service) <= bindparam("today", type_=Date))
    .order_by(
        col(_last.date_of_service).desc(),
        col(_last.scheduled_start_at).desc(),
        col(_last.id).desc(),
    )
    .limit(1)
    .correlate(Client)
    .scalar_subquery()
)
_SEEN = (
    select(
        col(Client.id),
        _HOME.label("state_code"),
        col(Provider.first_name),
        col(Provider.last_name),
        col(CareSession.date_of_service),
    )
    .select_from(Client)
    .outerjoin(CareSession, col(CareSession.id) == _LAST)
    .outerjoin(Provider, col(Provider.id) == col(CareSession.provider_id))
    .where(col(Client.id).in_(bindparam("ids", expanding=True)))
)


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
