"""The extracts about people: providers, their licenses and locations, clients and theirs."""

from collections.abc import Mapping
from typing import Any

from pydantic import field_validator

from core.exchange.cell_types import (
    Country,
    Day,
    Flag,
    Instant,
    Npi,
    Place,
    Ref,
    Text10,
    Text20,
    Text40,
    Text80,
    Text100,
    Text200,
    Text254,
    Zone,
    wrong,
)
from core.exchange.extract_row import ExtractRow, key, may_lack, needed, not_before
from core.models.people import Client, ClientLocation, License, PracticeLocation, Provider
from core.rules.names import email_key, name_key
from core.vocabulary.people import (
    FirstContact,
    LicenseKind,
    LicenseStatus,
    LocationKind,
    LocationSource,
    ProviderStatus,
    Sex,
)
from core.vocabulary.states import StateCode


class ProviderRow(ExtractRow):
    """Clinicians."""

    file = "providers.csv"
    table = Provider
    search_keys = ("name_key",)
    ref: Ref = key("provider_id")
    npi: Npi = needed("National Provider Identifier, no two providers share one")
    first_name: Text80 = needed("first name")
    last_name: Text80 = needed("last name")
    suffix: Text20 | None = may_lack("what follows the name, such as LCSW")
    calendar_zone: Zone = needed("IANA zone of the provider's calendar")
    taxonomy: Text10 | None = may_lack("taxonomy code of the specialty")
    email: Text254 | None = may_lack("e-mail address")
    mos_enrolled_from: Day | None = may_lack("first day as a Military OneSource provider")
    mos_enrolled_to: Day | None = may_lack("last day as a Military OneSource provider")
    is_accepting_mos: Flag = may_lack("takes new Military OneSource clients", False)
    mos_training_on: Day | None = may_lack("day of the Military OneSource training")
    first_contact: FirstContact = needed("how the provider begins with a new client")
    status: ProviderStatus = needed("whether the provider is active")

    _span = field_validator("mos_enrolled_to")(not_before("mos_enrolled_from"))

    @classmethod
    def searched_by(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The key that searches by name compare with."""
        return {"name_key": name_key(values["first_name"], values["last_name"])}


class LicenseRow(ExtractRow):
    """States' permissions to practice."""

    file = "licenses.csv"
    table = License
    ref: Ref = key("license_id")
    provider_id: Ref = needed("who holds it")
    state_code: StateCode = needed("the state that gave it")
    number: Text40 = needed("its number")
    kind: LicenseKind = needed("a license, or a privilege under a compact")
    from_on: Day = needed("first day it is good")
    to_on: Day | None = may_lack("last day it is good; empty while no end is known")
    status: LicenseStatus = needed("where it stands with the state's board")

    _span = field_validator("to_on")(not_before("from_on"))


class PracticeLocationRow(ExtractRow):
    """Where providers see clients in person."""

    file = "practice_locations.csv"
    table = PracticeLocation
    ref: Ref = key("practice_location_id")
    provider_id: Ref = needed("whose location it is")
    line1: Text200 = needed("street and number")
    city: Text100 = needed("city")
    state_code: StateCode = needed("state")
    zip: Text10 = needed("ZIP code")
    zone: Zone = needed("IANA zone of the location")
    is_active: Flag = may_lack("still in use", True)


class ClientRow(ExtractRow):
    """People in care."""

    file = "clients.csv"
    table = Client
    search_keys = ("name_key", "email_key")
    ref: Ref = key("client_id")
    first_name: Text80 = needed("first name")
    last_name: Text80 = needed("last name")
    preferred_name: Text80 | None = may_lack("the name the client goes by")
    date_of_birth: Day | None = may_lack("date of birth")
    sex: Sex | None = may_lack("sex on the insurance")
    email: Text254 | None = may_lack("e-mail address")
    phone: Text40 | None = may_lack("telephone number")
    payment_method_at: Instant | None = may_lack("when a way to pay was put on file")
    forms_acknowledged_at: Instant | None = may_lack("when the intake forms were acknowledged")
    merged_into_id: Ref | None = may_lack("the record that this one was merged into")
    zone: Zone | None = may_lack("the client's own IANA zone")

    @field_validator("merged_into_id")
    @classmethod
    def _other(cls, value: str | None, info: Any) -> str | None:
        if value is not None and value == info.data.get("ref"):
            raise wrong("A record cannot be merged into itself.")
        return value

    @classmethod
    def searched_by(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The keys that searches by name and by e-mail address compare with."""
        return {
            "name_key": name_key(values["first_name"], values["last_name"]),
            "email_key": email_key(values["email"]),
        }


class ClientLocationRow(ExtractRow):
    """Places clients may be in during a session."""

    file = "client_locations.csv"
    table = ClientLocation
    ref: Ref = key("client_location_id")
    client_id: Ref = needed("whose place it is")
    kind: LocationKind = needed("what sort of place")
    line1: Text200 | None = may_lack("street and number")
    city: Text100 | None = may_lack("city")
    state_code: Place = needed("state, or OUTSIDE when it is in none of them")
    zip: Text10 | None = may_lack("ZIP code")
    country: Country = may_lack("country, two capitals", "US")
    source: LocationSource = needed("who said so")
    from_on: Day | None = may_lack("first day there")
    to_on: Day | None = may_lack("last day there")
    temp_practice_evidence: Text200 | None = may_lack(
        "what shows that the provider may practice there for a while"
    )

    _span = field_validator("to_on")(not_before("from_on"))
