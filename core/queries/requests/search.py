"""The request list: requests of all kinds by status, assignee, due date and more."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, literal, union_all
from sqlmodel import col, select

from core.access import LOOKING, WORKING, guard, reason_problem
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.facts.merged_clients import records_of_same_people
from core.facts.policies import policy_book
from core.facts.references import find_ids
from core.facts.requests import IS_OPEN, is_snoozed
from core.models.care import CareSession
from core.models.people import Client, Provider, Staff
from core.models.requests import SupportRequest
from core.queries.people.search import people_meant
from core.queries.requests import filters as filters
from core.queries.requests.paging import request_slice
from core.queries.requests.rows import RequestRow, stage_of
from core.queries.sessions.paging import COUNTED_UP_TO
from core.rules.names import is_reference
from core.rules.time.platform_clock import platform_day, platform_zone
from core.vocabulary.administration import ReadingAction
from core.vocabulary.requests import (
    ENDED_STATUSES,
    DueFilter,
    RequestKind,
    RequestScope,
    RequestSort,
    RequestStage,
    RequestStatus,
)

LONGEST_TEXT = 60
STATUS: Any = col(SupportRequest.status)
ENDED_STAGES = {RequestStage(status.value) for status in ENDED_STATUSES}
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
    """One page of requests, and how many at each stage match the other filters: of ended ones,
    exact up to `COUNTED_UP_TO`."""

    rows: tuple[RequestRow, ...]
    has_previous: bool
    has_next: bool
    status: RequestScope | RequestStage
    counts: dict[RequestStage, int]

    @property
    def total(self) -> str:
        """How many match: "1,204", or "1,000+" where not all were counted."""
        return self._said(_counted_stages(self.status))

    def counted(self, stage: RequestStage) -> str:
        """How many are at this stage, in the same form."""
        return self._said({stage})

    def _said(self, stages: set[RequestStage]) -> str:
        numbers = {one: self.counts[one] for one in stages}
        over = {one for one in stages & ENDED_STAGES if numbers[one] > COUNTED_UP_TO}
        return f"{sum(numbers.values()) - len(over):,}" + ("+" if over else "")


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
        status=asked.status,
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
    """How many match at each stage, whatever the status filter says. Ended requests are all that
    ever were: at each of their stages, counting stops one past `COUNTED_UP_TO`."""
    # an expression, so that the index of open requests serves it and not that of every status
    status = func.coalesce(STATUS, STATUS)
    counted: Any = select(status, literal(False), func.count()).group_by(status)
    asleep: Any = select(literal(RequestStatus.SNOOZED, STATUS.type), literal(True), func.count())
    found = [counted.where(IS_OPEN, *where), asleep.where(IS_OPEN, is_snoozed(day), *where)]
    counts = dict.fromkeys(RequestStage, 0)
    every = union_all(*found, *(_ended(one, where) for one in ENDED_STATUSES))
    rows: Any = context.db.execute(every)
    for stored, is_asleep, count in rows:
        stage = stage_of(stored, None, day)
        counts[RequestStage.SNOOZED if is_asleep else stage] += count
    counts[RequestStage.WOKEN] -= counts[RequestStage.SNOOZED]
    return counts


def _ended(status: RequestStatus, where: list[ColumnElement[bool]]) -> Select[Any]:
    """How many requests match that ended with this status."""
    first = select(literal(1)).select_from(SupportRequest).where(status == STATUS, *where)
    found = first.limit(COUNTED_UP_TO + 1).subquery()
    columns: tuple[Any, ...] = (literal(status, STATUS.type), literal(False), func.count())
    counted: Select[Any] = select(*columns).select_from(found)
    return counted


def _counted_stages(wanted: RequestScope | RequestStage) -> set[RequestStage]:
    """The stages that a status filter covers."""
    if isinstance(wanted, RequestStage):
        return {wanted}
    of_scope = {RequestScope.ALL: {*RequestStage}, RequestScope.ENDED: {*ENDED_STAGES}}
    return of_scope.get(wanted, {*RequestStage} - {*ENDED_STAGES})


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
