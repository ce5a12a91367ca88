"""A rejected cell is reported with its column and a reason, without its value."""

import pytest

from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import SessionPlaceRow, SessionRow
from core.exchange.coverage_rows import CoverageRow
from core.exchange.extract_row import ExtractRow
from core.exchange.money_rows import ChargeRow, ClaimRow, PayoutRow
from core.exchange.people_rows import ClientLocationRow, ClientRow, LicenseRow, ProviderRow
from core.exchange.reject_reasons import RejectReason
from tests.support.extracts import MINIMAL

WRONG: list[tuple[type[ExtractRow], str, str, str]] = [
    (ProviderRow, "npi", "1234567890", "One digit is wrong"),
    (ProviderRow, "npi", "123456789", "Enter the 10 digits of the NPI"),
    (ProviderRow, "first_name", "", "This cell is empty"),
    (ProviderRow, "first_name", "x" * 81, "longer than 80"),
    (ProviderRow, "status", "Active", "not allowed. Use 'active' or 'inactive'"),
    (ProviderRow, "calendar_zone", "Eastern", "not a time zone"),
    (ProviderRow, "is_accepting_mos", "yes", "Write true or false"),
    (LicenseRow, "from_on", "01/02/2020", "not a date"),
    (LicenseRow, "from_on", "2021-02-29", "not a date"),
    (LicenseRow, "from_on", "20200101", "not a date"),
    (LicenseRow, "from_on", "0202-01-01", "between 1900 and 2100"),
    (LicenseRow, "to_on", "2019-12-31", "before from_on"),
    (LicenseRow, "state_code", "XX", "This value is not allowed"),
    (ClientRow, "merged_into_id", "C-1", "merged into itself"),
    (ClientRow, "payment_method_at", "2026-03-10T10:00:00", "has no offset"),
    (ClientRow, "payment_method_at", "1773150000", "not a time"),
    (CoverageRow, "rank", "4", "Write 3 or less"),
    (CoverageRow, "rank", "1.0", "not a whole number"),
    (SessionRow, "scheduled_start", "2026-03-08T02:30:00", "zone skip this time"),
    (SessionRow, "scheduled_end", "2026-03-10T10:00:00", "not after scheduled_start"),
    (SessionRow, "diagnoses", ";".join(["F41.1"] * 13), "at most 12 codes"),
    (SessionRow, "units", "0", "Write 1 or more"),
    (SessionPlaceRow, "state_code", "Ontario", "OUTSIDE"),
    (ClientLocationRow, "state_code", "AB", "AA, AE or AP for a military post office"),
    (SessionPlaceRow, "country", "usa", "does not match the documented format"),
    (ClaimRow, "frequency", "2", "Write 1, 7 or 8"),
    (ClaimRow, "billed_cents", "-1", "Write 0 or more"),
    (ClaimRow, "billed_cents", "9999999999", "Write 2147483647 or less"),
    (ChargeRow, "refunded_cents", "2001", "more than amount_cents"),
    (PayoutRow, "period", "2026-13", "does not match the documented format"),
]


def _read(kind: type[ExtractRow], **cells: str) -> ExtractRow | tuple[RejectReason, ...]:
    return kind.from_line(2, {**MINIMAL[kind.file][0], **cells})


@pytest.mark.parametrize(("kind", "column", "cell", "reason"), WRONG)
def test_a_cell_that_cannot_be_taken_is_named_with_its_reason(
    kind: type[ExtractRow], column: str, cell: str, reason: str
) -> None:
    faults = _read(kind, **{column: cell})
    assert isinstance(faults, tuple)
    assert [(fault.line, fault.field) for fault in faults] == [(2, column)]
    assert reason in faults[0].reason


@pytest.mark.parametrize(("kind", "column", "cell"), [one[:3] for one in WRONG if len(one[2]) > 4])
def test_a_reason_never_repeats_the_cell(kind: type[ExtractRow], column: str, cell: str) -> None:
    faults = _read(kind, **{column: cell})
    assert isinstance(faults, tuple)
    assert cell not in faults[0].reason


@pytest.mark.parametrize("kind", EXTRACTS)
def test_the_documented_rows_are_taken(kind: type[ExtractRow]) -> None:
    assert isinstance(_read(kind), kind)


def test_every_fault_of_a_row_is_named_at_once() -> None:
    faults = _read(ProviderRow, npi="1", status="gone", calendar_zone="Mars")
    assert isinstance(faults, tuple)
    assert [fault.field for fault in faults] == ["npi", "calendar_zone", "status"]


def test_a_time_without_an_offset_is_on_the_clocks_of_the_sessions_zone() -> None:
    row = _read(SessionRow, zone="America/Los_Angeles")
    assert isinstance(row, SessionRow)
    assert row.scheduled_start_at.isoformat() == "2026-03-10T17:00:00+00:00"


def test_of_a_repeated_hour_the_first_is_taken() -> None:
    row = _read(
        SessionRow, scheduled_start="2025-11-02T01:30:00", scheduled_end="2025-11-02T02:30:00"
    )
    assert isinstance(row, SessionRow)
    assert row.scheduled_start_at.isoformat() == "2025-11-02T05:30:00+00:00"


def test_an_offset_picks_the_second_of_a_repeated_hour() -> None:
    row = _read(
        SessionRow,
        scheduled_start="2025-11-02T01:30:00-05:00",
        scheduled_end="2025-11-02T02:30:00",
    )
    assert isinstance(row, SessionRow)
    assert row.scheduled_start_at.isoformat() == "2025-11-02T06:30:00+00:00"


def test_actual_times_that_run_backwards_are_taken_as_they_come() -> None:
    row = _read(SessionRow, actual_start="2026-03-10T11:00:00", actual_end="2026-03-10T10:00:00")
    assert isinstance(row, SessionRow)


def test_a_wrong_zone_is_told_once_and_not_again_for_each_time() -> None:
    faults = _read(SessionRow, zone="Mars")
    assert isinstance(faults, tuple)
    assert [fault.field for fault in faults] == ["zone"]


def test_an_empty_cell_means_the_documented_default() -> None:
    row = _read(CoverageRow, rank="", to_on="")
    assert isinstance(row, CoverageRow)
    assert (row.rank, row.to_on) == (1, None)
