"""Case Activity Reports of Military OneSource sessions: right, wrong or missing."""

from datetime import UTC, timedelta

from core.demo.dice import Dice
from core.demo.rhythm import Appointment
from core.demo.rows.care import CarReportRow, SessionRow
from core.demo.timeline import Timeline
from core.vocabulary.care import CarOutcome, PayerKind, SessionStatus

MISSING, WRONG_DATE, CONTRADICTS = 0.025, 0.03, 0.006
OUTCOMES = {
    SessionStatus.CANCELLED: CarOutcome.CANCELLED,
    SessionStatus.NO_SHOW: CarOutcome.NO_SHOW,
}


def car_report(
    dice: Dice, session: SessionRow, appointment: Appointment, timeline: Timeline
) -> CarReportRow | None:
    """The report of a session that is over; None for other payers and while nobody made it."""
    if session.payer_kind != PayerKind.MOS or session.kind != "session" or dice.hits(MISSING):
        return None
    completed_at = timeline.event(appointment.end + dice.hours(0.2, 44))
    if completed_at is None:
        return None
    day = (session.actual_start or appointment.start).date()
    said = OUTCOMES.get(session.status, CarOutcome.TOOK_PLACE)
    return CarReportRow(
        car_report_id=f"CAR-{session.session_id[2:]}",
        session_id=session.session_id,
        outcome=CarOutcome.NO_SHOW if dice.hits(CONTRADICTS) else said,
        completed_at=completed_at.astimezone(UTC),
        entered_on=day + timedelta(days=0 if dice.hits(WRONG_DATE) else 1),
        reference=f"SDS{dice.randrange(10**8):08d}" if dice.hits(0.9) else None,
    )
