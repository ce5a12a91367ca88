"""What becomes of an appointment by now: kept, missed, cancelled; confirmed in time or not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.demo.book import book
from core.demo.dice import Dice
from core.demo.rhythm import Appointment
from core.demo.rows.care import SessionRow
from core.demo.timeline import Timeline
from core.rules.time.instants import start_of
from core.vocabulary.care import PayerKind, SessionStatus
from core.vocabulary.coverage import GOVERNMENT_LINES

CANCELLED, NO_SHOW = 0.09, 0.042
UNDONE, UNDONE_LATELY = 0.005, 0.025
"""Shares cancelled after the confirmation, in all and of the last 60 days."""
FORGOTTEN_LATELY = 0.09


@dataclass(frozen=True)
class Fate:
    """The status of a session and the instants that go with it, none after the demo's day."""

    status: SessionStatus
    confirmed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    cancelled_by: str | None = None

    @property
    def is_held(self) -> bool:
        """Whether the session took place, confirmed or not yet."""
        return self.status in HELD


HELD = {
    SessionStatus.SCHEDULED,
    SessionStatus.CONFIRMED,
    SessionStatus.CANCELLED_AFTER_CONFIRM,
}


def booking(dice: Dice, appointment: Appointment, timeline: Timeline) -> datetime:
    """When it was booked: days ahead, within the hour for a crisis, seldom afterwards."""
    start = appointment.start
    if appointment.is_crisis:
        return (start - dice.minutes(15, 80)).astimezone(UTC)
    if dice.hits(0.003) and timeline.event(appointment.end + timedelta(hours=3)):
        return (start + dice.minutes(10, 170)).astimezone(UTC)
    booked = (start - dice.hours(20, 290)).astimezone(UTC)
    return min(booked, timeline.as_of - dice.hours(1, 200))


def showing_up(dice: Dice, appointment: Appointment, booked: datetime, timeline: Timeline) -> Fate:
    """Cancelled, missed, or neither: before anything is confirmed."""
    luck = dice.random()
    is_over = appointment.end <= timeline.as_of
    if luck < CANCELLED and booked < appointment.start and not appointment.is_crisis:
        room = (appointment.start - booked).total_seconds() / 3600
        cancelled_at = timeline.event(appointment.start - dice.hours(0, min(60, room)))
        if cancelled_at:
            return _cancelled(dice, cancelled_at)
    if CANCELLED <= luck < CANCELLED + NO_SHOW and is_over and not appointment.is_crisis:
        return Fate(SessionStatus.NO_SHOW)
    return Fate(SessionStatus.SCHEDULED)


def confirmation(
    dice: Dice,
    session: SessionRow,
    appointment: Appointment,
    free_from: datetime | None,
    timeline: Timeline,
) -> Fate:
    """Confirmed once nothing is in the way and the provider remembers, but not after day 30."""
    open_fate = Fate(SessionStatus.SCHEDULED)
    ready = _ready_from(session, appointment, free_from)
    if ready is None or _is_forgotten(dice, appointment, timeline):
        return open_fate
    ended = session.actual_end or appointment.end
    wanted = max(ended + _lag(dice), ready + dice.minutes(2, 25)).astimezone(UTC)
    last_day = (session.actual_start or appointment.start).date() + timedelta(days=31)
    confirmed_at = timeline.event(wanted)
    if confirmed_at is None or wanted >= start_of(last_day, appointment.care.practice.tz):
        return open_fate
    return _afterwards(dice, confirmed_at, timeline)


def limit_hours(appointment: Appointment) -> int:
    """Within how many hours the note is due: fewer through Medicare and Medicaid."""
    day, plans = appointment.start.date(), book().plans
    coverages = appointment.care.membership.coverages
    is_government = appointment.payer_kind == PayerKind.INSURANCE and any(
        plans[one.plan_id].line in GOVERNMENT_LINES and one.covers(day) for one in coverages
    )
    return 48 if is_government else 72


def _cancelled(dice: Dice, at: datetime) -> Fate:
    party = dice.weighted({"client": 74, "provider": 26})
    reason = dice.choice(book().text[f"{party}_reasons"])
    return Fate(SessionStatus.CANCELLED, cancelled_at=at, cancel_reason=reason, cancelled_by=party)


def _ready_from(
    session: SessionRow, appointment: Appointment, free_from: datetime | None
) -> datetime | None:
    """When note, coverage, card and forms no longer hold the confirmation back; None: not yet."""
    client, membership = appointment.care.person.row, appointment.care.membership
    needed = [free_from, client.forms_acknowledged_at]
    if session.payer_kind != PayerKind.MOS:
        needed.append(client.payment_method_at)
    if session.coverage_id:
        coverage = next(
            one for one in membership.coverages if one.coverage_id == session.coverage_id
        )
        needed.append(coverage.verified_at)
    known = [instant for instant in needed if instant is not None]
    return max(known) if len(known) == len(needed) else None


def _is_forgotten(dice: Dice, appointment: Appointment, timeline: Timeline) -> bool:
    """More are open of those whose 30 days are nearly over, so that today's desk has work."""
    days = (timeline.today - appointment.start.date()).days
    usual = appointment.care.practice.habits.forgotten
    return dice.hits(usual + FORGOTTEN_LATELY if 18 <= days <= 31 else usual)


def _lag(dice: Dice) -> timedelta:
    low, high = dice.weighted(
        {(0.05, 10): 62, (10, 72): 28, (72, 288): 7, (288, 640): 2.4, (690, 725): 0.6}
    )
    return dice.hours(low, high)


def _afterwards(dice: Dice, confirmed_at: datetime, timeline: Timeline) -> Fate:
    age = timeline.as_of - confirmed_at
    share = UNDONE_LATELY if age < timedelta(days=60) else UNDONE
    within = dice.choice([(3, 12), (12, 200), (200, 900)])
    undone_at = timeline.event(confirmed_at + dice.hours(*within))
    if undone_at is None or not dice.hits(share):
        return Fate(SessionStatus.CONFIRMED, confirmed_at)
    return Fate(
        SessionStatus.CANCELLED_AFTER_CONFIRM,
        confirmed_at,
        undone_at,
        dice.choice(["Confirmed by mistake", "Client was not there", "Wrong client"]),
        "support",
    )
