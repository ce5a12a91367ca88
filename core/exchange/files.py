"""The extracts there are, in the order that lets each refer to those before it."""

from core.exchange.care import CarReportRow, NoteRow, SessionPlaceRow, SessionRow
from core.exchange.coverage import (
    CoverageRow,
    CredentialRow,
    MosCaseRow,
    PayerRow,
    PlanAreaRow,
    PlanRow,
    VirtualNetworkRow,
)
from core.exchange.money import ChargeRow, ClaimRow, PayoutRow
from core.exchange.people import (
    ClientLocationRow,
    ClientRow,
    LicenseRow,
    PracticeLocationRow,
    ProviderRow,
)
from core.exchange.row import ExtractRow

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
