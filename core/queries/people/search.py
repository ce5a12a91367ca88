"""The one search for clients and providers: despite slips, best first, with why each matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.facts.references import find_ids
from core.models.people import Client, Provider
from core.queries.people.candidates import PersonKind, candidate_ids
from core.queries.people.names import check_name, find_people
from core.rules.names import is_reference
from core.rules.people.asked import AskedPerson, read_asked
from core.rules.people.match import Match, match

SHOWN = 5
"""Matches to choose from."""
MOST_PEOPLE = 200
"""A filter by a name that more people share must be made longer."""
MOST_CANDIDATES = 400
"""People who are ranked."""
COLUMNS: dict[PersonKind, tuple[str, ...]] = {
    Client: (
        *("id", "ref", "first_name", "last_name", "preferred_name", "date_of_birth", "email"),
        *("phone", "merged_into_id"),
    ),
    Provider: (
        *("id", "ref", "first_name", "last_name", "suffix", "npi", "email", "phone", "status"),
    ),
}


@dataclass(frozen=True)
class FoundPerson:
    """A record by its columns, and why it matches."""

    record: Mapping[str, Any]
    match: Match


def search_people(context: ReadContext, person: PersonKind, text: str) -> list[FoundPerson]:
    """Those who match, best first; equally good ones by reference. A reference, an NPI, an address
    or a number that is exactly somebody's finds nobody else.

    Raises InvalidInput on "search" for fewer than two letters and for characters that cannot be
    shown.
    """
    check_name(text, "search")
    asked = read_asked(text, context.now.date())
    ids = find_ids(context.db, person, text) or candidate_ids(context.db, person, asked)
    found = _ranked(context.db, person, ids, asked)
    known = [one for one in found if one.match.is_exact and not asked.readings]
    return known or found


def _ranked(
    db: Session, person: PersonKind, ids: list[int], asked: AskedPerson
) -> list[FoundPerson]:
    columns = [col(getattr(person, name)) for name in COLUMNS[person]]
    key = col(person.id)
    rows = db.execute(select(*columns).where(key.in_(ids)).order_by(key).limit(MOST_CANDIDATES))
    records = [row._asdict() for row in rows]
    found = [FoundPerson(one, why) for one in records if (why := match(asked, one))]
    return sorted(found, key=lambda one: (one.match.distance, one.record["ref"]))


def people_meant(db: Session, person: PersonKind, typed: str, field: str) -> list[int]:
    """The ids of the person with this reference, or of everybody with this name. Raises
    InvalidInput at `field` for what is no name, and for a name of too many."""
    if is_reference(typed):
        return find_ids(db, person, typed)
    check_name(typed, field)
    ids = find_people(db, person, typed, MOST_PEOPLE + 1)
    if len(ids) > MOST_PEOPLE:
        raise InvalidInput(
            {field: f"More than {MOST_PEOPLE} people have this name. Enter more of it."}
        )
    return ids
