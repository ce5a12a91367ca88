"""What the populations of metrics share: filters, groups, joins and columns."""

from calendar import month_abbr, monthrange
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    Subquery,
    and_,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from core.facts.references import has_ref
from core.metrics.contract import Column, Grouping
from core.models.care import CareSession
from core.models.people import Client, ClientLocation, PracticeLocation, Provider
from core.models.requests import SupportRequest
from core.rules.metric_filters import MetricFilter
from core.rules.sessions.masking import initials
from core.rules.time.formats import period_text
from core.vocabulary.people import LocationKind
from core.vocabulary.states import StateCode

Where = list[ColumnElement[bool]]

# groups


def week_days(code: str) -> tuple[date, date]:
    """Monday and Sunday of the week of an ISO day; raises ValueError."""
    day = date.fromisoformat(code)
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def month_days(code: str) -> tuple[date, date]:
    """The first and last day of a month such as 2026-03; raises ValueError."""
    first = date.fromisoformat(f"{code[:7]}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def week_of_month(day: date) -> tuple[date, date]:
    """The days 1 to 7, 8 to 14, 15 to 21, or the rest of the month."""
    start = min((day.day - 1) // 7, 3) * 7 + 1
    end = start + 6 if start < 22 else monthrange(day.year, day.month)[1]
    return day.replace(day=start), day.replace(day=end)


BY_WEEK = Grouping(
    "Week due",
    lambda code: period_text(*week_days(code)),
    days=week_days,
    code=lambda day: week_days(day.isoformat())[0].isoformat(),
    kept_days=lambda day: week_days(day.isoformat()),
    is_whole=True,
)
BY_MONTH = Grouping(
    "Month",
    lambda code: f"{month_abbr[int(code[5:])]} {code[:4]}",
    days=month_days,
    code=lambda day: f"{day:%Y-%m}",
    kept_days=week_of_month,
)


def week_of(db: Session, day: Any) -> ColumnElement[str]:
    """The code of the week of a date."""
    if db.get_bind().dialect.name == "postgresql":
        return func.to_char(func.date_trunc("week", day), "YYYY-MM-DD")
    return func.date(day, "weekday 0", "-6 days")


def month_of(db: Session, day: Any) -> ColumnElement[str]:
    """The code of the month of a date."""
    if db.get_bind().dialect.name == "postgresql":
        return func.to_char(day, "YYYY-MM")
    return func.strftime("%Y-%m", day)


def plain(word: Any) -> ColumnElement[str]:
    """A column of a closed list as text, so that an unknown code finds nothing."""
    return type_coerce(word, String)


# columns and joins


def client_text(ref: str | None, first_name: str | None, last_name: str | None) -> str:
    """A client in initials with the reference: "D. B. · C-5H2BG3"; "" for none."""
    names = initials(first_name or "", last_name or "")
    return f"{names} · {ref}" if names and ref else names or ref or ""


PROVIDER = Column("Provider", (col(Provider.first_name) + " " + col(Provider.last_name),))
CLIENT = Column(
    "Client", (col(Client.ref), col(Client.first_name), col(Client.last_name)), client_text
)
SESSION = Column("Session", (col(CareSession.ref),))
REQUEST = Column("Request", (col(SupportRequest.ref),))


def session_records(cases: Subquery) -> FromClause:
    """Cases that are sessions, with provider and client."""
    return (
        cases.join(CareSession, col(CareSession.id) == cases.c.id)
        .join(Provider, col(Provider.id) == col(CareSession.provider_id))
        .join(Client, col(Client.id) == col(CareSession.client_id))
    )


FILTERED = (col(CareSession.state_code), plain(col(CareSession.payer_kind)).label("payer_kind"))
"""What counts of sessions are kept by."""


# filters


def of_sessions(wanted: MetricFilter) -> Where:
    """State, payer and provider of a care session."""
    found: Where = []
    if wanted.payer_kind:
        found.append(col(CareSession.payer_kind) == wanted.payer_kind)
    if wanted.provider_ref:
        found.append(col(CareSession.provider_id) == _provider_id(wanted.provider_ref))
    if wanted.state_code:
        # not by the index of a state's sessions, which reads all of them for some days
        state = func.coalesce(col(CareSession.state_code), "")
        found.append(state == wanted.state_code.value)
    return found


def of_requests(wanted: MetricFilter) -> Where:
    """State, payer and provider of a request.

    A request without a session has no payer; its state is any that its provider practices in or
    its client lives in.
    """
    found: Where = []
    if wanted.payer_kind:
        found.append(_of_its_session(CareSession.payer_kind) == wanted.payer_kind)
    if wanted.provider_ref:
        found.append(col(SupportRequest.id).in_(_about_provider(wanted.provider_ref)))
    if wanted.state_code:
        elsewhere = or_(_practices_in(wanted.state_code), _lives_in(wanted.state_code))
        alone = and_(col(SupportRequest.session_id).is_(None), elsewhere)
        state = _of_its_session(CareSession.state_code)
        found.append(or_(state == wanted.state_code.value, alone))
    return found


def _of_its_session(value: Any) -> Any:
    """A column of the request's session, looked up for each: a join may read all sessions."""
    of_request = col(CareSession.id) == col(SupportRequest.session_id)
    return select(col(value)).where(of_request).correlate(SupportRequest).scalar_subquery()


def _provider_id(ref: str) -> Any:
    """The id of the provider written so, else of one that differs in upper and lower case."""
    alike = select(col(Provider.id)).where(has_ref(Provider, [ref]))
    exact_first = alike.order_by((col(Provider.ref) == ref).desc(), col(Provider.id))
    return exact_first.limit(1).scalar_subquery()


def _about_provider(ref: str) -> Any:
    """The ids of requests that name the provider, and of those that name none but are about one of
    the provider's sessions: two lists, each from its index."""
    request, session, found = aliased(SupportRequest), aliased(CareSession), _provider_id(ref)
    named = select(col(request.id)).where(col(request.provider_id) == found)
    about = func.coalesce(col(request.provider_id), col(session.provider_id))
    through_session = (
        select(col(request.id))
        .join(session, col(session.id) == col(request.session_id))
        .where(col(session.provider_id) == found, about == found)
    )
    return named.union_all(through_session)


def _practices_in(state_code: StateCode) -> ColumnElement[bool]:
    # asked of each request in turn, as is where its client lives: whole states have too many
    return exists().where(
        col(PracticeLocation.provider_id) == col(SupportRequest.provider_id),
        col(PracticeLocation.state_code) == state_code,
        col(PracticeLocation.is_active),
    )


def _lives_in(state_code: StateCode) -> ColumnElement[bool]:
    return exists().where(
        col(ClientLocation.client_id) == col(SupportRequest.client_id),
        col(ClientLocation.state_code) == state_code.value,
        col(ClientLocation.kind) == LocationKind.HOME,
        col(ClientLocation.to_on).is_(None),
    )
