"""Every dated value that something is decided by, as this database has it."""

from core import facts
from core.access import guard
from core.rules.policy import PolicyValue
from core.transaction import Reading


@guard
def policy_values(reading: Reading) -> tuple[PolicyValue, ...]:
    """All values, by key and newest first; those of the past and of the future too."""
    return tuple(facts.policy_book(reading.db).all())
