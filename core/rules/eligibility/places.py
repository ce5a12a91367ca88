"""Where the client was: recorded, in full, and whether the plan pays for a virtual session."""

from collections.abc import Iterator

from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.reasons import reason
from core.rules.reference import Reference
from core.rules.time.formats import date_text
from core.vocabulary.reasons import Reason


def location(asked: SessionQuestion) -> Iterator[Reason]:
    """A telehealth session needs the client's place; before the rule nothing is judged (R19)."""
    case = asked.case
    if case.places_of_care:
        return
    if not case.is_telehealth:
        yield reason("practice_location_missing")
    elif asked.book.on("telehealth_location_required", case.day).value:
        yield reason("location_missing")
    else:
        yield reason("location_not_asked", on=asked.day_text(case.day))


def address(asked: SessionQuestion) -> Iterator[Reason]:
    """Street, city and ZIP code of every place, and a ZIP code of that state: remarks (R20)."""
    for place in asked.case.places_of_care:
        if place.is_in_a_state:
            yield from _of_address(place, asked.reference)


def _of_address(place: PlaceFact, reference: Reference) -> Iterator[Reason]:
    if place.missing:
        yield reason(
            "address_incomplete", state=place.state, missing=" and no ".join(place.missing)
        )
    if place.zip3 and place.state not in reference.zip_states.get(place.zip3, frozenset()):
        as_of = date_text(reference.zips_as_of)
        yield reason("zip_mismatch", zip=str(place.zip), state=place.state, as_of=as_of)


def telehealth(asked: SessionQuestion) -> Iterator[Reason]:
    """Almost every plan pays for virtual sessions; one that does not is remarked on (R56)."""
    case = asked.case
    if case.plan is None or not case.is_telehealth or not case.is_billed_to_a_plan:
        return
    if case.plan.telehealth_allowed is None:
        yield reason("telehealth_unknown", plan=case.plan.name)
    elif not case.plan.telehealth_allowed:
        yield reason("telehealth_not_offered", plan=case.plan.name)
