"""Find sessions: by reference, people, case, days, stage, payer and place, newest first."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.access import LOOKING, guard, reason_problem
from core.db.transaction import ReadContext
from core.errors import InvalidInput
from core.facts.merged_clients import records_of_same_people
from core.facts.references import find_ids
from core.models.care import CareSession
from core.models.coverage import Payer
from core.models.people import Client, Provider
from core.queries.people.search import people_meant
from core.queries.sessions import filters as filters
from core.queries.sessions.filters import Given
from core.queries.sessions.paging import COUNTED_UP_TO, count_sessions, session_slice
from core.queries.sessions.rows import ListedSession, listed_sessions
from core.rules.names import is_reference
from core.rules.requests.npi import npi_problem
from core.vocabulary.administration import ReadingAction
from core.vocabulary.care import SessionStage
from core.vocabulary.coverage import PayerClass
from core.vocabulary.states import StateCode

LONGEST_TEXT = 120
AS_TYPED = ("npi", "ecms_case_id", "state_code", "from_on", "to_on")
"""Fields that are looked for as they are."""
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
    state_code: StateCode | None = None
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


_PAYERS = select(col(Payer.ref), col(Payer.name), col(Payer.payer_class)).order_by(
    col(Payer.name), col(Payer.ref)
)


@guard(LOOKING)
def find_sessions(context: ReadContext, search: SessionSearch) -> SessionPage:
    """The sessions that match, newest first, `paging.LIMIT` at a time.

    Raises InvalidInput by field, StalePage when the session to continue from is unknown. A search
    by a client's name is logged without the name.
    """
    asked = _tidied(search)
    _check(context, asked)
    given = given_filters(context, asked)
    found = session_slice(context.db, given, asked.after, asked.before)
    total = len(found.rows) if found.is_everything else count_sessions(context.db, given)
    _log(context, asked)
    return SessionPage(
        rows=listed_sessions(context, found.rows),
        has_newer=found.has_newer,
        has_older=found.has_older,
        total=min(total, COUNTED_UP_TO),
        is_total_exact=total <= COUNTED_UP_TO,
    )


@guard(LOOKING)
def payer_choices(context: ReadContext) -> tuple[PayerChoice, ...]:
    """Every payer by name, for the filter."""
    return tuple(PayerChoice(*row) for row in context.db.execute(_PAYERS))


def given_filters(context: ReadContext, asked: SessionSearch) -> Given:
    """What each filter looks for; people are found on the way."""
    db = context.db
    given: Given = {
        name: value for name in AS_TYPED if (value := getattr(asked, name)) not in ("", None)
    }
    if asked.ref:
        given["ids"] = find_ids(db, CareSession, asked.ref, f"S-{asked.ref}")
    if asked.client:
        ids = people_meant(db, Client, asked.client, "client")
        given["clients"] = records_of_same_people(db, ids)
    if asked.provider:
        given["providers"] = people_meant(db, Provider, asked.provider, "provider")
    if asked.payer_ref:
        given |= filters.of_payer(db, asked.payer_ref)
    if asked.stage:
        given |= filters.of_stage(asked.stage, context.now)
    return given


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
