"""Every deadline the product knows, each with its start, its policy value and its "why".

Limits of hours are inclusive: `due_at` is the last good instant. Limits of days name the last
good day and `blocked_from`, the first instant that is too late.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time.business_days import BusinessCalendar, Skipped
from core.rules.time.formats import amount_text, zone_text
from core.rules.time.instants import hours_after, local_date, start_of
from core.rules.time.platform_clock import platform_zone
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.care import NoteClass, PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import GOVERNMENT_LINES
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus

NOT_HELD = frozenset(
    {SessionStatus.CANCELLED, SessionStatus.NO_SHOW, SessionStatus.CANCELLED_AFTER_CONFIRM}
)


@dataclass(frozen=True)
class Deadline:
    """One limit. Exactly one of `due_at` (hours) and `last_on` (days) is given."""

    kind: DeadlineKind
    starts: datetime | date
    tz: ZoneInfo
    policy: PolicyValue
    why: str
    due_at: datetime | None = None
    last_on: date | None = None
    skipped: tuple[Skipped, ...] = ()

    @property
    def blocked_from(self) -> datetime | None:
        """The first instant after a limit of days, in UTC."""
        return start_of(self.last_on + timedelta(days=1), self.tz) if self.last_on else None

    @property
    def too_late_from(self) -> datetime:
        """The instant to count down to: `due_at`, or the start of the day after."""
        limit = self.due_at or self.blocked_from
        assert limit is not None  # noqa: S101 - one of the two is always given
        return limit

    @property
    def last_day(self) -> date:
        """The last good day of a limit of days."""
        assert self.last_on is not None  # noqa: S101 - a limit of days has one
        return self.last_on

    def is_missed_by(self, instant: datetime) -> bool:
        """Whether `instant` is too late: past `due_at`, or at or past `blocked_from`."""
        if self.due_at is not None:
            return instant > self.due_at
        return instant >= self.too_late_from


class StoredLimit(NamedTuple):
    """A limit as stored with its session; the last instant of one of hours still counts."""

    too_late_from: datetime
    is_inclusive: bool

    def is_missed_by(self, instant: datetime) -> bool:
        """Whether `instant` is too late."""
        limit = self.too_late_from
        return instant > limit if self.is_inclusive else instant >= limit


Limit = Deadline | StoredLimit


def status_at(
    deadline: Limit, now: datetime, met_at: datetime | None = None, soon_hours: int = 24
) -> DeadlineStatus:
    """The status at `now`: met or late once done, else open, due soon or overdue."""
    if met_at is not None:
        return DeadlineStatus.LATE if deadline.is_missed_by(met_at) else DeadlineStatus.MET
    if deadline.is_missed_by(now):
        return DeadlineStatus.OVERDUE
    soon = deadline.too_late_from - timedelta(hours=soon_hours)
    return DeadlineStatus.DUE_SOON if now >= soon else DeadlineStatus.OPEN


def government_coverages(session: SessionFacts) -> list[CoverageFact]:
    """The Medicare and Medicaid coverages active on the date of service; none where Military
    OneSource, an EAP or the client pays (A35, A36)."""
    if session.payer_kind != PayerKind.INSURANCE:
        return []
    day = session.date_of_service
    return [one for one in session.coverages if one.line in GOVERNMENT_LINES and one.covers(day)]


def note_class(session: SessionFacts) -> NoteClass:
    """Which note deadline counts (R11): 48 hours when the session is billed to a government line
    that was known by 48 hours after the end."""
    known_by = hours_after(session.end_at, 48)
    found = government_coverages(session)
    is_known = any(one.known_at is None or one.known_at <= known_by for one in found)
    return NoteClass.GOVERNMENT if is_known else NoteClass.STANDARD


def note_signature(session: SessionFacts, book: PolicyBook) -> Deadline | None:
    """When the note must be completed and signed (R10, R11), the instant included.

    None for a Military OneSource session while `mos_note_clock` is off (A12).
    """
    day = session.date_of_service
    if session.payer_kind == PayerKind.MOS and not book.on("mos_note_clock", day).value:
        return None
    government = note_class(session) == NoteClass.GOVERNMENT
    policy = book.on("note_hours_gov" if government else "note_hours", day)
    whose = "for every session"
    if government:
        whose = "because the client is seen through Medicare or Medicaid"
    return Deadline(
        kind=DeadlineKind.NOTE_SIGNATURE,
        starts=session.end_at,
        tz=session.tz,
        policy=policy,
        why=f"{policy.number} hours after the session ends, {whose}. The last second counts.",
        due_at=hours_after(session.end_at, policy.number),
    )


def confirmation(session: SessionFacts, book: PolicyBook) -> Deadline:
    """The last day to confirm (R01): the date of service is day 0, day 30 counts to midnight."""
    day = session.date_of_service
    policy = book.on("confirm_days", day)
    return Deadline(
        kind=DeadlineKind.CONFIRMATION,
        starts=day,
        tz=session.tz,
        policy=policy,
        why=f"{policy.number} calendar days after the date of service, until midnight "
        f"{zone_text(session.tz.key)}.",
        last_on=day + timedelta(days=policy.number),
    )


def edit_window(session: SessionFacts, book: PolicyBook) -> Deadline | None:
    """Until when the provider may edit (R13): from the first confirmation, never restarted."""
    if session.confirmed_at is None:
        return None
    policy = book.on("edit_hours", session.date_of_service)
    return Deadline(
        kind=DeadlineKind.EDIT_WINDOW,
        starts=session.confirmed_at,
        tz=session.tz,
        policy=policy,
        why=f"{policy.number} hours after the first confirmation. Saving again does not restart "
        f"the {policy.number} hours.",
        due_at=hours_after(session.confirmed_at, policy.number),
    )


def client_charge(session: SessionFacts, book: PolicyBook) -> Deadline | None:
    """The day the client is billed (R12): the day after confirming, in the platform's zone.

    None while unconfirmed, and for Military OneSource, which costs the client nothing.
    """
    if session.confirmed_at is None or session.payer_kind == PayerKind.MOS:
        return None
    day = session.date_of_service
    policy, tz = book.on("charge_offset_days", day), platform_zone(day, book)
    confirmed_on = local_date(session.confirmed_at, tz)
    return Deadline(
        kind=DeadlineKind.CLIENT_CHARGE,
        starts=confirmed_on,
        tz=tz,
        policy=policy,
        why=f"The calendar day after the confirmation, {zone_text(tz.key)}.",
        last_on=confirmed_on + timedelta(days=policy.number),
    )


def car_date(session: SessionFacts, book: PolicyBook) -> Deadline | None:
    """The date that is entered as the CAR's (R36): the day after the date of service, exactly.

    None for a session that is not Military OneSource. Weekends and holidays make no difference.
    """
    if session.payer_kind != PayerKind.MOS:
        return None
    day = session.date_of_service
    policy = book.on("car_offset_days", day)
    return Deadline(
        kind=DeadlineKind.CAR_DATE,
        starts=day,
        tz=session.tz,
        policy=policy,
        why="The day after the session. The date does not change the pay (R37).",
        last_on=day + timedelta(days=policy.number),
    )


def of_session(session: SessionFacts, book: PolicyBook) -> list[Deadline]:
    """Every deadline that a session has, by the time it falls due.

    A consultation call has none (R54); one that did not take place only owes its CAR (R39).
    """
    if session.kind == SessionKind.CONSULT:
        return []
    rules = (note_signature, confirmation, edit_window, client_charge)
    found = [] if session.status in NOT_HELD else [rule(session, book) for rule in rules]
    found.append(car_date(session, book))
    return sorted((one for one in found if one is not None), key=lambda one: one.too_late_from)


def directory(
    submitted_on: date, book: PolicyBook, calendar: BusinessCalendar
) -> tuple[Deadline, Deadline]:
    """When Evernorth's listing is expected to change, and after which day it is late (R49)."""
    expected, late = DeadlineKind.DIRECTORY_EXPECTED, DeadlineKind.DIRECTORY_LATE
    return (
        business_days(expected, "directory_bd_min", submitted_on, book, calendar),
        business_days(late, "directory_bd_max", submitted_on, book, calendar),
    )


def business_days(
    kind: DeadlineKind,
    key: str,
    start: date,
    book: PolicyBook,
    calendar: BusinessCalendar,
    paused: int = 0,
) -> Deadline:
    """A limit at the end of the n-th business day after `start` in the platform's zone: n by the
    policy `key`, and `paused` business days on which the request was snoozed."""
    policy = book.on(key, start)
    counted = calendar.after(start, policy.number + paused)
    snoozed = f" {paused} more while the request was snoozed." if paused else ""
    return Deadline(
        kind=kind,
        starts=start,
        tz=platform_zone(start, book),
        policy=policy,
        why=f"{amount_text(policy.text, policy.unit)}, not counting the first day.{snoozed}",
        last_on=counted.day,
        skipped=counted.skipped,
    )
