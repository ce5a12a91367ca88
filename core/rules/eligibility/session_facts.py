"""One session with everything that the checks read, and the question about it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.rules.eligibility.place_facts import LocationFact, PlaceFact, VisitFact
from core.rules.eligibility.practice_facts import BillingFacts, PlanFact, ProviderPractice
from core.rules.reference import Reference
from core.rules.sessions.deadline_facts import SessionFacts
from core.rules.sessions.notes import NoteFact
from core.rules.time import formats
from core.rules.time.instants import covers, local_date
from core.rules.time.policy import PolicyBook
from core.vocabulary.care import ApprovalEnd, CarOutcome, Modality, PayerKind
from core.vocabulary.coverage import VerificationStatus


@dataclass(frozen=True)
class BookedCoverage:
    """The coverage a session is booked to."""

    from_on: date
    to_on: date | None = None
    status: VerificationStatus = VerificationStatus.VERIFIED
    verified_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether it is active on `day`, both ends included (A38)."""
        return covers(self.from_on, self.to_on, day)

    def is_verified_at(self, now: datetime) -> bool:
        """Whether it is verified at `now`, that instant included (R05)."""
        is_verified = self.status == VerificationStatus.VERIFIED
        return is_verified and (self.verified_at is None or self.verified_at <= now)


@dataclass(frozen=True)
class ClientFact:
    """How ready a client is (R05), and where the client may be.

    `missing`: which of "email" and "phone" the record lacks (R32).
    """

    payment_method_at: datetime | None = None
    forms_at: datetime | None = None
    tz: ZoneInfo | None = None
    locations: tuple[LocationFact, ...] = ()
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MosCaseFact:
    """The Military OneSource case a session belongs to (R31, R32)."""

    ecms_case_id: str | None = None
    zoomgov_url: str | None = None
    referral_accepted_at: datetime | None = None


@dataclass(frozen=True)
class CarFact:
    """The Case Activity Report: what it says, when it was truly done, and the date entered."""

    outcome: CarOutcome
    completed_at: datetime | None = None
    entered_on: date | None = None
    ref: str = ""
    reference: str | None = None

    def is_done_by(self, instant: datetime) -> bool:
        """Whether it was truly done by `instant`, that instant included (R34)."""
        return self.completed_at is not None and self.completed_at <= instant


@dataclass(frozen=True)
class ApprovedFor:
    """What a crisis exception was approved for; `no_street`: why a place has no street address."""

    places: frozenset[PlaceFact]
    cpt: str | None
    cpt_addon: str | None = None
    no_street: str = ""


@dataclass(frozen=True)
class CrisisDecline:
    """Who declined an exception, when and why."""

    by: str
    at: datetime
    because: str


@dataclass(frozen=True)
class CrisisFact:
    """What is on record of a crisis; `approved_by` names the manager of an exception (R28).

    `approved_for` None: not known. `needed_at` is when the exception was first needed and visible
    here, `ended_at` when an import ended the approval.
    """

    has_narrative: bool = False
    has_resolution: bool = False
    approved_by: str | None = None
    approved_at: datetime | None = None
    approved_for: ApprovedFor | None = None
    needed_at: datetime | None = None
    declined: CrisisDecline | None = None
    ended_at: datetime | None = None
    ended_by: ApprovalEnd | None = None

    def is_approved_at(self, now: datetime) -> bool:
        """Whether a named person has approved it by `now`."""
        return bool(self.approved_by) and self.approved_at is not None and self.approved_at <= now


@dataclass(frozen=True)
class MoneyFact:
    """Money on a session: the number of claims in force, and in cents the client's charge and the
    provider's payout."""

    claims: int = 0
    charge_cents: int = 0
    payout_cents: int = 0


@dataclass(frozen=True)
class SessionCase:
    """A session and all around it. `places` are those of this session, one for each place the
    client was in; `plan` and `coverage` are those it is booked to; `plans` are all Blue plans."""

    session: SessionFacts
    provider: ProviderPractice
    client: ClientFact
    booked_at: datetime
    modality: Modality = Modality.VIDEO
    plan: PlanFact | None = None
    coverage: BookedCoverage | None = None
    plans: tuple[PlanFact, ...] = ()
    cpt: str | None = None
    cpt_addon: str | None = None
    diagnoses: tuple[str, ...] = ()
    practice_place: PlaceFact | None = None
    places: tuple[PlaceFact, ...] = ()
    notes: tuple[NoteFact, ...] = ()
    crisis: CrisisFact | None = None
    mos_case: MosCaseFact | None = None
    car: CarFact | None = None
    attested_at: datetime | None = None
    money: MoneyFact = MoneyFact()
    visits: tuple[VisitFact, ...] = ()

    @property
    def day(self) -> date:
        """The date of service."""
        return self.session.date_of_service

    @property
    def minutes(self) -> int:
        """How long it lasted, in whole minutes that really passed."""
        return int((self.session.end_at - self.session.start_at).total_seconds() // 60)

    @property
    def is_mos(self) -> bool:
        """Whether Military OneSource pays."""
        return self.session.payer_kind == PayerKind.MOS

    @property
    def is_billed_to_a_plan(self) -> bool:
        """Whether an insurer or an EAP pays (A36)."""
        return self.session.payer_kind in (PayerKind.INSURANCE, PayerKind.EAP)

    @property
    def is_telehealth(self) -> bool:
        """Whether the client was elsewhere; a phone session counts (A37)."""
        return self.modality != Modality.IN_PERSON

    @property
    def places_of_care(self) -> tuple[PlaceFact, ...]:
        """Where the client was: as recorded, and in person at the practice (R19)."""
        if self.is_telehealth:
            return self.places
        return (self.practice_place,) if self.practice_place else ()


@dataclass(frozen=True)
class SessionQuestion:
    """A question about a session: at which instant, by which policies and reference data."""

    case: SessionCase
    now: datetime
    book: PolicyBook
    reference: Reference

    @property
    def today(self) -> date:
        """The day of `now` on the session's clock."""
        return local_date(self.now, self.case.session.tz)

    @property
    def billing(self) -> BillingFacts:
        """The part of it that decides about a state."""
        case = self.case
        return BillingFacts(
            day=case.day,
            payer_kind=case.session.payer_kind,
            provider=case.provider,
            plan=case.plan,
            plans=case.plans,
            locations=case.client.locations,
            visits=case.visits,
            today=self.today,
        )

    def day_text(self, day: date) -> str:
        """A day as a reason names it, without the year of `now`."""
        return formats.day_text(day, self.today)

    def instant_text(self, at: datetime) -> str:
        """An instant on the session's clock as a reason names it, without the year of `now`."""
        return formats.instant_text(at, self.case.session.tz, self.now)
