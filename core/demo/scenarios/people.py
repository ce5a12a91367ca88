"""Rows of the book's people: providers with their papers, clients with their plans and places."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from core.demo.rows.coverage import CoverageRow, CredentialRow, MosCaseRow, VirtualNetworkRow
from core.demo.rows.people import (
    ClientLocationRow,
    ClientRow,
    LicenseRow,
    PracticeLocationRow,
    ProviderRow,
)
from core.demo.scenarios.book import Entry
from core.rules.requests.npi import check_digit
from core.vocabulary.coverage import CredentialStatus, VerificationStatus
from core.vocabulary.people import (
    FirstContact,
    LicenseKind,
    LicenseStatus,
    LocationKind,
    LocationSource,
    ProviderStatus,
    Sex,
)

NPI_RANGE = 299_999_000
"""The first nine digits of the book's first NPI; drawn ones stay below it."""
LONG_AGO, SIGNED_UP = date(2021, 6, 1), datetime(2025, 8, 20, 15, tzinfo=UTC)
COVERED_FROM = date(2025, 1, 1)


def provider_rows(number: int, entry: Entry) -> Iterator[Any]:
    """A provider, the `number`-th of the book, with room, licenses, credentials and opt-ins."""
    ref, nine = entry["id"], str(NPI_RANGE + number)
    enrolled_from = entry.get("mos_from")
    yield ProviderRow(
        provider_id=ref,
        npi=nine + check_digit(nine),
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        suffix="LCSW",
        calendar_zone=entry["zone"],
        taxonomy="1041C0700X",
        email=f"{entry['first_name']}.{entry['last_name']}@practice.example".lower(),
        mos_enrolled_from=enrolled_from,
        mos_enrolled_to=None,
        is_accepting_mos=enrolled_from is not None,
        mos_training_on=enrolled_from,
        first_contact=FirstContact.SESSION,
        status=ProviderStatus.ACTIVE,
    )
    yield PracticeLocationRow(
        practice_location_id=f"PL-{ref[2:]}-1",
        provider_id=ref,
        zone=entry["zone"],
        is_active=True,
        **entry["room"],
    )
    yield from _papers(ref, entry)


def _papers(ref: str, entry: Entry) -> Iterator[Any]:
    for place, one in enumerate(entry["license"], 1):
        yield LicenseRow(
            license_id=f"LI-{ref[2:]}-{place}",
            provider_id=ref,
            state_code=one["state"],
            number=f"{one['state']}-BOOK-{ref[3:]}",
            kind=LicenseKind.LICENSE,
            from_on=one.get("from", LONG_AGO),
            to_on=one.get("to"),
            status=LicenseStatus.ACTIVE,
        )
    for place, one in enumerate(entry.get("credential", ()), 1):
        yield CredentialRow(
            credential_id=f"CR-{ref[2:]}-{place}",
            provider_id=ref,
            plan_id=one["plan"],
            state_code=one["state"],
            from_on=one.get("from", LONG_AGO),
            to_on=None,
            status=CredentialStatus(one.get("status", "active")),
            is_on_headway=True,
        )
    for place, one in enumerate(entry.get("opt_in", ()), 1):
        yield VirtualNetworkRow(
            f"VN-{ref[2:]}-{place}", ref, one["plan"], one["state"], LONG_AGO, None
        )


def client_rows(number: int, entry: Entry) -> Iterator[Any]:
    """A client, the `number`-th of the book, with a MOS case, coverages and places."""
    ref, is_ready = entry["id"], entry.get("is_ready", True)
    yield ClientRow(
        client_id=ref,
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        preferred_name=None,
        date_of_birth=entry["born"],
        sex=Sex.UNKNOWN,
        email=f"{entry['first_name']}.{entry['last_name']}@scenario.example".lower(),
        phone=f"212-555-01{number % 100:02d}",
        payment_method_at=SIGNED_UP if is_ready else None,
        forms_acknowledged_at=SIGNED_UP if is_ready else None,
        merged_into_id=None,
        zone=None,
    )
    if case := entry.get("mos_case"):
        yield _mos_case(ref, case)
    for place, one in enumerate(entry.get("coverage", ()), 1):
        yield _coverage(f"V-{ref[2:]}-{place}", ref, one)
    for place, one in enumerate(entry.get("place", ()), 1):
        yield _location(f"CL-{ref[2:]}-{place}", ref, one)


def _mos_case(ref: str, case: Entry) -> MosCaseRow:
    return MosCaseRow(
        mos_case_id=f"MC-{ref[2:]}",
        client_id=ref,
        provider_id=case["provider"],
        ecms_case_id=None if case.get("has_no_number") else f"ECMS-BOOK-{ref[2:]}",
        zoomgov_url=f"https://zoomgov.example/j/{ref[2:].lower()}",
        referral_accepted_at=SIGNED_UP,
        from_on=SIGNED_UP.date(),
        to_on=None,
    )


def _coverage(coverage_id: str, ref: str, one: Entry) -> CoverageRow:
    status = VerificationStatus(one.get("status", "verified"))
    is_checked = status != VerificationStatus.UNVERIFIED
    return CoverageRow(
        coverage_id=coverage_id,
        client_id=ref,
        plan_id=one["plan"],
        member_id=f"BOOK{coverage_id[2:].replace('-', '')}",
        rank=one.get("rank", 1),
        from_on=one.get("from", COVERED_FROM),
        to_on=one.get("to"),
        verified_at=one.get("verified_at", SIGNED_UP) if is_checked else None,
        verification_status=status,
        known_at=one.get("known_at"),
    )


def _location(location_id: str, ref: str, one: Entry) -> ClientLocationRow:
    return ClientLocationRow(
        client_location_id=location_id,
        client_id=ref,
        kind=LocationKind(one["kind"]),
        line1=one.get("line1"),
        city=one.get("city"),
        state_code=one["state"],
        zip=one.get("zip"),
        country=one.get("country", "US"),
        source=LocationSource.CLIENT,
        from_on=one.get("from"),
        to_on=one.get("to"),
        temp_practice_evidence=one.get("evidence"),
    )
