"""Everything about a session that its page and the rules of eligibility ask for, loaded at once."""

from bisect import bisect_left
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import accumulate
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.db.prepared import Prepared
from core.facts.clients import (
    COVERAGES,
    LOCATIONS,
    VISITS,
    ClientPlace,
    addresses_on,
    client_fact,
)
from core.facts.crises import DECLINES, crisis_fact
from core.facts.data_issues import ISSUES, StoredIssue
from core.facts.gather import Gathered, Kind, gather
from core.facts.money import CHARGES, CLAIMS, PAYOUTS
from core.facts.plans import Plans, all_plans
from core.facts.providers import PRACTICES, PROVIDER_KINDS, provider_fact
from core.facts.sessions import (
    CANCELLATIONS,
    DIAGNOSES,
    NOTES,
    PLACES,
    RecordedPlace,
    session_fact,
)
from core.models.care import CareSession, CarReport
from core.models.coverage import Coverage, MosCase, Payer, Plan
from core.models.exchange import ImportBatch
from core.models.people import Client, PracticeLocation, Provider, Staff
from core.rules.eligibility.place_facts import PlaceFact
from core.rules.eligibility.session_facts import (
    BookedCoverage,
    CarFact,
    MosCaseFact,
    SessionCase,
)
from core.rules.sessions.money import SessionCharge, SessionClaim, SessionPayout, standing_money

SESSION_KINDS = (
    NOTES,
    DIAGNOSES,
    PLACES,
    CLAIMS,
    CHARGES,
    PAYOUTS,
    CANCELLATIONS,
    ISSUES,
    DECLINES,
)


@dataclass(frozen=True)
class SessionBundle:
    """One session with its people, its money and the case that the rules decide.

    `session`, `client`, `provider`, `coverage` and `practice_location` have the columns of their
    tables and `key`. `coverage` and `payer` are those it is billed to, None where no coverage pays;
    `imported_at` is when the import that last wrote it began. `nearby`: the practice locations in
    use and the client's addresses on the day, by which the states that matter are chosen (R22).
    """

    session: Any
    client: Any
    provider: Any
    coverage: Any
    payer: str | None
    practice_location: Any
    imported_at: datetime | None
    case: SessionCase
    claims: tuple[SessionClaim, ...]
    charges: tuple[SessionCharge, ...]
    payouts: tuple[SessionPayout, ...]
    places: tuple[RecordedPlace, ...]
    client_places: tuple[ClientPlace, ...]
    nearby: frozenset[PlaceFact]
    issues: tuple[StoredIssue, ...]


def session_bundles(db: Session, where: ColumnElement[bool]) -> dict[int, SessionBundle]:
    """The sessions under `where` by id; two statements, however many there are, or one for none."""
    db.flush()
    # plain values: the detour through entities makes up most of a short read
    rows = db.connection().execute(_SESSIONS.where(where))
    return _bundles(db, rows, ())[0]


def bundles_by_ref(
    db: Session, ref: str, kinds: Sequence[Kind[Any]]
) -> tuple[dict[str, SessionBundle], Gathered]:
    """The sessions with this reference in any case, by reference, and more that belongs to them."""
    found, more = _bundles(db, _BY_REF.records(db, {"ref": ref}), kinds)
    return {one.session.ref: one for one in found.values()}, more


def _bundles(
    db: Session, stored: Iterable[Sequence[Any]], kinds: Sequence[Kind[Any]]
) -> tuple[dict[int, SessionBundle], Gathered]:
    rows = [_SessionRow(row) for row in stored]
    found = gather(
        db,
        ([row.session.id for row in rows], (*SESSION_KINDS, *kinds)),
        ({row.client.id for row in rows}, (COVERAGES, LOCATIONS, VISITS)),
        ({row.provider.id for row in rows}, PROVIDER_KINDS),
    )
    plans = all_plans(db) if rows else None
    return {row.session.id: _bundle(row, found, plans) for row in rows if plans}, found


