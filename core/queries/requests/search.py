"""The request list: requests of all kinds by status, assignee, due date and more."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, literal, union_all
from sqlmodel import col, select

from core.access import LOOKING, WORKING, guard, reason_problem
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.facts.merged_clients import records_of_same_people
from core.facts.policies import policy_book
from core.facts.references import find_ids
from core.facts.requests import is_snoozed
from core.models.care import CareSession
from core.models.people import Client, Provider, Staff
from core.models.requests import SupportRequest
from core.queries.people.names import people_meant
from core.queries.requests import filters as filters
from core.queries.requests.paging import request_slice
from core.queries.requests.rows import RequestRow, stage_of
from core.rules.names import is_reference
from core.rules.requests.transitions import ENDED
from core.rules.time.platform_clock import platform_day, platform_zone
from core.vocabulary.administration import ReadingAction
from core.vocabulary.requests import (
    DueFilter,
    RequestKind,
    RequestScope,
    RequestSort,
    RequestStage,
)

LONGEST_TEXT = 60
OF_WORDS = frozenset({"client", "provider", "reason"})
UNCHECKED = OF_WORDS | {"after", "before"}
"""Fields with a check of their own."""


@dataclass(frozen=True)
class RequestSearch:
    """The filters; all given ones must match, and none finds every open request.

    `assignee` is "me", "nobody" or a staff id. The days are those on which requests were received,
    both included, on the reader's calendar. A search by `ref` finds closed requests too. `client`
    and `provider` are a reference or words of a name; `reason` is why clients are searched by name.
    `after` and `before` are references of the request that a page continues from.
    """

    status: RequestScope | RequestStage = RequestScope.OPEN
    kind: RequestKind | None = None
    assignee: str = ""
    due: DueFilter | None = None
    received_from_on: date | None = None
    received_to_on: date | None = None
    client: str = ""
    reason: str = ""
    provider: str = ""
    session_ref: str = ""
    ref: str = ""
    sort: RequestSort = RequestSort.DUE
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class RequestPage:
    """One page of requests, and how many at each stage match the other filters."""

    rows: tuple[RequestRow, ...]
    has_previous: bool
    has_next: bool
    total: int
    counts: dict[RequestStage, int]


@dataclass(frozen=True)
class StaffChoice:
    """A person who can be assigned a request."""

    staff_id: int
    name: str


@guard(LOOKING)
def find_requests(context: ReadContext, search: RequestSearch) -> RequestPage:
    """The requests that match, `paging.LIMIT` at a time.

    Raises InvalidInput by field, StalePage when the request to continue from is unknown. A search
    by a client's name is logged without the name.
    """
    asked = _tidied(search)
    _check(context, asked)
    book = policy_book(context)
    day = platform_day(context.now, book)
    tz = platform_zone(day, book)
    where = _conditions(context, asked, day, tz)
    counts = _counts(context, where, day)
    found = request_slice(
        context,
        [*where, *filters.by_status(asked.status, day)],
        asked.sort,
        asked.after,
        asked.before,
    )
    if _is_by_name(asked):
        context.log(ReadingAction.SEARCH, "client", field="name", reason=asked.reason or None)
    return RequestPage(
        rows=found.rows,
        has_previous=found.has_previous,
        has_next=found.has_next,
        total=_total(counts, asked.status),
        counts=counts,
    )


@guard(LOOKING)
def staff_choices(context: ReadContext) -> tuple[StaffChoice, ...]:
    """Who can be assigned a request: active agents and leads, by name."""
    rows = context.db.execute(
        select(col(Staff.id), col(Staff.name))
        .where(col(Staff.is_active), col(Staff.role).in_(WORKING))
        .order_by(col(Staff.name), col(Staff.id))
    )
    return tuple(StaffChoice(key, name) for key, name in rows if key is not None)


def _conditions(
    context: ReadContext, asked: RequestSearch, day: date, tz: ZoneInfo
) -> list[ColumnElement[bool]]:
    """The conditions of all filters but the status."""
    found = filters.received(asked.received_from_on, asked.received_to_on, context.actor.tz)
    if asked.kind:
        found.append(col(SupportRequest.kind) == asked.kind)
    if asked.assignee:
        found.append(filters.by_assignee(asked.assignee, context.actor))
    if asked.due:
        found.append(filters.by_due(asked.due, context.now, day, tz))
    if asked.ref:
        found.append(filters.by_ref(context.db, asked.ref))
    if asked.client:
        people = people_meant(context.db, Client, asked.client, "client")
        same = records_of_same_people(context.db, people)
        found.append(col(SupportRequest.client_id).in_(same))
    if asked.provider:
        people = people_meant(context.db, Provider, asked.provider, "provider")
        found.append(col(SupportRequest.provider_id).in_(people))
    if asked.session_ref:
        of_session = find_ids(context.db, CareSession, asked.session_ref)
        found.append(col(SupportRequest.session_id).in_(of_session))
    return found


def _counts(
    context: ReadContext, where: list[ColumnElement[bool]], day: date
) -> dict[RequestStage, int]:
    """How many match at each stage, whatever the status filter says."""
    status = col(SupportRequest.status)
    counted = select(status, literal(False).label("is_asleep"), func.count().label("count"))
    asleep = select(status, literal(True), func.count()).where(is_snoozed(day))
    found = (each.where(*where).group_by(status) for each in (counted, asleep))
    counts = dict.fromkeys(RequestStage, 0)
    for stored, is_asleep, count in context.db.execute(union_all(*found)):
        stage = stage_of(stored, None, day)
        counts[RequestStage.SNOOZED if is_asleep else stage] += count
    counts[RequestStage.WOKEN] -= counts[RequestStage.SNOOZED]
    return counts


def _total(counts: dict[RequestStage, int], wanted: RequestScope | RequestStage) -> int:
    if isinstance(wanted, RequestStage):
        return counts[wanted]
    every, ended = sum(counts.values()), sum(counts[RequestStage(one.value)] for one in ENDED)
    return {RequestScope.ALL: every, RequestScope.ENDED: ended}.get(wanted, every - ended)


def _tidied(search: RequestSearch) -> RequestSearch:
    """The filters without blanks, but one between words; a search by reference covers closed
    requests too."""
    texts = {one.name: getattr(search, one.name) for one in fields(search)}
    typed: dict[str, Any] = {
        name: (" " if name in OF_WORDS else "").join(text.split())
        for name, text in texts.items()
        if type(text) is str
    }
    if typed["ref"] and search.status == RequestScope.OPEN:
        typed["status"] = RequestScope.ALL
    return replace(search, **typed)


def _check(context: ReadContext, asked: RequestSearch) -> None:
    texts = {
        one.name: getattr(asked, one.name) for one in fields(asked) if one.name not in UNCHECKED
    }
    problems = {
        name: "This is too long or contains characters we cannot search. Type it again."
        for name, text in texts.items()
        if type(text) is str and (len(text) > LONGEST_TEXT or not text.isprintable())
    }
    if _is_by_name(asked) and (reason := reason_problem(context.actor, asked.reason)):
        problems["reason"] = reason
    if not _is_somebody(asked.assignee):
        problems["assignee"] = "Choose an assignee from the list."
    days = asked.received_from_on, asked.received_to_on
    if days[0] and days[1] and days[1] < days[0]:
        problems["received_to_on"] = "The last day is before the first day. Swap them."
    if problems:
        raise InvalidInput(problems)


def _is_by_name(asked: RequestSearch) -> bool:
    return bool(asked.client) and not is_reference(asked.client)


def _is_somebody(assignee: str) -> bool:
    named = assignee in ("", filters.ME, filters.NOBODY)
    return named or (assignee.isascii() and assignee.isdigit() and len(assignee) < 10)
