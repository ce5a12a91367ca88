"""Reads what says where: ZIP codes, place of service codes, and time zones of places."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from core.exchange.cell_types import wrong
from core.rules.eligibility.place_facts import ZIP
from core.rules.time import instants
from core.vocabulary.states import OUTSIDE

LOST_ZERO = re.compile(r"\d{3,4}(-?\d{4})?", re.ASCII)
NINE_DIGITS = re.compile(r"\d{9}", re.ASCII)
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
        raise wrong(
            "A ZIP code has 5 digits. A spreadsheet probably dropped the zero at its start. Format "
            "the column as text where the file comes from, and export it again."
        )
    raise wrong("This is not a ZIP code. Write 5 digits, or 9 with a dash, such as 07302-1234.")


def _place_of_service(cell: str) -> str:
    if cell.isascii() and cell.isdigit() and len(cell) == 1:
        raise wrong(
            f"A place of service has two digits: write 0{cell}. A spreadsheet probably dropped the "
            "zero at its start."
        )
    if not (cell.isascii() and cell.isdigit()):
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
PlaceOfService = Annotated[str, Field(max_length=2), AfterValidator(_place_of_service)]
