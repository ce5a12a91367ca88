"""A late edit: what support changes of a confirmed session, and who can ask for it (R14, R15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import SessionCase
from core.rules.sessions.money import SessionClaim
from core.rules.time.formats import clock_text, date_text
from core.rules.time.instants import local_date
from core.vocabulary.care import ClaimStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.requests import RequesterType
from core.vocabulary.verdicts import EditField

OF_PROVIDER = frozenset({EditField.CPT, EditField.DIAGNOSIS})
"""Fields that only the session's provider can ask to change."""
AT_PAYER = frozenset(
    {ClaimStatus.SUBMITTED, ClaimStatus.ACCEPTED, ClaimStatus.DENIED, ClaimStatus.PAID}
)
"""Claims that left with the old values."""
BY_METHOD = {
    CorrectionMethod.REPLACE_VOID: "Send a replacement claim (frequency 7).",
    CorrectionMethod.REOPENING: (
        "Ask the contractor to reopen the claim, or make a voluntary refund. It takes no "
        "replacement claims."
    ),
    CorrectionMethod.PORTAL: "Correct the claim in the plan's portal.",
}


@dataclass(frozen=True)
class EditValues:
    """What a late edit can change of a session, as it is or as it should be. The address is that of
    the first place the client was in; `practice_ref` is the practice location of a session in
    person; `car_on` is the date entered in the Case Activity Report."""

    start_at: datetime
    end_at: datetime
    cpt: str = ""
    diagnoses: tuple[str, ...] = ()
    practice_ref: str = ""
    line1: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    car_on: date | None = None

    @property
    def address(self) -> tuple[str, str, str, str]:
        """Street, city, state, ZIP code."""
        return self.line1, self.city, self.state, self.zip


def shown(values: EditValues, tz: ZoneInfo) -> dict[EditField, str]:
    """Each field in words, with times on the clock of `tz`; "" where there is none."""
    place = ", ".join(one for one in values.address if one)
    start, end = (clock_text(at, tz) for at in (values.start_at, values.end_at))
    return {
        EditField.DATE: date_text(local_date(values.start_at, tz)),
        EditField.TIME: f"{start} to {end}",
        EditField.LOCATION: place or values.practice_ref,
        EditField.CPT: values.cpt,
        EditField.DIAGNOSIS: ", ".join(values.diagnoses),
        EditField.CAR_DATE: date_text(values.car_on) if values.car_on else "",
    }


def differing(now: EditValues, wanted: EditValues, tz: ZoneInfo) -> tuple[EditField, ...]:
    """The fields whose values differ, in the order of the form."""
    old, new = shown(now, tz), shown(wanted, tz)
    return tuple(field for field in old if old[field] != new[field])


def edited(case: SessionCase, wanted: EditValues, practice: PlaceFact | None) -> SessionCase:
    """The session as it would be; `practice` is the place of `wanted.practice_ref`."""
    session = replace(case.session, actual_start_at=wanted.start_at, actual_end_at=wanted.end_at)
    places = case.places
    if any(wanted.address):
        line1, city, state, zip_code = wanted.address
        captured_at = places[0].captured_at if places else None
        first = PlaceFact(state, line1 or None, city or None, zip_code or None, captured_at)
        places = (first, *places[1:])
    return replace(
        case,
        session=session,
        cpt=wanted.cpt or None,
        diagnoses=wanted.diagnoses,
        places=places,
        practice_place=practice,
        car=replace(case.car, entered_on=wanted.car_on) if case.car else None,
    )


def asking_problems(
    kind: RequesterType, on_behalf: str, fields: Iterable[EditField]
) -> dict[str, str]:
    """Why this requester cannot ask for it, by field of the form; empty for one who can. Anyone but
    the provider asks on the provider's behalf, with a reason, and never for codes (R15)."""
    if kind == RequesterType.PROVIDER:
        return {}
    if OF_PROVIDER.intersection(fields):
        return {
            "requester_type": "Only the session's provider can ask to change the CPT code or the "
            "diagnosis. Ask the provider."
        }
    if not on_behalf.strip():
        return {"on_behalf": "Enter why this person asks for the provider. The approver reads it."}
    return {}


def claims_to_correct(
    claims: Iterable[SessionClaim], method: CorrectionMethod | None
) -> Mapping[str, str]:
    """What billing does for each claim that left with the old values, by its reference (R15). The
    payer has not accepted the others, so they go out with the new values."""
    text = BY_METHOD[method or CorrectionMethod.REPLACE_VOID]
    return {one.ref: text for one in claims if one.status in AT_PAYER}
