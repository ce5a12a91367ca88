"""What a directory update asks, how far Evernorth is with it, and each look at the listing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from core import deadlines, facts
from core.access import guard
from core.models.people import Provider, Staff
from core.models.requests import DirectoryLine, DirectorySubmission, ListingLook, SupportRequest
from core.queries.find_provider import ProviderNow, provider_now
from core.queries.replies import reply_text
from core.queries.request_page import find_request
from core.queries.standings import DeadlineRow, deadline_row
from core.rules import directory
from core.rules.deadlines import Deadline, standing
from core.rules.directory import ListingLine, RulerDay, Stand
from core.transaction import Reading
from core.vocabulary.deadlines import DeadlineStatus
from core.vocabulary.requests import DirectoryTopic, EvernorthStatus, RequestStatus
from core.vocabulary.words import label


@dataclass(frozen=True)
class LookView:
    """One look at one field, on a day of the platform's clock."""

    looked_on: date
    seen_value: str
    is_right: bool
    by: str


@dataclass(frozen=True)
class LineView:
    """One item: what was listed, what is right, and every look at it, the newest first."""

    key: int
    topic: DirectoryTopic
    listed_value: str
    correct_value: str
    evernorth_status: EvernorthStatus
    seen_right_on: date | None
    looks: tuple[LookView, ...]


@dataclass(frozen=True)
class SubmissionView:
    """One hand-over: expected from `expected_on`, late once `late_after_on` has ended."""

    attempt: int
    reference: str
    submitted_on: date
    expected_on: date
    late_after_on: date
    returned_on: date | None


@dataclass(frozen=True)
class DirectoryDetail:
    """The lines, the hand-overs, the ruler of the last one's business days, and today on it."""

    provider: ProviderNow | None
    missing: tuple[str, ...]
    lines: tuple[LineView, ...]
    submissions: tuple[SubmissionView, ...]
    ruler: tuple[RulerDay, ...]
    today: date
    stand: Stand
    clocks: tuple[DeadlineRow, ...]
    reply: str


@guard
def directory_detail(reading: Reading, ref: str) -> DirectoryDetail:
    """The directory update `ref`; NotFound without one."""
    request = find_request(reading, ref)
    provider = reading.db.get(Provider, request.provider_id) if request.provider_id else None
    lines, submissions = _lines(reading, request), _submissions(reading, request)
    last = submissions[-1] if submissions else None
    calendar = facts.business_calendar(reading.db)
    today = deadlines.platform_day(reading.now, facts.policy_book(reading.db))
    return DirectoryDetail(
        provider=provider_now(reading, provider) if provider else None,
        missing=_missing(request, provider, lines),
        lines=lines,
        submissions=submissions,
        ruler=directory.ruler(last.submitted_on, last.late_after_on, calendar) if last else (),
        today=today,
        stand=_stand(last, lines, today),
        clocks=_clocks(reading, request),
        reply=_reply(request, lines),
    )


def _lines(reading: Reading, request: SupportRequest) -> tuple[LineView, ...]:
    of_request = col(DirectoryLine.request_id) == request.key
    rows = reading.db.scalars(
        select(DirectoryLine).where(of_request).order_by(col(DirectoryLine.id))
    )
    return tuple(
        LineView(
            key=row.key,
            topic=row.topic,
            listed_value=row.listed_value,
            correct_value=row.correct_value,
            evernorth_status=row.evernorth_status,
            seen_right_on=row.reflected_on,
            looks=_looks(reading, row),
        )
        for row in rows
    )


def _looks(reading: Reading, line: DirectoryLine) -> tuple[LookView, ...]:
    look = ListingLook
    columns: tuple[Any, ...] = (
        col(look.looked_on),
        col(look.seen_value),
        col(look.is_right),
        col(Staff.name),
    )
    rows = reading.db.execute(
        select(*columns)
        .join(Staff, col(Staff.id) == col(look.by_id))
        .where(col(look.line_id) == line.key)
        .order_by(col(look.id).desc())
    )
    return tuple(LookView(*row) for row in rows)


def _submissions(reading: Reading, request: SupportRequest) -> tuple[SubmissionView, ...]:
    one = DirectorySubmission
    columns: tuple[Any, ...] = (
        col(one.attempt),
        col(one.submission_reference),
        col(one.submitted_on),
        col(one.expected_on),
        col(one.late_after_on),
        col(one.returned_on),
    )
    of_request = col(one.request_id) == request.key
    rows = reading.db.execute(select(*columns).where(of_request).order_by(col(one.attempt)))
    return tuple(SubmissionView(*row) for row in rows)


def _missing(
    request: SupportRequest, provider: Provider | None, lines: tuple[LineView, ...]
) -> tuple[str, ...]:
    if request.status != RequestStatus.INCOMPLETE:
        return ()
    typed = [ListingLine(one.topic, one.listed_value, one.correct_value) for one in lines]
    return directory.missing(request.named_as or "", provider.npi if provider else "", typed)


def _stand(
    last: SubmissionView | None,
    lines: tuple[LineView, ...],
    today: date,
) -> Stand:
    if lines and all(line.seen_right_on for line in lines):
        return Stand.SEEN
    if last is None:
        return Stand.TO_SUBMIT
    if last.returned_on is not None:
        return Stand.RETURNED
    return directory.stand_of(last.expected_on, last.late_after_on, today)


def _clocks(reading: Reading, request: SupportRequest) -> tuple[DeadlineRow, ...]:
    """Our hand-over, Evernorth's days, and telling, as far as each runs."""
    if request.ready_at is None:
        return ()
    book, calendar = facts.policy_book(reading.db), facts.business_calendar(reading.db)
    course = facts.listing_course(reading.db, request.key)
    clocks = deadlines.of_listing(request.ready_at, course, book, calendar)
    handed_on = course.submitted_on if course.is_out or course.seen_on else None
    rows = [_day_row(reading, clocks.handed, handed_on)]
    if clocks.late is not None and handed_on is not None:
        rows.append(_day_row(reading, clocks.late, course.seen_on))
    if clocks.told is not None:
        stands = standing(clocks.told, reading.now, request.told_at)
        rows.append(deadline_row(clocks.told, stands, label(stands), request.told_at))
    return tuple(rows)


def _day_row(reading: Reading, one: Deadline, met_on: date | None) -> DeadlineRow:
    """A limit that is met on a day and not at an instant."""
    stands = standing(one, reading.now)
    if met_on is not None and one.last_on is not None:
        stands = DeadlineStatus.MET if met_on <= one.last_on else DeadlineStatus.LATE
    return deadline_row(one, stands, label(stands), None)


def _reply(request: SupportRequest, lines: tuple[LineView, ...]) -> str:
    topics = [directory.topic_label(line.topic) for line in lines]
    return reply_text(
        request.kind, request.ref, request.requester_name, list(dict.fromkeys(topics))
    )
