"""Find sessions: by reference, people, case, days, stage, payer and place, newest first."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.access import LOOKING, guard, reason_problem
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.models.care import CareSession
from core.models.coverage import Payer
from core.queries.sessions import filters as filters
from core.queries.sessions.paging import COUNTED_UP_TO, Where, count_sessions, session_slice
from core.queries.sessions.rows import ListedSession, session_rows
from core.rules.names import is_reference
from core.rules.requests.npi import npi_problem
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import Modality, PayerKind, SessionStage
from core.vocabulary.coverage import PayerClass
from core.vocabulary.states import StateCode

LONGEST_TEXT = 120
UNCHECKED = frozenset({"reason", "after", "before"})
"""Fields with a check of their own."""


@dataclass(frozen=True)
class SessionSearch:
    """What is looked for; everything given must hold, nothing given finds every session.

    `client` and `provider` are a reference or words of a name, in any order; `reason`
    is why clients are searched by name. The days are days of service, both included. `after` and
    `before` are the references of the session a page goes on from.
    """

    ref: str = ""
    client: str = ""
    reason: str = ""
    provider: str = ""
    npi: str = ""
    ecms_case_id: str = ""
    from_on: date | None = None
    to_on: date | None = None
    stage: SessionStage | None = None
    payer_ref: str = ""
    payer_kind: PayerKind | None = None
    state_code: StateCode | None = None
    modality: Modality | None = None
    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class SessionPage:
    """One page of sessions. `total` is exact up to `COUNTED_UP_TO`."""

    rows: tuple[ListedSession, ...]
    has_newer: bool
    has_older: bool
    total: int
    is_total_exact: bool

    @property
    def counted(self) -> str:
        """How many there are, for a person: "37" or "1,000+"."""
        return f"{self.total:,}" if self.is_total_exact else f"{self.total:,}+"


@dataclass(frozen=True)
class PayerChoice:
    """A payer to filter by."""

    ref: str
    name: str
    payer_class: PayerClass


@guard(LOOKING)
def find_sessions(context: ReadContext, search: SessionSearch) -> SessionPage:
    """The sessions that match, newest first, `paging.LIMIT` at a time.

    Raises InvalidInput by field, StalePage when the session to continue from is unknown. A search
    by a client's name is logged without the name.
    """
    asked = _tidied(search)
    _check(context, asked)
    where = session_conditions(context, asked)
    found = session_slice(context.db, where, asked.after, asked.before)
    total = len(found.ids) if found.is_everything else count_sessions(context.db, where)
    _log(context, asked)
    return SessionPage(
        rows=session_rows(context, found.ids),
        has_newer=found.has_newer,
        has_older=found.has_older,
        total=min(total, COUNTED_UP_TO),
        is_total_exact=total <= COUNTED_UP_TO,
    )


@guard(LOOKING)
def payer_choices(context: ReadContext) -> tuple[PayerChoice, ...]:
    """Every payer by name, for the filter."""
    columns = (col(Payer.ref), col(Payer.name), col(Payer.payer_class))
    rows = context.db.execute(select(*columns).order_by(col(Payer.name), col(Payer.ref)))
    return tuple(PayerChoice(*row) for row in rows)


def session_conditions(context: ReadContext, asked: SessionSearch) -> Where:
    """The conditions of all filters; people and cases are found on the way."""
    db, day = context.db, col(CareSession.date_of_service)
    found: Where = []
    if asked.ref:
        found.append(filters.by_ref(db, asked.ref))
    if asked.client:
        found.append(filters.by_client(db, asked.client))
    if asked.provider:
        found.append(filters.by_provider(db, asked.provider))
    if asked.npi:
        found.append(filters.by_npi(db, asked.npi))
    if asked.ecms_case_id:
        found.append(filters.by_ecms_case(db, asked.ecms_case_id))
    if asked.payer_ref:
        found.append(filters.by_payer(db, asked.payer_ref))
    if asked.payer_kind:
        found.append(col(CareSession.payer_kind) == asked.payer_kind)
    if asked.modality:
        found.append(col(CareSession.modality) == asked.modality)
    if asked.state_code:
        found.append(filters.by_state(asked.state_code))
    if asked.stage:
        found.append(filters.by_stage(asked.stage, context.now))
    found += [day >= asked.from_on] if asked.from_on else []
    found += [day <= asked.to_on] if asked.to_on else []
    return found


def _tidied(search: SessionSearch) -> SessionSearch:
    """The filters without blanks around what was typed."""
    texts = {one.name: getattr(search, one.name) for one in fields(search)}
    typed: dict[str, Any] = {
        name: " ".join(text.split()) for name, text in texts.items() if type(text) is str
    }
    return replace(search, **typed)


def _check(context: ReadContext, asked: SessionSearch) -> None:
    texts = {
        one.name: getattr(asked, one.name) for one in fields(asked) if one.name not in UNCHECKED
    }
    problems = {
        name: "This is too long or contains characters we cannot search. Type it again."
        for name, text in texts.items()
        if type(text) is str and (len(text) > LONGEST_TEXT or not text.isprintable())
    }
    wrong = asked.npi and npi_problem(asked.npi)
    if wrong:
        problems["npi"] = wrong
    if asked.from_on and asked.to_on and asked.to_on < asked.from_on:
        problems["to_on"] = "The last day is before the first day. Swap them."
    if _is_by_name(asked) and (reason := reason_problem(context.actor, asked.reason)):
        problems["reason"] = reason
    if problems:
        raise InvalidInput(problems)


def _is_by_name(asked: SessionSearch) -> bool:
    return bool(asked.client) and not is_reference(asked.client)


def _log(context: ReadContext, asked: SessionSearch) -> None:
    if _is_by_name(asked):
        context.log(ReadingAction.SEARCH, "client", field="name", reason=asked.reason or None)
