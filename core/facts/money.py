"""The claims, client charges, payouts and Case Activity Reports of sessions."""

from dataclasses import fields
from typing import Any

from core.facts.gather import Kind
from core.models.care import CarReport, Claim, ClientCharge, Payout
from core.rules.eligibility.session_facts import CarFact
from core.rules.sessions.money import SessionCharge, SessionClaim, SessionPayout


def _kind(table: Any, fact: Any) -> Kind[Any]:
    """The rows of a session in `table`, oldest first, by the columns that `fact` has fields for."""
    columns = tuple(getattr(table, one.name) for one in fields(fact))
    return Kind(table.session_id, columns, fact, order=(table.id,))


CLAIMS: Kind[SessionClaim] = _kind(Claim, SessionClaim)
CHARGES: Kind[SessionCharge] = _kind(ClientCharge, SessionCharge)
PAYOUTS: Kind[SessionPayout] = _kind(Payout, SessionPayout)
CARS: Kind[CarFact] = _kind(CarReport, CarFact)
"""A session has one Case Activity Report at most."""
