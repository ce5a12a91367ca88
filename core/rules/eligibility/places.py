"""Where the client was: recorded, in full, and whether the plan pays for a virtual session."""

from collections.abc import Iterator

from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import Asked
from core.rules.eligibility.verdict import Finding, found
from core.rules.reference import Reference
from core.rules.time.formats import day_text
from core.vocabulary.people import LocationSource
from core.vocabulary.verdicts import Code


def location(asked: Asked) -> Iterator[Finding]:
    """A telehealth session needs the client's place; before the rule nothing is judged (R19)."""
    case = asked.case
    if case.places_of_care:
        return
    if not case.is_telehealth:
        yield found(Code.PRACTICE_LOCATION_MISSING)
    elif asked.book.on("telehealth_location_required", case.day).value:
        yield found(Code.LOCATION_MISSING)
    else:
        yield found(Code.LOCATION_NOT_ASKED, on=day_text(case.day))


def added_by(source: LocationSource, has_request: bool) -> Iterator[Finding]:
    """Who may add a location: the provider, the client, and support inside a request (R21)."""
    if source == LocationSource.SUPPORT and not has_request:
        yield found(Code.LOCATION_WITHOUT_REQUEST)


def address(asked: Asked) -> Iterator[Finding]:
    """Street, city and ZIP code of every place, and a ZIP code of that state: remarks (R20)."""
    for place in asked.case.places_of_care:
        if place.is_in_a_state:
            yield from _of_address(place, asked.reference)


def _of_address(place: PlaceFact, reference: Reference) -> Iterator[Finding]:
    if place.missing:
        yield found(
            Code.ADDRESS_INCOMPLETE, state=place.state, missing=" and no ".join(place.missing)
        )
    if place.zip3 and place.state not in reference.zip_states.get(place.zip3, frozenset()):
        yield found(Code.ZIP_MISMATCH, zip=str(place.zip), state=place.state)


def telehealth(asked: Asked) -> Iterator[Finding]:
    """Almost every plan pays for virtual sessions; one that does not is remarked on (R56)."""
    case = asked.case
    if case.plan is None or not case.is_telehealth or not case.is_billed_to_a_plan:
        return
    if case.plan.telehealth_allowed is None:
        yield found(Code.TELEHEALTH_UNKNOWN, plan=case.plan.name)
    elif not case.plan.telehealth_allowed:
        yield found(Code.TELEHEALTH_NOT_OFFERED, plan=case.plan.name)
