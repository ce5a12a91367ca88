"""Reads what says where: ZIP codes, countries, place of service codes, and time zones of places."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from core.exchange.cell_types import wrong
from core.rules.eligibility.place_facts import ZIP
from core.rules.time import instants
from core.vocabulary.countries import COUNTRY_NAMES, IN_THE_US, US
from core.vocabulary.states import OUTSIDE

LOST_ZERO = re.compile(r"\d{3,4}(-?\d{4}|\.0)?", re.ASCII)
NINE_DIGITS = re.compile(r"\d{9}", re.ASCII)
DROPPED = (
    "A spreadsheet probably dropped the zero at its start. Format the column as text where the "
    "file comes from, and export it again."
)
AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
     "Pacific"}
)  # fmt: skip
ALIASES = {
    "US/Alaska": "America/Anchorage",
    "US/Aleutian": "America/Adak",
    "US/Arizona": "America/Phoenix",
    "US/Central": "America/Chicago",
    "US/East-Indiana": "America/Indiana/Indianapolis",
    "US/Eastern": "America/New_York",
    "US/Hawaii": "Pacific/Honolulu",
    "US/Indiana-Starke": "America/Indiana/Knox",
    "US/Michigan": "America/Detroit",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
    "US/Samoa": "Pacific/Pago_Pago",
}
"""Earlier names of zones; each is exactly one zone of today."""
LIKELY = {
    "America/New_York": "est edt et est5edt eastern utc-5",
    "America/Chicago": "cst cdt ct cst6cdt central utc-6",
    "America/Denver": "mst mdt mt mst7mdt mountain utc-7",
    "America/Los_Angeles": "pst pdt pt pst8pdt pacific utc-8",
    "America/Anchorage": "akst akdt akt alaska alaskan utc-9",
    "Pacific/Honolulu": "hst hdt ht hawaii hawaiian utc-10",
    "America/Puerto_Rico": "ast adt at atlantic utc-4",
    "Pacific/Guam": "chst chamorro utc+10",
}
"""The zone that people mostly mean by a name that is no place. It is only suggested: clocks of one
offset differ from place to place."""
OFFSET = re.compile(r"(?:utc|gmt)?\s*([-+])0?(\d{1,2})(?::?00)?", re.ASCII)


def _zip(cell: str, info: ValidationInfo) -> str:
    """A ZIP code of the row's state; abroad, a postal code as it is written there."""
    if info.data.get("state_code", OUTSIDE) == OUTSIDE or ZIP.fullmatch(cell):
        return cell
    if NINE_DIGITS.fullmatch(cell):
        return f"{cell[:5]}-{cell[5:]}"
    if LOST_ZERO.fullmatch(cell):
        raise wrong(f"A ZIP code has 5 digits. {DROPPED}")
    raise wrong("This is not a ZIP code. Write 5 digits, or 9 with a dash, such as 07302-1234.")


def _zip_area(cell: str) -> str:
    """The first three digits of ZIP codes, or a name of the area."""
    digits = len(cell) if cell.isascii() and cell.isdigit() else 0
    if not cell or digits == 3 or any(map(str.isalpha, cell)):
        return cell
    if digits in (1, 2):
        raise wrong(f"An area has the first three digits of its ZIP codes. {DROPPED}")
    raise wrong(
        "Write the first three digits of the area's ZIP codes, such as 073, in a row for each, or "
        "the name of the area."
    )


def _country(cell: str) -> str:
    """The code of a country; of a territory it is that of the US."""
    if cell in IN_THE_US:
        return US
    if cell not in COUNTRY_NAMES:
        raise wrong(
            "This is not the code of a country. Write its two letters in capitals: US for the "
            "United States, CA for Canada, MX for Mexico, GB for the United Kingdom."
        )
    return cell


def _place_of_service(cell: str) -> str:
    if found := re.fullmatch(r"(\d)(\.0)?", cell, re.ASCII):
        raise wrong(
            f"A place of service has two digits: write 0{found[1]}. A spreadsheet probably dropped "
            "the zero at its start."
        )
    if not re.fullmatch(r"\d\d", cell, re.ASCII):
        raise wrong("This is not a place of service. Write two digits, such as 02.")
    return cell


def _zone(cell: str) -> str:
    """The zone of a place, by its name of today."""
    name = ALIASES.get(cell, cell)
    if name.partition("/")[0] in AREAS:
        try:
            return instants.zone(name).key
        except ValueError:
            pass
    raise wrong(f"This is not a time zone of a place. {_zone_advice(cell)}")


def _zone_advice(cell: str) -> str:
    name = re.sub(r"( (standard|daylight))?( time)?$", "", cell.casefold())
    if cell.startswith("Etc/GMT"):
        name = name.removeprefix("etc/").translate(str.maketrans("+-", "-+"))
    if found := OFFSET.fullmatch(name):
        name = f"utc{found[1]}{found[2]}"
    for zone, names in LIKELY.items():
        if name in names.split():
            return f"Write {zone}, or the zone of the place if its clocks differ."
    return "Write one such as America/New_York."


Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
Zip = Annotated[str, Field(max_length=10), AfterValidator(_zip)]
ZipArea = Annotated[str, Field(max_length=40), AfterValidator(_zip_area)]
Country = Annotated[str, AfterValidator(_country)]
PlaceOfService = Annotated[str, BeforeValidator(_place_of_service), Field(max_length=2)]
