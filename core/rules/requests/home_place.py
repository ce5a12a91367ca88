"""The state and the country of a client's home: a correction of one brings the other along."""

from collections.abc import Mapping

from core.vocabulary.countries import US
from core.vocabulary.states import OUTSIDE, PLACE_NAMES

STATE, COUNTRY = "home_state_code", "home_country"


def follows(given: Mapping[str, str], record: Mapping[str, str]) -> tuple[str, str] | None:
    """The field that changes with the fields `given`, and its correct value: "" where a person
    must say it. None where nothing follows. A military post office is in the US."""
    state, country = given.get(STATE), given.get(COUNTRY)
    if state in PLACE_NAMES and country is None and not _agree(state, record.get(COUNTRY, US)):
        return COUNTRY, "" if state == OUTSIDE else US
    if country and state is None and not _agree(record.get(STATE), country):
        return STATE, "" if country == US else OUTSIDE
    return None


def disagreement(given: Mapping[str, str]) -> str | None:
    """What is wrong with the country beside the state; None where they agree, or one is open."""
    state, country = given.get(STATE), given.get(COUNTRY)
    if not state or not country or _agree(state, country):
        return None
    if state == OUTSIDE:
        return "The home state says outside the US. Choose another country, or choose a state."
    return f"{PLACE_NAMES.get(state, state)} is in the US. Choose United States, or another state."


def is_abroad(given: Mapping[str, str], record: Mapping[str, str]) -> bool:
    """Whether the home is outside the US once it is corrected, where codes are no ZIP codes."""
    return (given.get(STATE) or record.get(STATE)) == OUTSIDE


def _agree(state: str | None, country: str) -> bool:
    return (state == OUTSIDE) == (country != US)
