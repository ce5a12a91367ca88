"""Who and what the stories are about: records of the imported demo, the same ones each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.demo.book import book
from core.demo.dice import Dice
from core.demo.scenarios.book import scenario_book
from core.models.care import CareSession, Claim, ClientCharge, Payout
from core.models.people import Client, PracticeLocation, Provider
from core.vocabulary.care import (
    ChargeStatus,
    ClaimStatus,
    PayerKind,
    PayoutStatus,
    SessionStatus,
)
from core.vocabulary.people import ProviderStatus

PAID_AFTER = timedelta(days=17)
"""After so long a payout that is paid today was paid already."""
RECENT = timedelta(days=75)


@dataclass(frozen=True)
class Someone:
    """A provider, as those who ask name themselves."""

    ref: str
    npi: str
    first_name: str
    last_name: str
    email: str
    place: str
    enrolled: bool
    is_accepting_mos: bool

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class Subject:
    """A client and their provider."""

    client_id: int
    client_ref: str
    first_name: str
    last_name: str
    provider: Someone


@dataclass(frozen=True)
class Booked:
    """A confirmed session, with what hangs on it and since when that stands."""

    ref: str
    sort: str
    since: datetime
    provider: Someone


@dataclass
class Cast:
    """Records that no story has taken yet; each of clients and sessions is taken once."""

    subjects: list[Subject]
    providers: list[Someone]
    sessions: list[Booked]

    def subject(self) -> Subject | None:
        """The next client; None when there is no other."""
        return self.subjects.pop() if self.subjects else None

    def provider(self, what: str) -> Someone | None:
        """The next provider whose listing can be wrong in this way; they come round again."""
        wanted = {"stopped": True, "taking": False}.get(what)
        for one in self.providers:
            if wanted is None or (one.enrolled and one.is_accepting_mos is wanted):
                self.providers.remove(one)
                if wanted is None:
                    self.providers.append(one)
                return one
        return None

    def session(self, what: str, at: datetime) -> Booked | None:
        """A session in this state since before `at`, lately confirmed; failing that, another."""
        fits = [one for one in self.sessions if one.since < at - timedelta(minutes=20)]
        lately = [one for one in fits if one.since > at - RECENT]
        named = (pool for pool in (lately, fits) if any(one.sort == what for one in pool))
        pool = [one for one in next(named, []) if one.sort == what] or lately or fits
        if not pool:
            return None
        self.sessions.remove(pool[0])
        return pool[0]


def make_cast(db: Session, as_of: datetime) -> Cast:
    """The records of the database, shuffled the same way each time."""
    people = _providers(db)
    cast = Cast(_subjects(db, people), list(people.values()), _sessions(db, people, as_of))
    for name, pool in (("c", cast.subjects), ("p", cast.providers), ("s", cast.sessions)):
        Dice(f"cast {name}").shuffle(pool)
    return cast


def _providers(db: Session) -> dict[int, Someone]:
    """Those at work by their keys, but for the scenario book's: what it tells stays as it is."""
    places = {
        row.provider_id: f"{row.line1}, {row.city}"
        for row in db.scalars(select(PracticeLocation).order_by(col(PracticeLocation.ref).desc()))
    }
    active = select(Provider).where(col(Provider.status) == ProviderStatus.ACTIVE)
    return {
        one.key: Someone(
            ref=one.ref,
            npi=one.npi,
            first_name=one.first_name,
            last_name=one.last_name,
            email=one.email or "",
            place=places.get(one.key, "2 Station Square"),
            enrolled=one.mos_enrolled_from is not None and one.mos_enrolled_to is None,
            is_accepting_mos=one.is_accepting_mos,
        )
        for one in db.scalars(active.order_by(col(Provider.ref)))
        if one.ref not in scenario_book().providers
    }


def _subjects(db: Session, people: dict[int, Someone]) -> list[Subject]:
    """Clients in care with every field that is corrected, none of them one of the characters."""
    known = {(one.first_name, one.last_name) for one in book().characters}
    client = Client
    columns: tuple[Any, ...] = (
        col(client.id),
        col(client.ref),
        col(client.first_name),
        col(client.last_name),
        func.max(col(CareSession.provider_id)).label("provider_id"),
    )
    rows = db.execute(
        select(*columns)
        .join(CareSession, col(CareSession.client_id) == col(client.id))
        .where(col(client.email).is_not(None), col(client.phone).is_not(None))
        .where(col(CareSession.coverage_id).is_not(None), col(client.merged_into_id).is_(None))
        .group_by(*columns[:4])
        .order_by(col(client.ref))
    )
    return [
        Subject(row.id, row.ref, row.first_name, row.last_name, people[row.provider_id])
        for row in rows
        if row.provider_id in people and (row.first_name, row.last_name) not in known
    ]


def _sessions(db: Session, people: dict[int, Someone], as_of: datetime) -> list[Booked]:
    """Confirmed sessions with at most one claim, in the order of their references."""
    columns: tuple[Any, ...] = (
        col(CareSession.ref),
        col(CareSession.payer_kind),
        col(CareSession.confirmed_at),
        col(CareSession.provider_id),
        func.max(col(Claim.status)).label("claim"),
        func.max(col(Claim.adjudicated_at)).label("adjudicated_at"),
        func.max(col(ClientCharge.charged_at)).label("charged_at"),
        func.max(col(ClientCharge.status)).label("charge"),
        func.max(col(Payout.status)).label("payout"),
    )
    rows = db.execute(
        select(*columns)
        .outerjoin(Claim, col(Claim.session_id) == col(CareSession.id))
        .outerjoin(ClientCharge, col(ClientCharge.session_id) == col(CareSession.id))
        .outerjoin(Payout, col(Payout.session_id) == col(CareSession.id))
        .where(col(CareSession.status) == SessionStatus.CONFIRMED)
        .where(col(CareSession.confirmed_at) > as_of - timedelta(days=260))
        .group_by(*columns[:4])
        .having(func.count(col(Claim.id)) <= 1)
        .order_by(col(CareSession.ref))
    ).all()
    return [
        Booked(row.ref, _sort(row), _since(row), people[row.provider_id])
        for row in rows
        if row.provider_id in people
    ]


def _sort(row: Any) -> str:
    """What hangs on the session, in a word: a charge that is still to be drawn, the state of its
    claim, or who pays where there is none."""
    if row.charge == ChargeStatus.DUE:
        return "due"
    if row.payer_kind in (PayerKind.MOS, PayerKind.SELF_PAY):
        return str(row.payer_kind.value)
    return ClaimStatus(row.claim).value if row.claim else "none"


def _since(row: Any) -> datetime:
    """From when on everything on the session has stood as it stands today."""
    since: Sequence[datetime | None] = (row.confirmed_at, row.adjudicated_at, row.charged_at)
    known = [one for one in since if one is not None]
    if row.payout == PayoutStatus.PAID:
        known.append(row.confirmed_at + PAID_AFTER)
    if row.charge == ChargeStatus.FAILED:
        known.append(row.confirmed_at + timedelta(days=2))
    return max(known)
