"""A rejected cell is reported with its column and a reason, without its value."""

from datetime import date, timedelta
from typing import Any

import pytest

from core import clock
from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import NoteRow, SessionPlaceRow, SessionRow
from core.exchange.coverage_rows import CoverageRow
from core.exchange.extract_row import ExtractRow
from core.exchange.money_rows import ChargeRow, ClaimRow, PayoutRow
from core.exchange.people_rows import (
    ClientLocationRow,
    ClientRow,
    LicenseRow,
    PracticeLocationRow,
    ProviderRow,
)
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
    (LicenseRow, "state_code", "XX", "Write the two letters of a state, such as NY."),
    (ClientRow, "merged_into_id", "C-1", "merged into itself"),
    (ClientRow, "payment_method_at", "2026-03-10T10:00:00", "has no offset"),
    (ClientRow, "payment_method_at", "1773150000", "not a time"),
    (CoverageRow, "rank", "4", "Write 3 or less"),
    (CoverageRow, "rank", "1.5", "not a whole number"),
    (SessionRow, "scheduled_start", "2026-03-08T02:30:00", "zone skip this time"),
    (SessionRow, "scheduled_end", "2026-03-10T10:00:00", "not after scheduled_start"),
    (SessionRow, "diagnoses", ";".join(["F41.1"] * 13), "at most 12 codes"),
    (SessionRow, "units", "0", "Write 1 or more"),
    (SessionPlaceRow, "state_code", "Ontario", "OUTSIDE"),
    (ClientLocationRow, "state_code", "AB", "AA, AE or AP for a military post office"),
    (ClaimRow, "status", "paid out", "Use one that docs/extracts.md lists, such as '"),
    (ClaimRow, "frequency", "2", "Write 1, 7 or 8"),
    (ClaimRow, "billed_cents", "-1", "Write 0 or more"),
    (ClaimRow, "billed_cents", "9999999999", "Write 2147483647 or less"),
    (ChargeRow, "refunded_cents", "2001", "more than amount_cents"),
    (PayoutRow, "period", "2026-13", "not a month"),
]
DAMAGED: list[tuple[type[ExtractRow], str, str, str]] = [
    (LicenseRow, "from_on", "3/10/2026", "local order"),
    (LicenseRow, "from_on", "10.03.2026", "local order"),
    (LicenseRow, "from_on", "10-Mar-26", "local order"),
    (LicenseRow, "from_on", "Mar 10, 2026", "local order"),
    (LicenseRow, "from_on", "46091", "counts days"),
    (SessionRow, "booked_at", "3/10/2026 14:00", "local order"),
    (SessionRow, "booked_at", "46091.5833", "counts days"),
    (PayoutRow, "period", "Mar-26", "local order"),
    (PayoutRow, "period", "3/1/2026", "local order"),
    (CoverageRow, "member_id", "1.23E+11", "power of ten"),
    (CoverageRow, "coverage_id", "4e+15", "power of ten"),
    (ProviderRow, "npi", "1.23457E+9", "power of ten"),
    (ClaimRow, "billed_cents", "1,5E+04", "power of ten"),
    (ClaimRow, "billed_cents", "20.00", "in dollars"),
    (ClaimRow, "billed_cents", "1,240.50", "in dollars"),
    (ClaimRow, "billed_cents", "$20", "in dollars"),
    (CoverageRow, "rank", "2.00", "not a whole number"),
    (SessionRow, "place_of_service", "T2", "not a place of service"),
    (ClientRow, "date_of_birth", "2146-03-10", "between 1900 and 2100"),
    (ClientRow, "date_of_birth", "1899-12-31", "between 1900 and 2100"),
    (SessionRow, "scheduled_end", "2062-03-10T10:00:00", "far off"),
    (NoteRow, "signed_at", "2062-03-10T10:00:00Z", "far off"),
    (ChargeRow, "due_on", "1926-03-10", "far off"),
    (PayoutRow, "period", "2062-03", "far off"),
    (SessionRow, "zone", "PDT", "Write America/Los_Angeles"),
    (SessionRow, "zone", "MST7MDT", "Write America/Denver"),
    (SessionRow, "zone", "UTC-5", "Write America/New_York"),
    (SessionRow, "zone", "-06:00", "Write America/Chicago"),
    (SessionRow, "zone", "Etc/GMT+8", "Write America/Los_Angeles"),
    (SessionRow, "zone", "Central Standard Time", "Write America/Chicago"),
    (SessionRow, "zone", "UTC", "such as America/New_York"),
    (SessionRow, "zone", "America/Gotham", "such as America/New_York"),
    (ClientRow, "zone", "Pacific Time", "Write America/Los_Angeles"),
]
"""What programs and typing errors make of a cell; it is not guessed back."""
MISSING = ["NULL", "null", "N/A", "NA", "n/a", "-", "None", "nan", "NaN", "<UNAVAIL>", "unknown",
           "Unknown", "TBD", "#N/A", "#REF!", "<NA>", "(null)", "\\N", "?", "Missing"]  # fmt: skip


