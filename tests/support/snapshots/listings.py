"""What is said of each thing that can be typed into the change of an Evernorth listing
(R47-R49)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from core.errors import Reason
from core.rules.requests.listing import (
    LONGEST_VALUE,
    STOPPED,
    TAKING,
    Directory,
    ListingLine,
    ProviderFact,
    after_submission_problem,
    cleaned,
    elsewhere,
    given_npi_problem,
    line_problems,
    missing,
    name_problem,
    not_enrolled,
    ruler,
    stand_of,
    submission_problem,
)
from core.rules.texts import one_line_problem
from core.rules.time.business_days import BusinessCalendar
from core.vocabulary.requests import DirectoryTopic as Topic
from tests.support.snapshots.block import Block, by_place, shown, verdict

TODAY, DAY = date(2026, 3, 16), timedelta(days=1)
RECEIVED = datetime(2026, 3, 16, 14, 5, 30, 250, tzinfo=UTC)
NOW = RECEIVED + timedelta(hours=2)
SECOND = timedelta(seconds=1)
ROSA = ProviderFact("P-1", "1234567893", "Rosa", "Marsh", "Jr.", None, None)
OTHER_NPI = "1245319599"
PHONE, STATUS = Topic.PHONE, Topic.MOS_STATUS
LINES = {
    "no such topic, then a phone number of letters": [
        ListingLine("shoes", "", ""),
        ListingLine(PHONE, "", "by mail"),
    ],
    "a status that is neither": [ListingLine(STATUS, "", "maybe")],
    "both statuses, one of them twice": [
        ListingLine(STATUS, TAKING, STOPPED),
        ListingLine(STATUS, "", TAKING),
    ],
    "two phone numbers": [
        ListingLine(PHONE, "", "212-555-0100"),
        ListingLine(PHONE, "", "212-555-0101"),
    ],
    "one place twice": [ListingLine(Topic.LOCATION, "", "5 Elm Street")] * 2,
    "what the listing says already": [ListingLine(Topic.SPECIALTY, "Grief", "Grief")],
    "words where a phone number is not asked for": [ListingLine(Topic.OTHER, "by mail", "by bus")],
    "as long as can be": [ListingLine(Topic.OTHER, "x" * 400, "y" * 400)],
    "too long": [ListingLine(Topic.OTHER, "x" * 401, "y" * 401)],
    "no correct value yet": [ListingLine(topic, "old", "") for topic in Topic],
}
NAMES = ["", "Rosa Marsh", "marsh, rosa", "Rosa Marsh Jr", "Rosa Marsch", "x" * 160, "x" * 161]
NPIS = ["1234567893", OTHER_NPI, "1234567890", ""]
TEXTS = ["5 Elm Street", "a\0", "a\ud800", "a\u202e", "x" * 400, "x" * 401]


def blocks() -> Iterator[Block]:
    for name, lines in LINES.items():
        yield name, by_place(line_problems(lines, TODAY))
    blanks = [ListingLine(PHONE, " a  b ", "  c")]
    yield (
        "blanks around and doubled",
        (f"{one.topic}: {one.listed_value!r}, {one.correct_value!r}" for one in cleaned(blanks)),
    )
    yield (
        "a text",
        (f"{shown(one)}: {verdict(one_line_problem(one, LONGEST_VALUE))}" for one in TEXTS),
    )
    yield "a name", (f"{shown(one)}: {verdict(name_problem(one, ROSA))}" for one in NAMES)
    yield "a name of nobody chosen", [verdict(name_problem("Rosa Marsch", None))]
    for whose, given, is_chosen in (("chosen", ROSA, True), ("found", ROSA, False)):
        said = (verdict(given_npi_problem(npi, given, is_chosen)) for npi in NPIS)
        yield f"the NPI, provider {whose}", map(": ".join, zip(NPIS, said, strict=True))
    yield "the NPI of nobody", [verdict(given_npi_problem(OTHER_NPI, None, False))]
    yield "missing in an empty form", missing("", "", [])
    yield "missing in the lines", missing("Rosa", "1", LINES["no correct value yet"])
    yield from _refusals()
    yield from _course()


def _refusals() -> Iterator[Block]:
    for directory in Directory:
        yield f"a listing of {directory}", _reasons(elsewhere(directory))
    taking, stopped = ListingLine(STATUS, STOPPED, TAKING), ListingLine(STATUS, TAKING, STOPPED)
    yield "not enrolled, is to take clients", _reasons(not_enrolled([taking], ROSA, TODAY))
    yield "not enrolled, is to take none", _reasons(not_enrolled([stopped], ROSA, TODAY))
    yield "nobody chosen, is to take clients", _reasons(not_enrolled([taking], None, TODAY))


def _course() -> Iterator[Block]:
    """From handing it over to the day when it is late."""
    minute = RECEIVED.replace(second=0, microsecond=0)
    yield (
        "handed over",
        [
            f"in the minute it came in: {_handed(minute)}",
            f"a second before that: {_handed(minute - SECOND)}",
            f"now: {_handed(NOW)}",
            f"in a second: {_handed(NOW + SECOND)}",
            f"on the day of the return: {_handed(NOW, TODAY)}",
            f"on the day before the return: {_handed(NOW, TODAY + DAY)}",
        ],
    )
    looks = ((TODAY, NOW), (TODAY - DAY, NOW), (TODAY, NOW + SECOND))
    yield (
        "looked at: handed over that day, the day after, in a second",
        (verdict(after_submission_problem(on, at, TODAY, NOW)) for on, at in looks),
    )
    days = ruler(date(2026, 11, 24), date(2026, 12, 1), BusinessCalendar())
    yield "handed over on 24 November", (f"{one.day}: {one.number} {one.why_not}" for one in days)
    stands = (stand_of(TODAY, TODAY + DAY, TODAY + DAY * gap) for gap in (-1, 0, 1, 2))
    yield "a day before, expected, late after, a day after", [", ".join(stands)]


def _handed(at: datetime, returned_on: date | None = None) -> str:
    return verdict(submission_problem(at, RECEIVED, returned_on, NOW, TODAY))


def _reasons(found: Iterable[Reason]) -> list[str]:
    return [f"{one.code} {one.rule}: {one.text}" for one in found] or ["nothing against it"]
