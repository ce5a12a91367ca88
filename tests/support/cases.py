"""Cases for the rules, told by what is different from an ordinary session.

An ordinary one: insured with Meridian, by video at home in New York on 12 May 2026 at 15:00, fifty
minutes, licensed and credentialed there, nothing missing; asked about an hour after its end.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.facts import reference
from core.rules.eligibility.place_facts import LocationFact, PlaceFact
from core.rules.eligibility.practice_facts import (
    AreaFact,
    BillingFacts,
    CredentialFact,
    LicenseFact,
    OptInFact,
    PlanFact,
    ProviderPractice,
)
from core.rules.eligibility.session_facts import (
    BookedCoverage,
    CarFact,
    ClientFact,
    CrisisFact,
    MosCaseFact,
    SessionCase,
    SessionQuestion,
)
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.notes import NoteFact
from core.vocabulary.care import CarOutcome, NoteMode, PayerKind, SessionKind, SessionStatus
from core.vocabulary.people import LocationKind
from tests.rules.test_vectors import BOOK

REFERENCE = reference.packaged_reference()
NY = "America/New_York"
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
EARLY = date(2020, 1, 1)
LONG_AGO = datetime(2024, 2, 1, tzinfo=UTC)
ADDRESSES = {
    "NY": ("14 Linden Street", "New York", "10001"),
    "NJ": ("8 Harbor Avenue", "Hoboken", "07030"),
    "CA": ("220 Palm Court", "Los Angeles", "90012"),
    "FL": ("3 Ocean Walk", "Miami", "33139"),
    "TX": ("71 Mesa Drive", "Austin", "78701"),
    "OK": ("5 Prairie Lane", "Tulsa", "74103"),
    "NC": ("19 Dogwood Road", "Durham", "27701"),
    "PA": ("11 Market Lane", "Philadelphia", "19103"),
    "WA": ("27 Cedar Street", "Seattle", "98101"),
    "NV": ("501 Sierra Street", "Reno", "89501"),
}


def at(text: str, zone: str = NY, fold: int = 0) -> datetime:
    """A wall clock: "2026-05-12 15:00"."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


def place(state: str, **changes: Any) -> PlaceFact:
    line1, city, zip_code = ADDRESSES.get(state, ("1 Some Street", "Some City", None))
    return replace(PlaceFact(state, line1, city, zip_code), **changes)


def license_in(state: str, **changes: Any) -> LicenseFact:
    return replace(LicenseFact(state, EARLY), **changes)


def credential(plan: str, state: str, **changes: Any) -> CredentialFact:
    return replace(CredentialFact(plan, state, EARLY), **changes)


def opt_in(plan: str, state: str) -> OptInFact:
    return OptInFact(plan, state, EARLY)


def plan(ref: str = "meridian", *areas: str, **changes: Any) -> PlanFact:
    """A plan; with areas ("NC", "PA 191") a Blue one, and its own payer."""
    spans = tuple(AreaFact(*area.split()) for area in areas)
    made = PlanFact(ref, ref, ref, is_bcbs=bool(areas), telehealth_allowed=True, areas=spans)
    return replace(made, **changes)


BLUE_NC = plan("bcbs_nc", "NC", bluecard_eligible=True)
BLUE_NY, BLUE_MA = plan("anthem_ny", "NY"), plan("bcbs_ma", "MA")
BLUE_NH, BLUE_TX = plan("bcbs_nh", "NH"), plan("bcbs_tx", "TX")
BLUES = (BLUE_NC, BLUE_NY, BLUE_MA, BLUE_NH, BLUE_TX)
DAY = date(2026, 5, 12)


def provider(
    licenses: str = "NY", *credentials: str, opt_ins: tuple[str, ...] = (), **changes: Any
) -> ProviderPractice:
    """Licensed in the states named; credentials and opt-ins as "plan STATE"."""
    return ProviderPractice(
        licenses=tuple(license_in(state) for state in licenses.split()),
        credentials=tuple(credential(*words.split()) for words in credentials),
        opt_ins=tuple(opt_in(*words.split()) for words in opt_ins),
        **changes,
    )


def facts(who: ProviderPractice, with_plan: PlanFact | None = None, **changes: Any) -> BillingFacts:
    """An insured client of `with_plan`, Meridian if none is given."""
    made = BillingFacts(DAY, PayerKind.INSURANCE, who, with_plan or plan(), BLUES)
    return replace(made, **changes)


def location(state: str, kind: LocationKind, **changes: Any) -> LocationFact:
    return replace(LocationFact(state, kind), **changes)


def times(start: str = "2026-05-12 15:00", minutes: int = 50, zone: str = NY) -> SessionFacts:
    begins = at(start, zone)
    return SessionFacts(
        scheduled_start_at=begins,
        scheduled_end_at=begins + timedelta(minutes=minutes),
        tz=ZoneInfo(zone),
        payer_kind=PayerKind.INSURANCE,
        kind=SessionKind.SESSION,
        status=SessionStatus.SCHEDULED,
    )


def ordinary(session: SessionFacts | None = None, **changes: Any) -> SessionCase:
    session = session or times()
    made = SessionCase(
        session=session,
        provider=provider("NY", "meridian NY"),
        client=ClientFact(LONG_AGO, LONG_AGO, locations=(LocationFact("NY", LocationKind.HOME),)),
        booked_at=session.start_at - timedelta(days=7),
        plan=plan(),
        coverage=BookedCoverage(EARLY, verified_at=LONG_AGO),
        plans=BLUES,
        cpt="90834",
        diagnoses=("F41.1",),
        places=(place("NY"),),
        notes=(signed(session.end_at + 15 * MINUTE),),
    )
    return replace(made, **changes)


def mos(session: SessionFacts | None = None, **changes: Any) -> SessionCase:
    """A Military OneSource session, forty-five minutes, reported half an hour after its end."""
    session = replace(session or times(minutes=45), payer_kind=PayerKind.MOS)
    made = ordinary(
        session,
        provider=provider("NY", mos_from=EARLY, mos_trained_on=EARLY),
        client=ClientFact(None, LONG_AGO),
        plan=None,
        coverage=None,
        cpt=None,
        diagnoses=(),
        mos_case=MosCaseFact("EC-1", "https://mos.zoomgov.com/j/1", LONG_AGO),
        car=CarFact(
            CarOutcome.TOOK_PLACE,
            session.end_at + 30 * MINUTE,
            session.date_of_service + timedelta(days=1),
        ),
    )
    return replace(made, **changes)


def crisis(**changes: Any) -> SessionCase:
    return replace(ordinary(cpt="90839", crisis=CrisisFact(True, True)), **changes)


def confirmed(case: SessionCase, at: datetime | None = None) -> SessionCase:
    moment = at or case.session.end_at + HOUR
    session = replace(case.session, status=SessionStatus.CONFIRMED, confirmed_at=moment)
    return replace(case, session=session, attested_at=moment if case.is_mos else None)


def with_session(case: SessionCase, **changes: Any) -> SessionCase:
    return replace(case, session=replace(case.session, **changes))


def signed(when: datetime, mode: NoteMode = NoteMode.TEMPLATE_MANUAL) -> NoteFact:
    return NoteFact(mode, when, when)


def asked(case: SessionCase, now: datetime | None = None, book: Any = BOOK) -> SessionQuestion:
    """About `case`, an hour after its end unless `now` is given."""
    return SessionQuestion(case, now or case.session.end_at + HOUR, book, REFERENCE)
