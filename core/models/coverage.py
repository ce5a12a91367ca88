"""Payers, plans, credentials and coverage."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.models.base import ImportedRow, check_constraint, instant, link, word
from core.vocabulary.coverage import (
    CorrectionMethod,
    CredentialStatus,
    LineOfBusiness,
    PayerClass,
    VerificationStatus,
)
from core.vocabulary.states import StateCode

SPAN = "to_on IS NULL OR from_on <= to_on"


class Payer(ImportedRow, table=True):
    """An insurer, a government program, Military OneSource, or an EAP."""

    __tablename__ = "payer"
    name: str = Field(max_length=120)
    payer_class: PayerClass = word(PayerClass, "payer_class")
    is_bcbs: bool = False


class Plan(ImportedRow, table=True):
    """A payer's plan; its line of business decides the note deadline (R11)."""

    __tablename__ = "plan"
    payer_id: int = link("payer.id")
    name: str = Field(max_length=120)
    line: LineOfBusiness = word(LineOfBusiness, "line")
    is_bcbs: bool = False
    is_bluecard_eligible: bool | None = None
    is_telehealth_allowed: bool | None = None
    timely_filing_calendar_days: int | None = None
    correction_method: CorrectionMethod = word(CorrectionMethod, "correction_method")
    member_prefix: str | None = Field(default=None, max_length=3)


class PlanServiceArea(ImportedRow, table=True):
    """A state, or part of one, that is the service area of a Blue plan (R23)."""

    __tablename__ = "plan_service_area"
    __table_args__ = (UniqueConstraint("plan_id", "state_code", "sub_area"),)
    plan_id: int = link("plan.id")
    state_code: StateCode = word(StateCode, "state_code")
    sub_area: str = Field(default="", max_length=40)


class Credential(ImportedRow, table=True):
    """A payer's acceptance of a provider for a plan in a state; both dates are inclusive (R17)."""

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("provider_id", "plan_id", "state_code", "from_on"),
        check_constraint(SPAN, "span"),
    )
    provider_id: int = link("provider.id")
    plan_id: int = link("plan.id")
    state_code: StateCode = word(StateCode, "state_code")
    from_on: date
    to_on: date | None = None
    status: CredentialStatus = word(CredentialStatus, "status")
    is_on_headway: bool = True


class VirtualNetworkOptIn(ImportedRow, table=True):
    """A provider's entry into a Blue plan's virtual network in one state (R25)."""

    __tablename__ = "virtual_network_opt_in"
    __table_args__ = (
        UniqueConstraint("provider_id", "plan_id", "state_code", "from_on"),
        check_constraint(SPAN, "span"),
    )
    provider_id: int = link("provider.id")
    plan_id: int = link("plan.id")
    state_code: StateCode = word(StateCode, "state_code")
    from_on: date
    to_on: date | None = None


class MosCase(ImportedRow, table=True):
    """A client's Military OneSource referral with one provider (R31-R33)."""

    __tablename__ = "mos_case"
    __table_args__ = (check_constraint(SPAN, "span"),)
    client_id: int = link("client.id")
    provider_id: int = link("provider.id")
    ecms_case_id: str | None = Field(default=None, max_length=40, unique=True)
    zoomgov_url: str | None = Field(default=None, max_length=400)
    referral_accepted_at: datetime | None = instant(null=True)
    from_on: date
    to_on: date | None = None


class Coverage(ImportedRow, table=True):
    """A client's membership in a plan; `known_at` is when the platform learned of it (R11)."""

    __tablename__ = "coverage"
    __table_args__ = (
        check_constraint("rank BETWEEN 1 AND 3", "rank"),
        check_constraint(SPAN, "span"),
    )
    client_id: int = link("client.id")
    plan_id: int = link("plan.id")
    member_id: str = Field(max_length=40)
    rank: int = 1
    from_on: date
    to_on: date | None = None
    verified_at: datetime | None = instant(null=True)
    verification_status: VerificationStatus = word(VerificationStatus, "verification_status")
    known_at: datetime | None = instant(null=True)
