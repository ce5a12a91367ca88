"""What a provider may do where: licenses, credentials, opt-ins, and the plans they belong to."""

from dataclasses import dataclass
from datetime import date

from core.rules.eligibility.place_facts import LocationFact, VisitFact
from core.rules.time.formats import day_text
from core.rules.time.instants import covers
from core.vocabulary.care import PayerKind
from core.vocabulary.coverage import (
    GOVERNMENT_LINES,
    CorrectionMethod,
    CredentialStatus,
    LineOfBusiness,
)
from core.vocabulary.people import LicenseKind, LicenseStatus


@dataclass(frozen=True)
class LicenseFact:
    """A license in one state. One marked as ended was in force up to its last day, if it has one;
    a pending or suspended one is not in force on any day."""

    state: str
    from_on: date
    to_on: date | None = None
    kind: LicenseKind = LicenseKind.LICENSE
    status: LicenseStatus = LicenseStatus.ACTIVE

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day`, both ends included (A21)."""
        ran_out = self.status == LicenseStatus.ENDED and self.to_on is not None
        in_force = self.status == LicenseStatus.ACTIVE or ran_out
        return in_force and covers(self.from_on, self.to_on, day)


@dataclass(frozen=True)
class CredentialFact:
    """A credential with one plan in one state; only one on the platform counts (R17)."""

    plan: str
    state: str
    from_on: date
    to_on: date | None = None
    status: CredentialStatus = CredentialStatus.ACTIVE
    is_on_headway: bool = True

    def holds_on(self, day: date) -> bool:
        """Whether it counts on `day`, both ends included (A21)."""
        ran_out = self.status == CredentialStatus.ENDED and self.to_on is not None
        in_force = self.status == CredentialStatus.ACTIVE or ran_out
        return self.is_on_headway and in_force and covers(self.from_on, self.to_on, day)


@dataclass(frozen=True)
class OptInFact:
    """An opt-in to the virtual network of one Blue plan, for one state (R25)."""

    plan: str
    state: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class AreaFact:
    """A state of a plan's usual area (R23), or a part of it: `zip3` by the first digits of its ZIP
    codes, `part` by a name, which no address tells."""

    state: str
    zip3: str | None = None
    part: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole state."""
        return self.zip3 is None and self.part is None


@dataclass(frozen=True)
class PlanFact:
    """A plan. None for `bluecard_eligible` and `telehealth_allowed`: nobody knows.

    `areas_as_of` is the day on which its areas were last changed here, None without any.
    `timely_filing_days` counts calendar days from the date of service; None: no limit is known.
    `correction_method` is how it takes a claim that was wrong (R15).
    """

    ref: str
    name: str
    payer: str
    line: LineOfBusiness = LineOfBusiness.COMMERCIAL
    is_bcbs: bool = False
    bluecard_eligible: bool | None = None
    telehealth_allowed: bool | None = None
    areas: tuple[AreaFact, ...] = ()
    areas_as_of: date | None = None
    timely_filing_days: int | None = None
    correction_method: CorrectionMethod = CorrectionMethod.REPLACE_VOID

    @property
    def is_government(self) -> bool:
        """Whether it is a Medicare or Medicaid plan of any kind."""
        return self.line in GOVERNMENT_LINES


@dataclass(frozen=True)
class ProviderPractice:
    """A provider's licenses and credentials, and the enrollment with Military OneSource."""

    licenses: tuple[LicenseFact, ...] = ()
    credentials: tuple[CredentialFact, ...] = ()
    opt_ins: tuple[OptInFact, ...] = ()
    mos_from: date | None = None
    mos_to: date | None = None
    mos_trained_on: date | None = None

    def is_enrolled_on(self, day: date) -> bool:
        """Whether enrolled with Military OneSource on `day`, both ends included (A38)."""
        return self.mos_from is not None and covers(self.mos_from, self.mos_to, day)

    def is_credentialed(self, plan: str, state: str, day: date) -> bool:
        """Whether a credential with that very plan in that state counts on `day`."""
        return any(
            one.plan == plan and one.state == state and one.holds_on(day)
            for one in self.credentials
        )

    def has_opted_in(self, plan: str, state: str, day: date) -> bool:
        """Whether an opt-in for that plan and that state runs on `day`."""
        return any(
            one.plan == plan and one.state == state and covers(one.from_on, one.to_on, day)
            for one in self.opt_ins
        )


@dataclass(frozen=True)
class BillingFacts:
    """Who bills whom on which day: all that decides about a state, also before a booking.

    `plans` are all Blue plans, so that the local one is known. `today` lets reasons name this
    year's days without the year.
    """

    day: date
    payer_kind: PayerKind
    provider: ProviderPractice
    plan: PlanFact | None = None
    plans: tuple[PlanFact, ...] = ()
    locations: tuple[LocationFact, ...] = ()
    visits: tuple[VisitFact, ...] = ()
    today: date | None = None

    @property
    def day_text(self) -> str:
        """The day as a reason names it."""
        return day_text(self.day, self.today)
