"""The extracts about who pays: payers, plans, credentials, coverages, Military OneSource cases."""

from pydantic import field_validator

from core.exchange.cell_types import (
    Count,
    Day,
    Flag,
    Instant,
    Rank,
    Ref,
    Text3,
    Text40,
    Text120,
    Text400,
)
from core.exchange.extract_row import ExtractRow, key, may_lack, needed, not_before
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
from core.vocabulary.states import StateCode


class PayerRow(ExtractRow):
    """Insurers, government programs, Military OneSource, EAPs."""

    file = "payers.csv"
    table = Payer
    ref: Ref = key("payer_id")
    name: Text120 = needed("name")
    payer_class: PayerClass = needed("what sort of payer")
    is_bcbs: Flag = may_lack("a Blue Cross Blue Shield company", False)


class PlanRow(ExtractRow):
    """Plans; a plan's line of business decides how long its notes have."""

    file = "plans.csv"
    table = Plan
    ref: Ref = key("plan_id")
    payer_id: Ref = needed("whose plan it is")
    name: Text120 = needed("name")
    line: LineOfBusiness = needed("line of business")
    is_bcbs: Flag = may_lack("a Blue plan", False)
    is_bluecard_eligible: Flag | None = may_lack("travels to other Blue plans")
    is_telehealth_allowed: Flag | None = may_lack("pays for video sessions")
    timely_filing_calendar_days: Count | None = may_lack("days to file a claim, calendar days")
    correction_method: CorrectionMethod = needed("how a claim it has taken in is corrected")
    member_prefix: Text3 | None = may_lack("what its member ids begin with")


class PlanAreaRow(ExtractRow):
    """States, or parts of one, in which Blue plans are at home."""

    file = "plan_areas.csv"
    table = PlanServiceArea
    ref: Ref = key("plan_area_id")
    plan_id: Ref = needed("which plan")
    state_code: StateCode = needed("state")
    sub_area: Text40 = may_lack(
        "first three digits of a part's ZIP codes; empty: the whole state", ""
    )


class CredentialRow(ExtractRow):
    """Acceptances of a provider by a plan in a state."""

    file = "credentials.csv"
    table = Credential
    ref: Ref = key("credential_id")
    provider_id: Ref = needed("who is accepted")
    plan_id: Ref = needed("by which plan")
    state_code: StateCode = needed("in which state")
    from_on: Day = needed("first day")
    to_on: Day | None = may_lack("last day; empty while no end is known")
    status: CredentialStatus = needed("where it stands")
    is_on_headway: Flag = may_lack("held through the platform", True)

    _span = field_validator("to_on")(not_before("from_on"))


class VirtualNetworkRow(ExtractRow):
    """Entries of a provider into a Blue plan's virtual network in one state."""

    file = "virtual_networks.csv"
    table = VirtualNetworkOptIn
    ref: Ref = key("opt_in_id")
    provider_id: Ref = needed("who joined")
    plan_id: Ref = needed("which plan's network")
    state_code: StateCode = needed("in which state")
    from_on: Day = needed("first day")
    to_on: Day | None = may_lack("last day; empty while no end is known")

    _span = field_validator("to_on")(not_before("from_on"))


class MosCaseRow(ExtractRow):
    """Military OneSource referrals of a client to a provider."""

    file = "mos_cases.csv"
    table = MosCase
    ref: Ref = key("mos_case_id")
    client_id: Ref = needed("who was referred")
    provider_id: Ref = needed("to whom")
    ecms_case_id: Text40 | None = may_lack("case number in eCMS; no two cases share one")
    zoomgov_url: Text400 | None = may_lack("address of the video room")
    referral_accepted_at: Instant | None = may_lack("when the provider accepted")
    from_on: Day = needed("first day of the case")
    to_on: Day | None = may_lack("last day of the case")

    _span = field_validator("to_on")(not_before("from_on"))


class CoverageRow(ExtractRow):
    """Memberships of clients in plans."""

    file = "coverages.csv"
    table = Coverage
    ref: Ref = key("coverage_id")
    client_id: Ref = needed("who is covered")
    plan_id: Ref = needed("by which plan")
    member_id: Text40 = needed("member id on the card")
    rank: Rank = may_lack("1 pays first, then 2, then 3", 1)
    from_on: Day = needed("first day covered")
    to_on: Day | None = may_lack("last day covered; empty while no end is known")
    verified_at: Instant | None = may_lack("when it was last checked with the payer")
    verification_status: VerificationStatus = needed("what that check said")
    known_at: Instant | None = may_lack("when the platform learned of it; empty: from the start")

    _span = field_validator("to_on")(not_before("from_on"))