class _SessionRow:
    """A row of `_SESSIONS`, taken apart."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.payer, self.approver, self.imported_at = row[-3:]
        parts = (make(row[first:end]) for make, first, end in _PARTS)
        self.session, self.client, self.provider, *others = parts
        joined = (one if one.id is not None else None for one in others)
        self.coverage, self.mos_case, self.car, self.practice_location = joined


def _part(table: Any) -> Callable[[Sequence[Any]], Any]:
    """What makes a row of this table, with `key`, of its columns in their order."""
    names = [column.key for column in _columns_of(table)]
    part: Any = type("StoredRow", (namedtuple("Columns", names),), {"key": property(_id_of)})
    made: Callable[[Sequence[Any]], Any] = part._make
    return made


def _id_of(row: Any) -> int:
    found: int = row.id
    return found


def _columns_of(table: Any) -> list[Any]:
    return list(inspect(table).local_table.columns)


_TABLES = (CareSession, Client, Provider, Coverage, MosCase, CarReport, PracticeLocation)
_ENDS = list(accumulate(len(_columns_of(table)) for table in _TABLES))
_PARTS = list(zip(map(_part, _TABLES), [0, *_ENDS], _ENDS, strict=False))
_SESSIONS: Select[Any] = (
    select(
        *(column for table in _TABLES for column in _columns_of(table)),
        col(Payer.name),
        col(Staff.name),
        col(ImportBatch.started_at),
    )
    .select_from(CareSession)
    .join(Client, col(Client.id) == col(CareSession.client_id))
    .join(Provider, col(Provider.id) == col(CareSession.provider_id))
    .outerjoin(Coverage, col(Coverage.id) == col(CareSession.coverage_id))
    .outerjoin(Plan, col(Plan.id) == col(Coverage.plan_id))
    .outerjoin(Payer, col(Payer.id) == col(Plan.payer_id))
    .outerjoin(MosCase, col(MosCase.id) == col(CareSession.mos_case_id))
    .outerjoin(CarReport, col(CarReport.session_id) == col(CareSession.id))
    .outerjoin(PracticeLocation, col(PracticeLocation.id) == col(CareSession.practice_location_id))
    .outerjoin(Staff, col(Staff.id) == col(CareSession.exception_approved_by_id))
    .outerjoin(ImportBatch, col(ImportBatch.id) == col(CareSession.batch_id))
)
_BY_REF = Prepared(
    _SESSIONS.where(func.lower(col(CareSession.ref)) == func.lower(bindparam("ref")))
)


def _bundle(row: _SessionRow, found: Gathered, plans: Plans) -> SessionBundle:
    session = row.session
    client_places = found[LOCATIONS][session.client_id]
    practices = found[PRACTICES][session.provider_id]
    return SessionBundle(
        session=session,
        client=row.client,
        provider=row.provider,
        coverage=row.coverage,
        payer=row.payer,
        practice_location=row.practice_location,
        imported_at=row.imported_at,
        case=_case(row, found, plans),
        claims=found[CLAIMS][session.id],
        charges=found[CHARGES][session.id],
        payouts=found[PAYOUTS][session.id],
        places=found[PLACES][session.id],
        client_places=client_places,
        issues=found[ISSUES][session.id],
        nearby=frozenset({*practices, *addresses_on(client_places, session.date_of_service)}),
    )


_day_of = attrgetter("on")


def _case(row: _SessionRow, found: Gathered, plans: Plans) -> SessionCase:
    session, coverage = row.session, row.coverage
    key, client_id = session.id, session.client_id
    visits = found[VISITS][client_id]
    # in order of time: comparing each visit with each session takes long for some clients
    earlier = visits[: bisect_left(visits, session.date_of_service, key=_day_of)]
    return SessionCase(
        session=session_fact(session, found[COVERAGES][client_id], found[CANCELLATIONS][key]),
        provider=provider_fact(row.provider, found),
        client=client_fact(row.client, found[LOCATIONS][client_id]),
        booked_at=session.booked_at,
        modality=session.modality,
        plan=plans.by_id[coverage.plan_id] if coverage else None,
        coverage=_coverage(coverage),
        plans=plans.blue,
        cpt=session.cpt,
        cpt_addon=session.cpt_addon,
        diagnoses=found[DIAGNOSES][key],
        practice_place=_practice(row.practice_location),
        places=tuple(one.place for one in found[PLACES][key]),
        notes=found[NOTES][key],
        crisis=crisis_fact(session, row.approver, found[DECLINES][key]),
        mos_case=_fact(MosCaseFact, row.mos_case),
        car=_fact(CarFact, row.car),
        attested_at=session.attested_at,
        money=standing_money(found[CLAIMS][key], found[CHARGES][key], found[PAYOUTS][key]),
        visits=earlier,
    )


def _coverage(one: Any) -> BookedCoverage | None:
    if one is None:
        return None
    return BookedCoverage(one.from_on, one.to_on, one.verification_status, one.verified_at)


def _fact(kind: Any, row: Any) -> Any:
    """The fact whose fields are named as the columns of `row`; None without a row."""
    return kind(*(getattr(row, one.name) for one in fields(kind))) if row else None


def _practice(one: Any) -> PlaceFact | None:
    return PlaceFact(one.state_code.value, one.line1, one.city, one.zip) if one else None
