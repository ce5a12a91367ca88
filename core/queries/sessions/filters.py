"""The filters of the session list: by name, a condition on columns of `care_session`.

Each takes a parameter of its own name, so that the statement of a set of filters is built once. In
SQL of one table an index answers each, in the order of the list; people are found before.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from core.facts.references import find_columns
from core.models.all_tables import metadata
from core.models.base import written_out
from core.models.coverage import Payer
from core.vocabulary.care import PayerKind, SessionKind, SessionStage, SessionStatus
from core.vocabulary.coverage import PayerClass

Given = dict[str, Any]
"""By the name of a filter, what is looked for."""

SESSION, PLACE = metadata.tables["care_session"], metadata.tables["session_place"]
PROVIDER, CASE = metadata.tables["provider"], metadata.tables["mos_case"]
LOCATION = metadata.tables["practice_location"]
_OF = SESSION.c


def _any_of(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


def _key(table: Any, column: Any, name: str) -> Any:
    """The id of the row that alone has this value."""
    return select(table.c.id).where(column == bindparam(name)).scalar_subquery()


def _checked(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """All of them, in a form that no index answers: that of the other conditions is the best."""
    return case((and_(*conditions), true()), else_=false())


_END = func.coalesce(_OF.actual_end_at, _OF.scheduled_end_at)
_BLOCKED, _IS_CONSULT = _OF.confirm_blocked_from, _OF.kind != SessionKind.SESSION
_IS_SCHEDULED = _OF.status == written_out(SessionStatus.SCHEDULED)


def _now(stage: SessionStage) -> Any:
    return bindparam(stage.value, type_=_OF.scheduled_end_at.type)


_AHEAD, _OVER = _now(SessionStage.SCHEDULED), _now(SessionStage.TOOK_PLACE)
_EXPIRED = _now(SessionStage.EXPIRED)
CONDITIONS: dict[str, tuple[ColumnElement[bool], ...]] = {
    "ids": (_any_of(_OF.id, "ids"),),
    "clients": (_any_of(_OF.client_id, "clients"),),
    "providers": (_any_of(_OF.provider_id, "providers"),),
    "npi": (_OF.provider_id == _key(PROVIDER, PROVIDER.c.npi, "npi"),),
    "ecms_case_id": (_OF.mos_case_id == _key(CASE, CASE.c.ecms_case_id, "ecms_case_id"),),
    "payer_id": (_OF.payer_id == bindparam("payer_id"),),
    "referred": (_OF.payer_kind == written_out(PayerKind.MOS),),
    "status": (_OF.status == bindparam("status"),),
    "from_on": (_OF.date_of_service >= bindparam("from_on"),),
    "to_on": (_OF.date_of_service <= bindparam("to_on"),),
    # the same as `rules.sessions.stage`
    SessionStage.SCHEDULED: (_IS_SCHEDULED, _checked(_END > _AHEAD)),
    SessionStage.TOOK_PLACE: (
        _IS_SCHEDULED,
        _checked(_END <= _OVER, or_(_IS_CONSULT, _BLOCKED.is_(None), _BLOCKED > _OVER)),
    ),
    SessionStage.EXPIRED: (
        _IS_SCHEDULED,
        _checked(_END <= _EXPIRED, ~_IS_CONSULT, _BLOCKED <= _EXPIRED),
    ),
}

NARROW = ("ids", "clients", "providers", "npi", "ecms_case_id", "from_on", "to_on")
"""Filters that leave few sessions, or walk less of an index."""
STATE = "state_code"
_STATE = bindparam(STATE, type_=_OF.state_code.type)
_WAS_THERE = exists().where(PLACE.c.session_id == _OF.id, PLACE.c.state_code == _STATE)
_IS_THERE = exists().where(
    LOCATION.c.id == _OF.practice_location_id, LOCATION.c.state_code == _STATE
)
BY_STATE = (
    (_OF.state_code == _STATE,),
    (_OF.is_in_several_states, _OF.state_code != _STATE, or_(_WAS_THERE, _IS_THERE)),
)
"""The sessions during which the client was in a state, or that took place at a practice location
there: those of that state, and a few that name several states."""


def branches(names: Iterable[str]) -> list[list[ColumnElement[bool]]]:
    """The conditions of these filters; each branch has sessions that the others have not."""
    narrow = [one for name in names if name in NARROW for one in CONDITIONS[name]]
    wide = [one for name in names if name not in {*NARROW, STATE} for one in CONDITIONS[name]]
    if STATE not in names:
        return [[*narrow, *wide]]
    first, several = BY_STATE
    return [[*first, *narrow, *wide], [*several, *narrow, *([_checked(*wide)] if wide else [])]]


def of_payer(db: Session, payer_ref: str) -> Given:
    """The sessions under a coverage of this payer. Military OneSource pays by referral, not by
    coverage: there it is all sessions of that kind."""
    payer_id, kind = find_columns(db, Payer, payer_ref, "id", "payer_class") or (None, None)
    return {"referred": True} if kind == PayerClass.MOS else {"payer_id": payer_id}


def of_stage(stage: SessionStage, now: datetime) -> Given:
    """The sessions at this stage at `now`."""
    return {stage.value: now} if stage in CONDITIONS else {"status": SessionStatus(stage.value)}
