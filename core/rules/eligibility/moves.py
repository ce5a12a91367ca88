"""Vacation, and the stay that has become a move (R26, R27, R29)."""

from collections.abc import Iterator
from datetime import timedelta

from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.practice_facts import BillingFacts
from core.rules.reasons import reason
from core.rules.time.formats import amount_text, day_text
from core.rules.time.policy import PolicyBook
from core.vocabulary.people import LocationKind
from core.vocabulary.reasons import Reason

SETTLED = frozenset({LocationKind.HOME, LocationKind.WORK, LocationKind.PERMANENT_NEW})
"""Kinds of location that say the client belongs there; a stay is *temporary*."""


def remarks(facts: BillingFacts, place: PlaceFact) -> Iterator[Reason]:
    """That the client has moved to this state for good: it passes or fails as any state
    does (R29)."""
    here = (one for one in facts.locations if one.state == place.state)
    if any(one.kind == LocationKind.PERMANENT_NEW and one.holds_on(facts.day) for one in here):
        yield reason("client_moved", state=place.state)


def prompt(facts: BillingFacts, place: PlaceFact, book: PolicyBook) -> Iterator[Reason]:
    """Whether to ask if the client has moved: so many sessions or days in a new state before
    (R29).

    Counts the sessions before this one; a state where the client lives or works is not new.
    """
    earlier = sorted(one.on for one in facts.visits if one.state == place.state)
    if not earlier or not place.is_in_a_state or _is_settled(facts, place):
        return
    sessions = book.on("move_prompt_sessions", facts.day).number
    days = timedelta(days=book.on("move_prompt_days", facts.day).number)
    if len(earlier) >= sessions or facts.day - earlier[0] >= days:
        seen, since = amount_text(str(len(earlier)), "sessions"), day_text(earlier[0], facts.today)
        yield reason("moved_prompt", state=place.state, sessions=seen, since=since)


def _is_settled(facts: BillingFacts, place: PlaceFact) -> bool:
    return any(
        one.state == place.state and one.kind in SETTLED and one.holds_on(facts.day)
        for one in facts.locations
    )
