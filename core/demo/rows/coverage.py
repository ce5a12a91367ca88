"""Rows of payers, plans, credentials and memberships."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.vocabulary.coverage import (
    CorrectionMethod,
    CredentialStatus,
    LineOfBusiness,
    PayerClass,
    VerificationStatus,
)


@dataclass(frozen=True)
class PayerRow:
    """A line of payers.csv."""

    file: ClassVar = "payers.csv"
    payer_id: str
    name: str
    payer_class: PayerClass
    is_bcbs: bool


@dataclass(frozen=True)
class PlanRow:
    """A line of plans.csv."""

    file: ClassVar = "plans.csv"
    plan_id: str
    payer_id: str
    name: str
    line: LineOfBusiness
    is_bcbs: bool
    is_bluecard_eligible: bool | None
    is_telehealth_allowed: bool | None
    timely_filing_calendar_days: int | None
    correction_method: CorrectionMethod
    member_prefix: str | None


@dataclass(frozen=True)
class PlanAreaRow:
    """A line of plan_areas.csv."""

    file: ClassVar = "plan_areas.csv"
    plan_area_id: str
    plan_id: str
    state_code: str
    sub_area: str


@dataclass(frozen=True)
class CredentialRow:
    """A line of credentials.csv."""

    file: ClassVar = "credentials.csv"
    credential_id: str
    provider_id: str
    plan_id: str
    state_code: str
    from_on: date
    to_on: date | None
    status: CredentialStatus
    is_on_headway: bool


@dataclass(frozen=True)
class VirtualNetworkRow:
    """A line of virtual_networks.csv."""

    file: ClassVar = "virtual_networks.csv"
    opt_in_id: str
    provider_id: str
    plan_id: str
    state_code: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class MosCaseRow:
    """A line of mos_cases.csv."""

    file: ClassVar = "mos_cases.csv"
    mos_case_id: str
    client_id: str
    provider_id: str
    ecms_case_id: str | None
    zoomgov_url: str | None
    referral_accepted_at: datetime
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class CoverageRow:
    """A line of coverages.csv."""

    file: ClassVar = "coverages.csv"
    coverage_id: str
    client_id: str
    plan_id: str
    member_id: str
    rank: int
    from_on: date
    to_on: date | None
    verified_at: datetime | None
    verification_status: VerificationStatus
    known_at: datetime | None

    def covers(self, day: date) -> bool:
        """Whether the coverage is active on `day`, both ends included."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)
