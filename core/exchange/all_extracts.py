"""All extracts, in an order in which each refers only to earlier ones."""

from core.exchange.care_rows import CarReportRow, NoteRow, SessionPlaceRow, SessionRow
from core.exchange.coverage_rows import (
    CoverageRow,
    CredentialRow,
    MosCaseRow,
    PayerRow,
    PlanAreaRow,
    PlanRow,
    VirtualNetworkRow,
)
from core.exchange.extract_row import ExtractRow
from core.exchange.money_rows import ChargeRow, ClaimRow, PayoutRow
from core.exchange.people_rows import (
    ClientLocationRow,
    ClientRow,
    LicenseRow,
    PracticeLocationRow,
    ProviderRow,
)

EXTRACTS: tuple[type[ExtractRow], ...] = (
    ProviderRow,
    LicenseRow,
    PracticeLocationRow,
    PayerRow,
    PlanRow,
    PlanAreaRow,
    CredentialRow,
    VirtualNetworkRow,
    ClientRow,
    MosCaseRow,
    CoverageRow,
    ClientLocationRow,
    SessionRow,
    SessionPlaceRow,
    NoteRow,
    ClaimRow,
    ChargeRow,
    PayoutRow,
    CarReportRow,
)
