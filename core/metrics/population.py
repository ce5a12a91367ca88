"""The filters that all figures share, as conditions: of sessions, and of requests."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from core.models.care import CareSession, SessionPlace
from core.models.people import Client, ClientLocation, PracticeLocation, Provider
from core.models.requests import SupportRequest
from core.rules.metric_filters import MetricFilter
from core.rules.sessions.masking import initials
from core.vocabulary.people import LocationKind
from core.vocabulary.states import StateCode

Where = list[ColumnElement[bool]]

PEOPLE: tuple[Any, ...] = (
    col(Provider.ref).label("provider_ref"),
    (col(Provider.first_name) + " " + col(Provider.last_name)).label("provider"),
    col(Client.ref).label("client_ref"),
    col(Client.first_name),
    col(Client.last_name),
)
"""The columns that `people` reads."""


def people(row: Any) -> dict[str, str]:
    """Who a row is about, the client in initials."""
    return {
        "provider_ref": row.provider_ref or "",
        "provider": row.provider or "",
        "client_ref": row.client_ref or "",
        "client": initials(row.first_name or "", row.last_name or ""),
    }


def of_sessions(wanted: MetricFilter) -> Where:
    """State, payer kind and provider of a care session."""
    found: Where = []
    if wanted.payer_kind:
        found.append(col(CareSession.payer_kind) == wanted.payer_kind)
    if wanted.provider_ref:
        found.append(col(CareSession.provider_id) == provider_id(wanted.provider_ref))
    if wanted.state_code:
        found.append(session_state() == wanted.state_code.value)
    return found


def of_requests(wanted: MetricFilter) -> Where:
    """The same of a request, beside which its session, if it has one, is joined.

    A request about no session has no payer; its state is one that its provider practices in or
    its client lives in.
    """
    found: Where = []
    if wanted.payer_kind:
        found.append(col(CareSession.payer_kind) == wanted.payer_kind)
    if wanted.provider_ref:
        about = func.coalesce(col(SupportRequest.provider_id), col(CareSession.provider_id))
        found.append(about == provider_id(wanted.provider_ref))
    if wanted.state_code:
        elsewhere = or_(_practices_in(wanted.state_code), _lives_in(wanted.state_code))
        alone = and_(col(SupportRequest.session_id).is_(None), elsewhere)
        found.append(or_(session_state() == wanted.state_code.value, alone))
    return found


def provider_id(ref: str) -> Any:
    """The id of the provider of this reference; no row has that of an unknown one."""
    return select(col(Provider.id)).where(col(Provider.ref) == ref).scalar_subquery()


def session_state() -> ColumnElement[str]:
    """The state of a session's first place, else of its practice location."""
    place = (
        select(col(SessionPlace.state_code))
        .where(col(SessionPlace.session_id) == col(CareSession.id))
        .order_by(col(SessionPlace.ordinal))
        .limit(1)
        .correlate(CareSession)
    )
    location = (
        select(col(PracticeLocation.state_code))
        .where(col(PracticeLocation.id) == col(CareSession.practice_location_id))
        .correlate(CareSession)
    )
    return func.coalesce(place.scalar_subquery(), location.scalar_subquery())


def _practices_in(state_code: StateCode) -> ColumnElement[bool]:
    there = select(col(PracticeLocation.provider_id)).where(
        col(PracticeLocation.state_code) == state_code, col(PracticeLocation.is_active)
    )
    return col(SupportRequest.provider_id).in_(there)


def _lives_in(state_code: StateCode) -> ColumnElement[bool]:
    there = select(col(ClientLocation.client_id)).where(
        col(ClientLocation.state_code) == state_code.value,
        col(ClientLocation.kind) == LocationKind.HOME,
        col(ClientLocation.to_on).is_(None),
    )
    return col(SupportRequest.client_id).in_(there)
