"""Rows of the extracts about providers and clients, with licenses and locations."""

from collections.abc import Mapping
from typing import Any

from pydantic import field_validator

from core.exchange.cell_places import Country, Zip, Zone
from core.exchange.cell_types import BirthDay, Day, Flag, Instant, Npi, Place, Ref, State, wrong
from core.exchange.extract_row import ExtractRow, free_text, key, may_lack, needed
from core.models.people import Client, ClientLocation, License, PracticeLocation, Provider
from core.rules.names import email_key
from core.vocabulary.people import (
    FirstContact,
    LicenseKind,
    LicenseStatus,
    LocationKind,
    LocationSource,
    ProviderStatus,
    Sex,
)


class ProviderRow(ExtractRow):
    """Providers."""

    file = "providers.csv"
    table = Provider
    added = frozenset({"phone"})
    ref: Ref = key("provider_id")
    npi: Npi = needed("National Provider Identifier, unique")
    first_name: str = needed("first name")
    last_name: str = needed("last name")
    suffix: str | None = may_lack("letters after the name, such as LCSW")
    calendar_zone: Zone = needed("IANA time zone of the provider's calendar")
    taxonomy: str | None = may_lack("taxonomy code of the specialty")
    email: str | None = may_lack("email address")
    phone: str | None = may_lack("phone number, shown when words suggest self-harm")
    mos_enrolled_from: Day | None = may_lack("first day as a Military OneSource provider")
    mos_enrolled_to: Day | None = may_lack("last day as a Military OneSource provider, inclusive")
    is_accepting_mos: Flag = may_lack("accepts new Military OneSource clients", False)
    mos_training_on: Day | None = may_lack("day of the Military OneSource training")
    first_contact: FirstContact = needed("first contact with a new client")
    status: ProviderStatus = needed("status of the provider")


class LicenseRow(ExtractRow):
    """Licenses of providers."""

    file = "licenses.csv"
    table = License
    ref: Ref = key("license_id")
    provider_id: Ref = needed("provider")
    state_code: State = needed("state that issued it")
    number: str = needed("license number")
    kind: LicenseKind = needed("license, or compact privilege")
    from_on: Day = needed("first valid day")
    to_on: Day | None = may_lack("last valid day, inclusive; empty while open")
    status: LicenseStatus = needed("status with the state's board")


class PracticeLocationRow(ExtractRow):
    """Locations where providers see clients in person."""

    file = "practice_locations.csv"
    table = PracticeLocation
    ref: Ref = key("practice_location_id")
    provider_id: Ref = needed("provider")
    line1: str = needed("street and number")
    city: str = needed("city")
    state_code: State = needed("state")
    zip: Zip = needed("ZIP code")
    zone: Zone = needed("IANA time zone of the location")
    is_active: Flag = may_lack("in use", True)


class ClientRow(ExtractRow):
    """Clients."""

    file = "clients.csv"
    table = Client
    search_keys = ("email_key",)
    ref: Ref = key("client_id")
    first_name: str = needed("first name")
    last_name: str = needed("last name")
    preferred_name: str | None = may_lack("name the client prefers")
    date_of_birth: BirthDay | None = may_lack("date of birth")
    sex: Sex | None = may_lack("sex on the insurance record")
    email: str | None = may_lack("email address")
    phone: str | None = may_lack("phone number")
    payment_method_at: Instant | None = may_lack("when a payment method was put on file")
    forms_acknowledged_at: Instant | None = may_lack("when the intake forms were acknowledged")
    merged_into_id: Ref | None = may_lack("record that this one was merged into")
    zone: Zone | None = may_lack("IANA time zone of the client")

    @field_validator("merged_into_id")
    @classmethod
    def _other(cls, value: str | None, info: Any) -> str | None:
        if value is not None and value == info.data.get("ref"):
            raise wrong("A record cannot be merged into itself.")
        return value

    @classmethod
    def searched_by(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The search key of the email address."""
        return {"email_key": email_key(values["email"])}


class ClientLocationRow(ExtractRow):
    """Places where clients may be during a session."""

    file = "client_locations.csv"
    table = ClientLocation
    ref: Ref = key("client_location_id")
    client_id: Ref = needed("client")
    kind: LocationKind = needed("kind of place")
    line1: str | None = may_lack("street and number")
    city: str | None = may_lack("city")
    state_code: Place = needed(
        "state; `AA`, `AE` or `AP` for a military post office; `OUTSIDE` for a place outside the US"
    )
    zip: Zip | None = may_lack("ZIP code")
    country: Country = may_lack("two-letter country code", "US")
    source: LocationSource = needed("source of the location")
    from_on: Day | None = may_lack("first day there")
    to_on: Day | None = may_lack("last day there, inclusive")
    temp_practice_evidence: str | None = free_text(
        "evidence that the provider may practice there temporarily"
    )
