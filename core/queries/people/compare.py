"""Two records of clients side by side, masked, and what was settled about them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from core.access import WORKING, guard
from core.db.transaction import ReadContext
from core.errors import NotFound
from core.facts import client_record
from core.facts.lookalikes import COMPARED, limits_on, lookalikes, settled_pairs
from core.facts.merged_clients import merged_text, survivor_of
from core.facts.policies import policy_book
from core.facts.references import find_by_ref
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.people import Client, DuplicateCandidate, Provider
from core.rules.people.differences import difference_text
from core.rules.people.duplicates import Values, possible_duplicate
from core.rules.sessions.masking import MaskedField, dots, initials
from core.vocabulary.administration import ReadingAction
from core.vocabulary.requests import CandidateStatus

MOST_PROVIDERS = 3


@dataclass(frozen=True)
class ComparedRecord:
    """One of the two: by initials, with fields that can be revealed one at a time, and what tells
    two people apart without client data."""

    ref: str
    initials: str
    fields: tuple[MaskedField, ...]
    merged: str | None
    providers: tuple[str, ...]
    sessions: int
    last_on: date | None


@dataclass(frozen=True)
class Decision:
    """Who settled the pair, when, how and why."""

    status: CandidateStatus
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Comparison:
    """Both records, how each field of one differs from the other's in words, and the decisions,
    the newest first. `looks_like` says why they may be of one person, "" where they do not;
    `version` is that of the decision that was seen, 0 for none."""

    one: ComparedRecord
    other: ComparedRecord
    differences: dict[str, str]
    looks_like: str
    version: int
    status: CandidateStatus
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class OtherRecord:
    """A record that may be of the same person, and why, without its values."""

    ref: str
    initials: str
    why: str


@guard(WORKING)
def possible_duplicates(context: ReadContext, ref: str) -> tuple[OtherRecord, ...]:
    """The records that may be of the same person as `ref` and that nobody settled. Reading it is
    logged. Raises NotFound for an unknown reference."""
    client = _find(context, ref)
    context.log(ReadingAction.VIEW, "client", client.key)
    settled = {key for pair in settled_pairs(context.db, [client.key]) for key in pair}
    limits = limits_on(policy_book(context), context.now)
    values = client_record.record_values(context.db, client)
    found = lookalikes(context.db, values, limits, {client.key, *settled})
    return tuple(OtherRecord(one.client.ref, one.client.initials, one.found.text) for one in found)


@guard(WORKING)
def compare_clients(context: ReadContext, ref: str, other_ref: str) -> Comparison:
    """The two records; reading them is logged. Raises NotFound for an unknown reference, and for
    one record given twice."""
    one, other = _find(context, ref), _find(context, other_ref)
    if one is other:
        raise NotFound("Choose two records. These references are of one.")
    values = [client_record.record_values(context.db, each) for each in (one, other)]
    for each in (one, other):
        context.log(ReadingAction.VIEW, "client", each.key)
    low, high = sorted((one.key, other.key))
    of_pair = col(DuplicateCandidate.a_id) == low, col(DuplicateCandidate.b_id) == high
    row = context.db.scalar(select(DuplicateCandidate).where(*of_pair))
    limits = limits_on(policy_book(context), context.now)
    found = possible_duplicate(values[0], values[1], limits)
    return Comparison(
        one=_compared(context, one, values[0]),
        other=_compared(context, other, values[1]),
        differences={
            name: difference_text(name, *(each[name] for each in values)) for name in COMPARED
        },
        looks_like=found.text if found else "",
        version=row.version if row else 0,
        status=row.status if row else CandidateStatus.OPEN,
        decisions=tuple(_decisions(context, row)) if row else (),
    )


def _find(context: ReadContext, ref: str) -> Client:
    found = find_by_ref(context.db, Client, ref)
    if found is None:
        raise NotFound(f"We found no client {ref}. Check the reference.")
    return found


def _compared(context: ReadContext, client: Client, values: Values) -> ComparedRecord:
    name = initials(client.first_name, client.last_name)
    shown = ("date_of_birth", "email", "phone")
    address = values.get("home_state_code", "")
    sessions, last_on = _sessions(context, client)
    kept = survivor_of(context.db, client)
    return ComparedRecord(
        ref=client.ref,
        initials=name,
        fields=(
            MaskedField("name", name, True),
            *(MaskedField(one, dots(values[one]), bool(values[one])) for one in shown),
            MaskedField("address", dots(address), bool(address)),
        ),
        merged=merged_text(client.ref, kept.ref) if kept is not client else None,
        providers=_providers(context, client),
        sessions=sessions,
        last_on=last_on,
    )


def _sessions(context: ReadContext, client: Client) -> tuple[int, date | None]:
    counted = select(func.count(), func.max(col(CareSession.date_of_service)))
    row = context.db.execute(counted.where(col(CareSession.client_id) == client.key)).one()
    return row[0], row[1]


def _providers(context: ReadContext, client: Client) -> tuple[str, ...]:
    """Of the newest sessions, each once."""
    newest = func.max(col(CareSession.date_of_service))
    columns: tuple[Any, ...] = (col(Provider.first_name), col(Provider.last_name))
    rows = context.db.execute(
        select(*columns)
        .join(CareSession, col(CareSession.provider_id) == col(Provider.id))
        .where(col(CareSession.client_id) == client.key)
        .group_by(col(Provider.id), *columns)
        .order_by(newest.desc(), col(Provider.id))
        .limit(MOST_PROVIDERS)
    )
    return tuple(f"{first} {last}" for first, last in rows)


def _decisions(context: ReadContext, row: DuplicateCandidate) -> Iterator[Decision]:
    entries = context.db.scalars(
        select(AuditEntry)
        .where(col(AuditEntry.entity) == "duplicate_candidate")
        .where(col(AuditEntry.entity_id) == row.key)
        .order_by(col(AuditEntry.number).desc())
    )
    for entry in entries:
        status = CandidateStatus(json.loads(entry.after or "{}")["status"])
        yield Decision(status, entry.actor, entry.at, entry.reason or "")
