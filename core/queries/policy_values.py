"""The dated policy values of this database."""

from core.access import EVERYONE, guard
from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.rules.time.policy import PolicyValue


@guard(EVERYONE)
def policy_values(context: ReadContext) -> tuple[PolicyValue, ...]:
    """All values, past and future ones included, by key and newest first."""
    return tuple(policy_book(context).all())
