"""The types of the columns of extracts.

Cells arrive here stripped and never empty. Messages never repeat the value of a cell, since it may
be client data.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from core import clock
from core.exchange.cell_damage import date_advice
from core.rules.requests.npi import npi_problem
from core.rules.time import instants
from core.vocabulary.states import OUTSIDE, PLACE_NAMES, StateCode

DATE = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]00:00(:00(\.0+)?)?)?", re.ASCII)
"""A date, also with the midnight that spreadsheets and pandas add."""
INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII
)
NUMBER = re.compile(r"(-?\d{1,12})(\.0)?", re.ASCII)
"""A whole number, also with the `.0` that pandas adds; `.00` would be an amount in dollars."""
DOLLARS = re.compile(r"\$?-?[\d,]+\.\d\d|\$.*", re.ASCII)
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
YEARS = range(1900, 2101)
FIRST_YEAR = 2000
YEARS_AHEAD = 2
"""Nothing that the platform records is earlier, or further ahead."""
LARGEST = 2_147_483_647
MOST_DIAGNOSES = 12
T = TypeVar("T", date, datetime)


def wrong(reason: str) -> PydanticCustomError:
    """A validation error with the text `reason`, taken literally."""
    return PydanticCustomError("cell", "{reason}", {"reason": reason})


def _day(cell: str) -> date:
    found = DATE.fullmatch(cell)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        form = date_advice(cell, "YYYY-MM-DD, between 1900 and 2100")
        raise wrong(f"This is not a date. {form}")
    return day


def _born(day: date) -> date:
    if day > clock.now().date():
        raise wrong(
            "This birth date is in the future. If it was a two-digit year, a program took it for "
            "one of this century. Correct it."
        )
    return day


def _moment(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(cell) if INSTANT.fullmatch(cell) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        form = date_advice(cell, "YYYY-MM-DDTHH:MM:SS, then Z or an offset")
        raise wrong(f"This is not a time. {form}")
    return moment


def _near(moment: T) -> T:
    last = clock.now().year + YEARS_AHEAD
    if not FIRST_YEAR <= moment.year <= last:
        raise wrong(f"This year is far off. Write one from {FIRST_YEAR} to {last}.")
    return moment


def _month(cell: str) -> str:
    if not MONTH.fullmatch(cell):
        raise wrong(f"This is not a month. {date_advice(cell, 'YYYY-MM')}")
    _near(date.fromisoformat(f"{cell}-01"))
    return cell


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise wrong("This time has no offset. Add Z or an offset such as -05:00.")
    return moment.astimezone(UTC)


def _in_zone(moment: datetime, info: ValidationInfo) -> datetime:
    """The instant of `moment`; without an offset it is local time in the row's `zone`, and the
    first of two equal local times (R03)."""
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    zone = info.data.get("zone")  # missing if the zone is rejected itself
    try:
        return instants.to_utc(moment, ZoneInfo(zone)) if zone else moment
    except ValueError as problem:
        raise wrong("Clocks in the row's zone skip this time. Correct it.") from problem


def _flag(cell: str) -> bool:
    word = cell.lower()
    if word not in ("true", "false"):
        raise wrong("Write true or false.")
    return word == "true"


def _number(cell: str) -> int:
    found = NUMBER.fullmatch(cell)
    if not found:
        raise wrong("This is not a whole number. Write digits only.")
    return int(found[1])


def _cents(cell: str) -> int:
    if DOLLARS.fullmatch(cell):
        raise wrong("This is an amount in dollars. Write cents, such as 1500 for $15.00.")
    return _number(cell)


def _npi(cell: str) -> str:
    problem = npi_problem(cell)
    if problem:
        raise wrong(problem)
    return cell


def _place(cell: str) -> str:
    if cell not in PLACE_NAMES:
        raise wrong(
            f"Write a two-letter state code, AA, AE or AP for a military post office, or {OUTSIDE} "
            "for a place outside the US."
        )
    return cell


def _state(cell: str) -> StateCode:
    if cell not in StateCode.__members__:
        raise wrong("Write the two letters of a state, such as NY.")
    return StateCode(cell)


def _codes(cell: str) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in cell.split(";") if code.strip())
    if len(codes) > MOST_DIAGNOSES or any(len(code) > 8 for code in codes):
        raise wrong(
            f"Write at most {MOST_DIAGNOSES} codes, each up to 8 characters, and separate them by ;"
        )
    return codes


def _typed(read: Callable[[str], Any]) -> BeforeValidator:
    return BeforeValidator(lambda cell: read(cell) if isinstance(cell, str) else cell)


Ref = Annotated[str, Field(max_length=40)]
Day = Annotated[date, _typed(_day)]
BirthDay = Annotated[date, _typed(_day), AfterValidator(_born)]
WorkDay = Annotated[date, _typed(_day), AfterValidator(_near)]
"""A day of the platform's work, which is never far off, as its times are."""
Moment = Annotated[datetime, _typed(_moment), AfterValidator(_in_zone), AfterValidator(_near)]
Instant = Annotated[datetime, _typed(_moment), AfterValidator(_in_utc), AfterValidator(_near)]
Flag = Annotated[bool, _typed(_flag)]
Count = Annotated[int, _typed(_number), Field(ge=0, le=LARGEST)]
Ordinal = Annotated[int, _typed(_number), Field(ge=1, le=LARGEST)]
Rank = Annotated[int, _typed(_number), Field(ge=1, le=3)]
Cents = Annotated[int, _typed(_cents), Field(ge=0, le=LARGEST)]
Npi = Annotated[str, AfterValidator(_npi)]
State = Annotated[StateCode, _typed(_state)]
Place = Annotated[str, AfterValidator(_place)]
Month = Annotated[str, AfterValidator(_month)]
Codes = Annotated[tuple[str, ...], _typed(_codes)]
