"""A directory update: its items, its submissions to Evernorth, and every listing check."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from core.access import LOOKING, guard
from core.db.transaction import ReadContext
from core.facts.policies import business_calendar, policy_book
from core.facts.requests import listing_course
from core.models.people import Provider, Staff
from core.models.requests import DirectoryLine, DirectorySubmission, ListingCheck, SupportRequest
from core.queries.people.find_provider import ProviderRecord, provider_record
from core.queries.requests.extras import snooze_of
from core.queries.requests.page import find_request, request_deadline
from core.queries.requests.replies import reply_text
from core.rules.requests import listing
from core.rules.requests.listing import ListingLine, ListingStage, RulerDay
from core.rules.requests.request_deadlines import listing_deadlines
from core.rules.time.deadline_status import DeadlineRow
from core.rules.time.deadlines import Deadline, status_at
from core.rules.time.platform_clock import platform_day
from core.vocabulary.deadlines import DeadlineStatus
from core.vocabulary.requests import DirectoryTopic, EvernorthStatus, RequestStatus


@dataclass(frozen=True)
class ListingCheckView:
    """A check of one item, on a day of the platform's calendar."""

    looked_on: date
    seen_value: str
    is_right: bool
    by: str


@dataclass(frozen=True)
class ListingLineView:
    """One item: the listed value, the right one, and its checks, newest first."""

    key: int
    topic: DirectoryTopic
    listed_value: str
    correct_value: str
    evernorth_status: EvernorthStatus
    seen_right_on: date | None
    checks: tuple[ListingCheckView, ...]


@dataclass(frozen=True)
class SubmissionView:
    """One submission: expected from `expected_on` on, late after `late_after_on`."""

    attempt: int
    reference: str
    submitted_on: date
    expected_on: date
    late_after_on: date
    returned_on: date | None


@dataclass(frozen=True)
class DirectoryDetail:
    """The items, the submissions, and the business days of the last one, with today among them."""

    provider: ProviderRecord | None
    missing: tuple[str, ...]
    lines: tuple[ListingLineView, ...]
    submissions: tuple[SubmissionView, ...]
    ruler: tuple[RulerDay, ...]
    today: date
    stand: ListingStage
    deadlines: tuple[DeadlineRow, ...]
    reply: str


@guard(LOOKING)
def directory_detail(context: ReadContext, ref: str) -> DirectoryDetail:
    """The directory update `ref`; raises NotFound for an unknown one."""
    request = find_request(context, ref)
    provider = context.db.get(Provider, request.provider_id) if request.provider_id else None
    lines, submissions = _lines(context, request), _submissions(context, request)
    last = submissions[-1] if submissions else None
    calendar = business_calendar(context)
    today = platform_day(context.now, policy_book(context))
    return DirectoryDetail(
        provider=provider_record(context, provider) if provider else None,
        missing=_missing(request, provider, lines),
        lines=lines,
        submissions=submissions,
        ruler=listing.ruler(last.submitted_on, last.late_after_on, calendar) if last else (),
        today=today,
        stand=_stand(last, lines, today),
        deadlines=_deadlines(context, request, today),
        reply=_reply(request, lines),
    )


def _lines(context: ReadContext, request: SupportRequest) -> tuple[ListingLineView, ...]:
    of_request = col(DirectoryLine.request_id) == request.key
    found = context.db.scalars(
        select(DirectoryLine).where(of_request).order_by(col(DirectoryLine.id))
    ).all()
    checks = _checks(context, [row.key for row in found])
    return tuple(
        ListingLineView(
            key=row.key,
            topic=row.topic,
            listed_value=row.listed_value,
            correct_value=row.correct_value,
            evernorth_status=row.evernorth_status,
            seen_right_on=row.reflected_on,
            checks=checks[row.key],
        )
        for row in found
    )


def _checks(
    context: ReadContext, line_ids: Sequence[int]
) -> defaultdict[int, tuple[ListingCheckView, ...]]:
    """The checks of each line, newest first."""
    one = ListingCheck
    columns: tuple[Any, ...] = (
        col(one.line_id),
        col(one.looked_on),
        col(one.seen_value),
        col(one.is_right),
        col(Staff.name),
    )
    rows = context.db.execute(
        select(*columns)
        .join(Staff, col(Staff.id) == col(one.by_id))
        .where(col(one.line_id).in_(line_ids))
        .order_by(col(one.id).desc())
    )
    found: defaultdict[int, tuple[ListingCheckView, ...]] = defaultdict(tuple)
    for line_id, *check in rows:
        found[line_id] += (ListingCheckView(*check),)
    return found


def _submissions(context: ReadContext, request: SupportRequest) -> tuple[SubmissionView, ...]:
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
    rows = context.db.execute(select(*columns).where(of_request).order_by(col(one.attempt)))
    return tuple(SubmissionView(*row) for row in rows)


def _missing(
    request: SupportRequest, provider: Provider | None, lines: tuple[ListingLineView, ...]
) -> tuple[str, ...]:
    if request.status != RequestStatus.NEEDS_INFORMATION:
        return ()
    typed = [ListingLine(one.topic, one.listed_value, one.correct_value) for one in lines]
    return listing.missing(request.named_as or "", provider.npi if provider else "", typed)


def _stand(
    last: SubmissionView | None,
    lines: tuple[ListingLineView, ...],
    today: date,
) -> ListingStage:
    if lines and all(line.seen_right_on for line in lines):
        return ListingStage.SEEN
    if last is None:
        return ListingStage.TO_SUBMIT
    if last.returned_on is not None:
        return ListingStage.RETURNED
    return listing.stand_of(last.expected_on, last.late_after_on, today)


def _deadlines(
    context: ReadContext, request: SupportRequest, today: date
) -> tuple[DeadlineRow, ...]:
    """The deadlines of our submission, of Evernorth and of the reply, as far as each applies. A
    snooze pauses our submission only."""
    if request.ready_at is None:
        return ()
    book, calendar = policy_book(context), business_calendar(context)
    course = listing_course(context.db, request, book)
    found = listing_deadlines(request.ready_at, course, book, calendar)
    status = _day_status(context, found.submission, course.handed_over_on)
    wait = snooze_of(context, request, today)
    rows = [request_deadline(context, found.submission, status, wait=wait)]
    if found.late is not None and course.handed_over_on is not None:
        status = _day_status(context, found.late, course.seen_on)
        rows.append(request_deadline(context, found.late, status))
    if found.reply is not None:
        status = status_at(found.reply, context.now, request.told_at)
        rows.append(request_deadline(context, found.reply, status, request.told_at))
    return tuple(rows)


def _day_status(context: ReadContext, one: Deadline, met_on: date | None) -> DeadlineStatus:
    """The status of a deadline that is met on a day and not at an instant."""
    if met_on is None:
        return status_at(one, context.now)
    return DeadlineStatus.MET if met_on <= one.last_day else DeadlineStatus.LATE


def _reply(request: SupportRequest, lines: tuple[ListingLineView, ...]) -> str:
    topics = dict.fromkeys(listing.topic_label(line.topic) for line in lines)
    return reply_text(request, list(topics))
