"""What the gates say in cases that are none of the oracle's, so that no reason is left unread."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.rules.eligibility.place_facts import LocationFact, VisitFact
from core.rules.eligibility.session_facts import (
    BookedCoverage,
    CarFact,
    ClientFact,
    CrisisDecline,
    CrisisFact,
    MoneyFact,
    MosCaseFact,
)
from core.rules.eligibility.verdict import Answer
from core.vocabulary.care import CarOutcome, Modality, SessionStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.people import LocationKind
from core.vocabulary.reasons import Reason
from tests.support.cases import (
    HOUR,
    asked,
    at,
    confirmed,
    crisis,
    mos,
    ordinary,
    place,
    plan,
    provider,
    times,
)
from tests.support.snapshots.block import Block

DAY = timedelta(days=1)
SERVED = date(2026, 5, 12)
VISIT = VisitFact("NY", SERVED - 90 * DAY)
LEFT = LocationFact("NY", LocationKind.HOME, to_on=date(2026, 3, 31))
APPROVED = CrisisFact(True, True, "Kim Lead", at("2026-05-12 16:00"))
DECLINED = CrisisFact(
    True, True, declined=CrisisDecline("Kim Lead", at("2026-05-12 16:00"), "No danger.")
)
NOT_HELD = replace(times(), status=SessionStatus.NO_SHOW)
EARLIER = CarFact(CarOutcome.NO_SHOW, at("2026-05-12 16:00"), SERVED)
MISSING = ClientFact(None, at("2026-01-01 09:00"), missing=frozenset({"email", "phone"}))


def _linked(url: str) -> MosCaseFact:
    return MosCaseFact("EC-1", url, at("2026-01-01 09:00"))


CASES = {
    "a start without a stop": ordinary(replace(times(), actual_start_at=times().start_at)),
    "a stop without a start": ordinary(replace(times(), actual_end_at=times().end_at)),
    "a code of letters": ordinary(cpt="ABC"),
    "a code and a diagnosis in small letters": ordinary(cpt=" g0463 ", diagnoses=("f41.1",)),
    "a diagnosis that no list here speaks of": ordinary(diagnoses=("G47.00",)),
    "covered from the day after": ordinary(coverage=BookedCoverage(SERVED + DAY)),
    "verified this very moment": ordinary(
        coverage=BookedCoverage(SERVED, SERVED, verified_at=times().end_at + HOUR)
    ),
    "covered, and by no plan": ordinary(plan=None),
    "in person, and no practice known": ordinary(modality=Modality.IN_PERSON),
    "an address of another state": ordinary(places=(place("NY", zip="07030"),)),
    "a ZIP code that is none": ordinary(places=(place("NY", zip="00099"),)),
    "seen there before, and living there until March": ordinary(
        visits=(VISIT, VISIT), client=replace(ordinary().client, locations=(LEFT,))
    ),
    "seen there before, the client's home unknown": ordinary(
        visits=(VISIT, VISIT), client=replace(ordinary().client, locations=())
    ),
    "a crisis without a place": crisis(places=()),
    "an approved crisis in Florida": crisis(places=(place("FL"),), crisis=APPROVED),
    "a declined crisis in Florida": crisis(places=(place("FL"),), crisis=DECLINED),
    "one of Military OneSource, and not enrolled": mos(
        provider=provider("NY"), places=(place("FL"),), crisis=APPROVED
    ),
    "a client who cannot be reached": mos(client=MISSING),
    "a link to another host": mos(mos_case=_linked("https://zoom.us/j/1")),
    "a link that is none": mos(mos_case=_linked("https://[broken")),
    "a link without a host": mos(mos_case=_linked("mailto://")),
    "by phone": mos(modality=Modality.PHONE),
    "a report of a no-show, with the wrong date": mos(car=EARLIER),
    "a report of a no-show, without its date": mos(car=replace(EARLIER, entered_on=None)),
    "over before it began": mos(times(minutes=-5)),
    "money on a no-show": mos(NOT_HELD, money=MoneyFact(1, 1, 1)),
    "confirmed before its report": confirmed(mos(), at("2026-05-12 16:00")),
    "confirmed without a report": confirmed(mos(car=None)),
    "confirmed, and the report a no-show's": confirmed(mos(car=EARLIER)),
}
METHODS = {
    method: plan("meridian", correction_method=method, timely_filing_days=90)
    for method in CorrectionMethod
}


def blocks() -> Iterator[Block]:
    for name, case in CASES.items():
        yield name, _answered(may_be_confirmed(asked(case)))
    unreported = mos(car=None)
    for days in (7, 8):
        later = asked(unreported, at("2026-05-12 23:59") + timedelta(days=days))
        yield f"no report after {days} days", _answered(may_be_confirmed(later))
    for method, its_plan in METHODS.items():
        yield f"an edit after 60 days, {method}", _edited(plan=its_plan, money=MoneyFact(claims=1))


def _edited(**changes: Any) -> list[str]:
    later = asked(confirmed(ordinary(**changes)), at("2026-05-12 15:00") + 60 * DAY + HOUR)
    return _answered(may_be_edited(later))


def _answered(given: Answer) -> list[str]:
    ways = f", {', '.join(given.paths)}" if given.paths else ""
    return [f"{given.verdict}{ways}", *_said(given.reasons)]


def _said(found: Iterable[Reason]) -> list[str]:
    return [f"{one.code}, {one.weight}: {one.text} {one.next_step}" for one in found]
