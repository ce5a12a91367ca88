"""Rows of the extracts about payers: plans, credentials, coverages, Military OneSource cases."""

from core.exchange.cell_places import ZipArea
from core.exchange.cell_types import Count, Day, Flag, Instant, Rank, Ref, State
from core.exchange.extract_row import ExtractRow, key, may_lack, needed
from core.models.coverage import (
    Coverage,
    Credential,
    MosCase,
    Payer,
    Plan,
    PlanServiceArea,
    VirtualNetworkOptIn,
)
from core.vocabulary.coverage import (
    CorrectionMethod,
    CredentialStatus,
    LineOfBusiness,
    PayerClass,
    VerificationStatus,
)


class PayerRow(ExtractRow):
    """Insurers, government programs, Military OneSource, and EAPs."""

    file = "payers.csv"
    table = Payer
    ref: Ref = key("payer_id")
    name: str = needed("name")
    payer_class: PayerClass = needed("class of the payer")
    is_bcbs: Flag = may_lack("Blue Cross Blue Shield company", False)


class PlanRow(ExtractRow):
    """Plans. The line of business sets the note deadline."""

    file = "plans.csv"
    table = Plan
    ref: Ref = key("plan_id")
    payer_id: Ref = needed("payer")
    name: str = needed("name")
    line: LineOfBusiness = needed("line of business")
    is_bcbs: Flag = may_lack("Blue Cross Blue Shield plan", False)
    is_bluecard_eligible: Flag | None = may_lack("covered by other Blue plans through BlueCard")
    is_telehealth_allowed: Flag | None = may_lack("pays for video sessions")
    timely_filing_calendar_days: Count | None = may_lack("calendar days to file a claim")
    correction_method: CorrectionMethod = needed("how the plan corrects an accepted claim")
    member_prefix: str | None = may_lack("prefix of member IDs")


class PlanAreaRow(ExtractRow):
    """States, or parts of states, that a Blue Cross Blue Shield plan serves."""

    file = "plan_areas.csv"
    table = PlanServiceArea
    ref: Ref = key("plan_area_id")
    plan_id: Ref = needed("plan")
    state_code: State = needed("state")
    sub_area: ZipArea = may_lack(
        "first three digits of the ZIP codes of this part of the state, or its name", ""
    )


class CredentialRow(ExtractRow):
    """Credentials of a provider with a plan in a state."""

    file = "credentials.csv"
    table = Credential
    ref: Ref = key("credential_id")
    provider_id: Ref = needed("provider")
    plan_id: Ref = needed("plan")
    state_code: State = needed("state")
    from_on: Day = needed("first day")
    to_on: Day | None = may_lack("last day, inclusive; empty while open")
    status: CredentialStatus = needed("status")
    is_on_headway: Flag = may_lack("held through the platform", True)


class VirtualNetworkRow(ExtractRow):
    """Providers who joined the virtual network of a Blue plan in a state."""

    file = "virtual_networks.csv"
    table = VirtualNetworkOptIn
    ref: Ref = key("opt_in_id")
    provider_id: Ref = needed("provider")
    plan_id: Ref = needed("plan")
    state_code: State = needed("state")
    from_on: Day = needed("first day")
    to_on: Day | None = may_lack("last day, inclusive; empty while open")


class MosCaseRow(ExtractRow):
    """Military OneSource referrals of a client to a provider."""

    file = "mos_cases.csv"
    table = MosCase
    ref: Ref = key("mos_case_id")
    client_id: Ref = needed("client")
    provider_id: Ref = needed("provider")
    ecms_case_id: str | None = may_lack("case number in eCMS, unique")
    zoomgov_url: str | None = may_lack("URL of the video room")
    referral_accepted_at: Instant | None = may_lack("when the provider accepted the referral")
    from_on: Day = needed("first day of the case")
    to_on: Day | None = may_lack("last day of the case, inclusive")


class CoverageRow(ExtractRow):
    """Coverage of clients by plans."""

    file = "coverages.csv"
    table = Coverage
    ref: Ref = key("coverage_id")
    client_id: Ref = needed("client")
    plan_id: Ref = needed("plan")
    member_id: str = needed("member ID on the card")
    rank: Rank = may_lack("order of payment: 1 pays first", 1)
    from_on: Day = needed("first covered day")
    to_on: Day | None = may_lack("last covered day, inclusive; empty while open")
    verified_at: Instant | None = may_lack("when it was last verified with the payer")
    verification_status: VerificationStatus = needed("result of that verification")
    known_at: Instant | None = may_lack("when the platform learned of it; empty if from the start")
