"""Every dated value that something is decided by, as this database has it."""

from core.access import EVERYONE, guard
from core.db.transaction import ReadContext
from core.facts.policies import policy_book
from core.rules.time.policy import PolicyValue


@guard(EVERYONE)
def policy_values(context: ReadContext) -> tuple[PolicyValue, ...]:
    """All values, by key and newest first; those of the past and of the future too."""
    return tuple(policy_book(context).all())
