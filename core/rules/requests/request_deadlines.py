"""When requests fall due: the first action, the reply, and the steps of a directory update."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.rules.requests.listing import ListingCourse
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import Deadline, business_days, directory
from core.rules.time.instants import start_of
from core.rules.time.pauses import Pause, paused_business_days
from core.rules.time.platform_clock import platform_day, platform_zone
from core.rules.time.policy import PolicyBook
from core.vocabulary.deadlines import DeadlineKind
from core.vocabulary.requests import RequestKind

OWN_TARGET = frozenset(
    f"told_bd.{kind}"
    for kind in ("client_correction", "session_edit", "directory_update", "session_cancellation")
)


def request_deadlines(
    kind: RequestKind, ready_at: datetime, book: PolicyBook, calendar: BusinessCalendar, paused: int
) -> tuple[Deadline, Deadline | None]:
    """The deadlines of the first action and of the reply (R46). A directory update has no reply
    deadline before every item is corrected: None here."""
    day = platform_day(ready_at, book)
    first = first_action_deadline(day, book, calendar)
    if kind == RequestKind.DIRECTORY_UPDATE:
        return first, None
    return first, reply_deadline(kind, day, book, calendar, paused)


def first_action_deadline(day: date, book: PolicyBook, calendar: BusinessCalendar) -> Deadline:
    """The deadline of the first action, counted from the day the request was complete (R46)."""
    return business_days(DeadlineKind.FIRST_ACTION, "first_action_bd", day, book, calendar)


def reply_deadline(
    kind: RequestKind, day: date, book: PolicyBook, calendar: BusinessCalendar, paused: int = 0
) -> Deadline:
    """The reply deadline, counted from `day` on the platform's calendar (R46), and moved out by the
    business days that the request is `paused`."""
    named = f"told_bd.{kind.value}"
    key = named if named in OWN_TARGET else "told_bd.other"
    return business_days(DeadlineKind.TOLD, key, day, book, calendar, paused)


def settled_by(
    ready_at: datetime, book: PolicyBook, calendar: BusinessCalendar
) -> tuple[date, datetime]:
    """The last day to settle all parts of a cancellation, counted from the day the request was
    ready, and the instant from which it is late (R16). A snooze does not move it."""
    day = platform_day(ready_at, book)
    last_on = calendar.after(day, book.on("cancel_settle_bd", day).number).day
    next_day = last_on + timedelta(days=1)
    return last_on, start_of(next_day, platform_zone(next_day, book))


def submission_deadline(
    day: date, book: PolicyBook, calendar: BusinessCalendar, paused: int = 0
) -> Deadline:
    """The deadline for submitting a directory update to Evernorth, counted from the day on which
    the request was complete or Evernorth returned it (R49), and moved out like a reply."""
    return business_days(DeadlineKind.DIRECTORY_SUBMITTED, "submit_bd", day, book, calendar, paused)


@dataclass(frozen=True)
class ListingDeadlines:
    """The deadlines of a directory update after the first action; None when one does not apply."""

    submission: Deadline
    late: Deadline | None
    reply: Deadline | None


def listing_deadlines(
    ready_at: datetime, course: ListingCourse, book: PolicyBook, calendar: BusinessCalendar
) -> ListingDeadlines:
    """Our submission, from the complete request or the last return; Evernorth's seven business
    days, from the last submission; the reply, from the day every item was corrected (R46, R49).
    A snooze pauses our submission and never Evernorth's days."""
    ready_on = platform_day(ready_at, book)
    late = reply = None
    if course.submitted_on is not None:
        late = directory(course.submitted_on, book, calendar)[1]
    if course.seen_on is not None:
        seen_on = max(course.seen_on, ready_on)
        reply = reply_deadline(RequestKind.DIRECTORY_UPDATE, seen_on, book, calendar)
    begun = max(ready_on, course.returned_on or ready_on)
    paused = paused_business_days(_before_submission(course, begun), calendar)
    return ListingDeadlines(submission_deadline(begun, book, calendar, paused), late, reply)


def _before_submission(course: ListingCourse, begun: date) -> Iterator[Pause]:
    """The pauses from `begun` on, up to the submission that ended our part."""
    for one in course.pauses:
        yield Pause(max(one.from_on, begun), one.to_on, course.handed_over_on)