def _read(kind: type[ExtractRow], /, **cells: str) -> ExtractRow | tuple[RejectReason, ...]:
    return kind.from_line(2, {**MINIMAL[kind.file][0], **cells})


@pytest.mark.parametrize(("kind", "column", "cell", "reason"), [*WRONG, *DAMAGED])
def test_a_cell_that_cannot_be_taken_is_named_with_its_reason(
    kind: type[ExtractRow], column: str, cell: str, reason: str
) -> None:
    faults = _read(kind, **{column: cell})
    assert isinstance(faults, tuple)
    assert [(fault.line, fault.field) for fault in faults] == [(2, column)]
    assert reason in faults[0].reason


@pytest.mark.parametrize(
    ("kind", "column", "cell"), [one[:3] for one in (*WRONG, *DAMAGED) if len(one[2]) > 4]
)
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


@pytest.mark.parametrize("kind", EXTRACTS)
def test_a_word_for_a_missing_value_is_no_value_in_any_column(kind: type[ExtractRow]) -> None:
    for column, name in kind.columns().items():
        for cell in MISSING if name not in kind.words else ():
            faults = _read(kind, **{column: cell})
            assert isinstance(faults, tuple), (column, cell)
            assert [fault.field for fault in faults] == [column]
            assert "stands for a missing value" in faults[0].reason


@pytest.mark.parametrize("name", ["Null", "Nan", "Nat", "Nil", "Na"])
def test_only_a_name_may_be_written_like_a_missing_value(name: str) -> None:
    for column in ("first_name", "last_name", "preferred_name"):
        assert isinstance(_read(ClientRow, **{column: name}), ClientRow)
    for column in ("phone", "email", "client_id"):
        assert isinstance(_read(ClientRow, **{column: name}), tuple)


@pytest.mark.parametrize("name", ["Ng", "O", "Nanna", "Noneman"])
def test_people_may_be_called_like_a_missing_value(name: str) -> None:
    assert getattr(_read(ClientRow, first_name=name, last_name=name), "last_name", None) == name


@pytest.mark.parametrize(
    ("kind", "column", "cell"),
    [
        (ClientRow, "sex", "unknown"),
        (NoteRow, "mode", "none"),
        (ClientLocationRow, "country", "NA"),
    ],
)
def test_a_documented_word_is_no_missing_value(
    kind: type[ExtractRow], column: str, cell: str
) -> None:
    assert getattr(_read(kind, **{column: cell}), column, None) == cell


@pytest.mark.parametrize(
    ("kind", "column", "cell", "field", "value"),
    [
        (LicenseRow, "from_on", "2020-01-01 00:00:00", "from_on", date(2020, 1, 1)),
        (ClientRow, "date_of_birth", "1990-01-31T00:00", "date_of_birth", date(1990, 1, 31)),
        (SessionPlaceRow, "zip", "122071234", "zip", "12207-1234"),
        (PracticeLocationRow, "zip", "073020001", "zip", "07302-0001"),
        (SessionPlaceRow, "zip", "12207-1234", "zip", "12207-1234"),
        (SessionRow, "place_of_service", "02", "place_of_service", "02"),
        (SessionRow, "zone", "US/Eastern", "zone", "America/New_York"),
        (ClientRow, "zone", "US/Pacific", "zone", "America/Los_Angeles"),
        (CoverageRow, "member_id", "1E10", "member_id", "1E10"),
    ],
)
def test_what_a_program_writes_in_another_form_is_read(
    kind: type[ExtractRow], column: str, cell: str, field: str, value: Any
) -> None:
    assert getattr(_read(kind, **{column: cell}), field, None) == value


def test_a_postal_code_abroad_is_taken_as_it_is() -> None:
    abroad = _read(SessionPlaceRow, state_code="OUTSIDE", country="CA", zip="M5V 2T6")
    assert isinstance(abroad, SessionPlaceRow)
    assert abroad.zip == "M5V 2T6"


def test_a_client_is_born_today_at_the_latest() -> None:
    today = clock.now().date()
    born = _read(ClientRow, date_of_birth=today.isoformat())
    assert isinstance(born, ClientRow)
    unborn = _read(ClientRow, date_of_birth=(today + timedelta(days=2)).isoformat())
    assert isinstance(unborn, tuple)
    assert "in the future" in unborn[0].reason


def test_a_session_is_two_years_ahead_at_most() -> None:
    year = clock.now().year
    for ahead, kind in ((2, SessionRow), (3, tuple)):
        row = _read(
            SessionRow,
            scheduled_start=f"{year + ahead}-01-05T10:00:00",
            scheduled_end=f"{year + ahead}-01-05T10:45:00",
        )
        assert isinstance(row, kind)
