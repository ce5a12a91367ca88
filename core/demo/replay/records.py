"""Which records the requests are about: of the imported demo, the same ones each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core.demo.catalog import catalog
from core.demo.chance import Chance
from core.demo.scenarios import scenario_records
from core.exchange.people_rows import ProviderRow
from core.models.care import CareSession, Claim, ClientCharge, Payout
from core.models.people import Client, PracticeLocation, Provider
from core.vocabulary.care import ChargeStatus, ClaimStatus, PayerKind, PayoutStatus, SessionStatus
from core.vocabulary.people import ProviderStatus

PAID_AFTER = timedelta(days=17)  # a payout that is paid today was paid by then
RECENT, OLDEST = timedelta(days=75), timedelta(days=260)


@dataclass(frozen=True)
class ProviderOnFile:
    """A provider; `accepts_mos` is None for one who is not enrolled."""

    ref: str
    npi: str
    name: str
    email: str
    place: str
    accepts_mos: bool | None


@dataclass(frozen=True)
class ClientOnFile:
    """A client and their provider."""

    id: int
    ref: str
    first_name: str
    last_name: str
    provider: ProviderOnFile


@dataclass(frozen=True)
class SessionOnFile:
    """A confirmed session: what hangs on it in a word, and since when it has been as it is."""

    ref: str
    sort: str
    since: datetime
    provider: ProviderOnFile


class RecordPool:
    """Records that no request is about yet; each client and session is taken once."""

    def __init__(self, db: Session, until: datetime) -> None:
        people = _providers(db)
        self.providers, self.clients = list(people.values()), _clients(db, people)
        self.sessions = _sessions(db, people, until)
        for name, found in vars(self).items():
            Chance(f"pool of {name}").shuffle(found)

    def next_client(self) -> ClientOnFile | None:
        """The next client; None when there is no other."""
        return self.clients.pop() if self.clients else None

    def next_provider(self, what: str) -> ProviderOnFile | None:
        """The next provider whose listing can be wrong in this way; they come round again."""
        wanted = {"stopped": True, "taking": False}.get(what)
        fits = (one for one in self.providers if wanted is None or one.accepts_mos is wanted)
        if found := next(fits, None):
            self.providers.remove(found)
            self.providers += [found] if wanted is None else []
        return found

    def next_session(self, what: str, at: datetime) -> SessionOnFile | None:
        """A session of this sort that was the same before `at`; lately confirmed if possible."""
        fits = [one for one in self.sessions if one.since < at - timedelta(minutes=20)]
        lately = [one for one in fits if one.since > at - RECENT]
        pools = [[one for one in pool if one.sort == what] for pool in (lately, fits)]
        found = next((one for pool in (*pools, lately, fits) for one in pool), None)
        if found:
            self.sessions.remove(found)
        return found


def _providers(db: Session) -> dict[int, ProviderOnFile]:
    """Those at work by their keys, but for the scenario book's: what it tells stays as it is."""
    locations = select(PracticeLocation).order_by(col(PracticeLocation.ref).desc())
    places = {row.provider_id: f"{row.line1}, {row.city}" for row in db.scalars(locations)}
    told = [row.ref for row in scenario_records()[ProviderRow]]
    active = select(Provider).where(col(Provider.status) == ProviderStatus.ACTIVE)
    active = active.where(col(Provider.ref).not_in(told)).order_by(col(Provider.ref))
    found = {}
    for one in db.scalars(active):
        name, place = f"{one.first_name} {one.last_name}", places.get(one.key, "")
        accepts_mos = one.is_accepting_mos if one.mos_enrolled_from else None
        email = one.email or ""
        found[one.key] = ProviderOnFile(one.ref, one.npi, name, email, place, accepts_mos)
    return found


def _clients(db: Session, people: dict[int, ProviderOnFile]) -> list[ClientOnFile]:
    """Clients in care with every field that is corrected, none of them one of the characters."""
    known = {(one.first_name, one.last_name) for one in catalog().characters}
    columns = (Client.id, Client.ref, Client.first_name, Client.last_name)
    person: tuple[Any, ...] = tuple(map(col, columns))
    rows = db.execute(
        select(*person, func.max(col(CareSession.provider_id)).label("provider_id"))
        .join(CareSession, col(CareSession.client_id) == col(Client.id))
        .where(col(Client.email).is_not(None), col(Client.phone).is_not(None))
        .where(col(CareSession.coverage_id).is_not(None), col(Client.merged_into_id).is_(None))
        .group_by(*person)
        .order_by(col(Client.ref))
    )
    return [
        ClientOnFile(*row[:4], people[row.provider_id])
        for row in rows
        if row.provider_id in people and row[2:4] not in known
    ]


def _sessions(
    db: Session, people: dict[int, ProviderOnFile], until: datetime
) -> list[SessionOnFile]:
    """Confirmed sessions with at most one claim, in the order of their references."""
    session = CareSession
    own = (session.ref, session.payer_kind, session.confirmed_at, session.provider_id)
    columns: tuple[Any, ...] = tuple(map(col, own))
    latest: list[Any] = [
        func.max(Claim.status).label("claim"),
        func.max(Claim.adjudicated_at).label("adjudicated_at"),
        func.max(ClientCharge.charged_at).label("charged_at"),
        func.max(ClientCharge.status).label("charge"),
        func.max(Payout.status).label("payout"),
    ]
    wanted = select(*columns, *latest)
    for table in (Claim, ClientCharge, Payout):
        wanted = wanted.outerjoin(table, col(table.session_id) == col(session.id))
    rows = db.execute(
        wanted.where(col(session.status) == SessionStatus.CONFIRMED)
        .where(col(session.confirmed_at) > until - OLDEST)
        .group_by(*columns)
        .having(func.count(col(Claim.id)) <= 1)
        .order_by(col(session.ref))
    )
    known = (row for row in rows if row.provider_id in people)
    return [SessionOnFile(one.ref, _sort(one), _since(one), people[one[3]]) for one in known]


def _sort(row: Any) -> str:
    """A charge that is still due, the status of the claim, or who pays where there is none."""
    if row.charge == ChargeStatus.DUE:
        return "due"
    if row.payer_kind in (PayerKind.MOS, PayerKind.SELF_PAY):
        return str(row.payer_kind.value)
    return ClaimStatus(row.claim).value if row.claim else "none"


def _since(row: Any) -> datetime:
    """From when on everything on the session has been as it is today."""
    dates: list[datetime | None] = [row.confirmed_at, row.adjudicated_at, row.charged_at]
    if row.payout == PayoutStatus.PAID:
        dates.append(row.confirmed_at + PAID_AFTER)
    if row.charge == ChargeStatus.FAILED:
        dates.append(row.confirmed_at + timedelta(days=2))
    return max(at for at in dates if at)
