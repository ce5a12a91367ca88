"""A client's home: a correction of its state or country brings the rest of the address along."""

from collections.abc import Mapping

from core.vocabulary.countries import US
from core.vocabulary.states import OUTSIDE, PLACE_NAMES

STATE, COUNTRY, ZIP_CODE = "home_state_code", "home_country", "home_zip"
PARTS = ("home_line1", "home_city", ZIP_CODE)
ZipStates = Mapping[str, frozenset[str]]
"""The states, and the military post offices, of the first three digits of a ZIP code; empty where
nothing is known."""


def follows(
    given: Mapping[str, str], record: Mapping[str, str], zip_states: ZipStates
) -> dict[str, str]:
    """The fields that change with the fields `given`, and their correct values: "" where a person
    must say it."""
    more = dict(filter(None, [_other_of_the_two(given, record)]))
    parts = moved_parts({**given, **more}, record, zip_states)
    return more | {part: "" for part in parts if part not in given}


def moved_parts(
    given: Mapping[str, str], record: Mapping[str, str], zip_states: ZipStates
) -> tuple[str, ...]:
    """What the record has of an address that cannot stay unsaid with another state or country. A
    ZIP code of the new state shows that only the state was wrong: then nothing has moved."""
    moved = {key: given[key] for key in (STATE, COUNTRY) if given.get(key)}
    after = {**record, **moved}
    is_other = any(record.get(key, value) != value for key, value in moved.items())
    was_abroad = record.get(STATE) == OUTSIDE
    has_moved = was_abroad or is_abroad(moved, record) or _contradict(after, zip_states)
    if not is_other or not has_moved:
        return ()
    return tuple(part for part in PARTS if record.get(part))


def zip_problem(
    given: Mapping[str, str], record: Mapping[str, str], zip_states: ZipStates
) -> str | None:
    """What is wrong with the ZIP code beside the state, once both are corrected."""
    after = {**record, **{key: value for key, value in given.items() if value}}
    if is_abroad(given, record) or not _contradict(after, zip_states):
        return None
    state = PLACE_NAMES.get(after[STATE], after[STATE])
    return f"{after[ZIP_CODE]} is not in {state}. Correct the ZIP code, or the home state too."


def _contradict(home: Mapping[str, str], zip_states: ZipStates) -> bool:
    state, code = home.get(STATE), home.get(ZIP_CODE)
    if not state or not code or not zip_states:
        return False
    return state not in zip_states.get(code[:3], frozenset())


def _other_of_the_two(
    given: Mapping[str, str], record: Mapping[str, str]
) -> tuple[str, str] | None:
    """The country that changes with the state, or the other way round. A military post office is
    in the US."""
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
