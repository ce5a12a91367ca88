"""Can the session be confirmed now? Every check, every reason (R01-R09, R17-R28, R31-R36, R40)."""

from collections.abc import Callable, Iterator

from core.rules.eligibility import (
    billing,
    details,
    military_onesource,
    moves,
    places,
    readiness,
    took_place,
)
from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.eligibility.verdict import Answer, answer
from core.vocabulary.reasons import Reason

Check = Callable[[SessionQuestion], Iterator[Reason]]

CHECKS: tuple[Check, ...] = (
    took_place.over,
    took_place.day_30,
    details.times,
    details.codes,
    readiness.client,
    readiness.plan,
    readiness.note,
    military_onesource.case_id,
    military_onesource.report,
    military_onesource.report_date,
    military_onesource.report_outcome,
)
REMARKS: tuple[Check, ...] = (
    took_place.client_date,
    details.times_as_scheduled,
    details.booked_afterwards,
    details.minutes,
    readiness.coverage_known_late,
    places.address,
    places.telehealth,
)
MOS_REMARKS: tuple[Check, ...] = (
    military_onesource.referral,
    military_onesource.report_owed,
    military_onesource.money,
    military_onesource.confirmed,
    military_onesource.length,
)


def may_be_confirmed(asked: SessionQuestion) -> Answer:
    """Whether the session may be confirmed at `asked.now`, with every reason and remark.

    A consultation call, a settled session and one that did not take place end the question at once.
    """
    ended = list(took_place.status(asked))
    if ended:
        return answer([*ended, *remarks(asked)])
    billed = billing.of_session(asked)
    stops = (one for check in CHECKS for one in check(asked))
    return answer([*billed.reasons, *stops, *remarks(asked)], billed.paths)


def remarks(asked: SessionQuestion) -> Iterator[Reason]:
    """Everything worth saying that stops nothing, also of a session confirmed long ago."""
    checks = (*REMARKS, *MOS_REMARKS) if asked.case.is_mos else REMARKS
    for check in checks:
        yield from check(asked)
    for place in asked.case.places_of_care:
        yield from moves.prompt(asked.billing, place, asked.book)
