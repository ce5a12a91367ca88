"""Rows of providers and clients."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.vocabulary.people import (
    FirstContact,
    LicenseKind,
    LicenseStatus,
    LocationKind,
    LocationSource,
    ProviderStatus,
    Sex,
)


@dataclass(frozen=True)
class ProviderRow:
    """A line of providers.csv."""

    file: ClassVar = "providers.csv"
    provider_id: str
    npi: str
    first_name: str
    last_name: str
    suffix: str
    calendar_zone: str
    taxonomy: str
    email: str
    mos_enrolled_from: date | None
    mos_enrolled_to: date | None
    is_accepting_mos: bool
    mos_training_on: date | None
    first_contact: FirstContact
    status: ProviderStatus

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class LicenseRow:
    """A line of licenses.csv."""

    file: ClassVar = "licenses.csv"
    license_id: str
    provider_id: str
    state_code: str
    number: str
    kind: LicenseKind
    from_on: date
    to_on: date | None
    status: LicenseStatus


@dataclass(frozen=True)
class PracticeLocationRow:
    """A line of practice_locations.csv."""

    file: ClassVar = "practice_locations.csv"
    practice_location_id: str
    provider_id: str
    line1: str
    city: str
    state_code: str
    zip: str
    zone: str
    is_active: bool


@dataclass(frozen=True)
class ClientRow:
    """A line of clients.csv."""

    file: ClassVar = "clients.csv"
    client_id: str
    first_name: str
    last_name: str
    preferred_name: str | None
    date_of_birth: date
    sex: Sex
    email: str | None
    phone: str | None
    payment_method_at: datetime | None
    forms_acknowledged_at: datetime | None
    merged_into_id: str | None
    zone: str | None


@dataclass(frozen=True)
class ClientLocationRow:
    """A line of client_locations.csv."""

    file: ClassVar = "client_locations.csv"
    client_location_id: str
    client_id: str
    kind: LocationKind
    line1: str | None
    city: str | None
    state_code: str
    zip: str | None
    country: str
    source: LocationSource
    from_on: date | None
    to_on: date | None
    temp_practice_evidence: str | None
