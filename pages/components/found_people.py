"""People that a search found: what tells two of them apart, and whether one needs no choosing."""

from collections.abc import Sequence

from core.queries.people.find_client import ClientCandidate
from core.queries.people.find_provider import ProviderCandidate
from core.vocabulary.states import PLACE_NAMES
from pages.components.screen_dates import screen_day


def client_cells(found: ClientCandidate) -> tuple[str, ...]:
    """Why the client matches, birth year, home state, and who saw them last and when; the rest of
    the record stays masked."""
    born = f"Born {found.birth_year}" if found.birth_year else "No birth date"
    state = PLACE_NAMES.get(found.state_code or "", "No home state")
    whose = "No session yet"
    if found.last_day:
        whose = f"{found.provider}’s client, {screen_day(found.last_day)}"
    return found.match.text, born, state, whose


def is_the_one(found: Sequence[ClientCandidate] | Sequence[ProviderCandidate]) -> bool:
    """Whether nobody needs to choose: one record matches, and has every word as it was typed."""
    return len(found) == 1 and found[0].match.has_no_slip
