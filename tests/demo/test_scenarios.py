"""The scenario book: who and what is in it, and when it is left out."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.demo import practices, writer
from core.demo.extracts import drawn_tables, make_tables
from core.demo.refs import ALPHABET
from core.demo.scenarios.book import Scenario, scenario_book
from core.demo.scenarios.people import NPI_RANGE
from core.demo.scenarios.tables import ends_at, scenario_tables
from core.demo.timeline import Timeline
from core.queries.sessions.filters import is_reference
from core.rules.requests.npi import npi_problem
from tests.demo.conftest import Demo
from tests.demo.test_extracts import REFERENCES
from tests.support import scenario_paper

LAST_DAY, SMALL = date(2026, 11, 22), 0.02
BOOK = scenario_book()
NAMED = {
    "the March 10 MOS session": "mos-march-10",
    "the New York BlueCard student": "bluecard-student",
    "the Texas virtual network": "virtual-network-texas",
    "commuter": "commuter-desk",
    "vacation": "vacation-unlicensed",
    "move": "move-texas",
    "crisis": "crisis-complete",
    "MOS no-show": "mos-no-show-unreported",
    "day 30": "day-30",
    "over midnight": "over-midnight",
    "Medicaid under BlueCard": "bluecard-medicaid",
    "the DST weekend": "spring-weekend",
}


def named(one: Scenario) -> str:
    return one.key


def day_reaching(instant: datetime) -> date:
    """The first day of a demo whose noon has reached `instant`."""
    day = instant.date()
    return day if Timeline(day).as_of >= instant else day + timedelta(days=1)


@pytest.fixture(scope="module")
def told() -> Demo:
    return Demo(scenario_tables(Timeline(LAST_DAY)))


@pytest.fixture(scope="module")
def whole() -> Demo:
    return Demo(make_tables(LAST_DAY, SMALL))


@pytest.mark.parametrize("wanted", NAMED)
def test_every_example_that_was_asked_for_is_there(wanted: str) -> None:
    assert NAMED[wanted] in {one.key for one in BOOK.scenarios}


def test_no_key_and_no_name_is_given_twice() -> None:
    for texts in ([one.key for one in BOOK.scenarios], [one.name for one in BOOK.scenarios]):
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("one", BOOK.scenarios, ids=named)
def test_a_scenario_says_what_is_answered_by_which_rules(one: Scenario) -> None:
    assert one.expect.keys() <= {"confirm", "billing", "edit", "cancel"}
    assert {answer.verdict for answer in one.expect.values()} <= {"allow", "block", "review"}
    rules = {rule for answer in one.expect.values() for rule in answer.rules} | {*one.rules}
    assert rules
    assert all(re.fullmatch(r"R[0-5]\d", rule) for rule in rules)
    assert re.fullmatch(r"[\w ]+, '.+'", one.source)


@pytest.mark.parametrize("one", BOOK.scenarios, ids=named)
def test_a_confirmation_is_asked_for_when_everything_on_record_has_happened(one: Scenario) -> None:
    assert "confirm" not in one.expect or ends_at(one) == one.at


@pytest.mark.parametrize("one", BOOK.scenarios, ids=named)
def test_a_story_names_nobody(one: Scenario) -> None:
    people = [*BOOK.providers.values(), *BOOK.clients.values()]
    names = {f"{one['first_name']} {one['last_name']}" for one in people}
    firsts = {person["first_name"] for person in people}
    assert not any(name in f"{one.name} {one.story}" for name in names)
    assert not firsts & set(re.findall(r"\w+", f"{one.name} {one.story}"))


def refs_on(day: date) -> set[str]:
    rows = [row for rows in scenario_tables(Timeline(day)).values() for row in rows]
    return {row.session_id for row in rows if hasattr(row, "session_id")}


@pytest.mark.parametrize("one", BOOK.scenarios, ids=named)
def test_a_scenario_is_left_out_until_its_last_instant_has_come(one: Scenario) -> None:
    day = day_reaching(ends_at(one))
    assert one.session_ref in refs_on(day)
    assert one.session_ref not in refs_on(day - timedelta(days=1))


def test_an_early_demo_has_no_scenario() -> None:
    assert scenario_tables(Timeline(date(2022, 1, 1))) == {}


def test_nothing_in_the_book_happens_after_a_demo_it_is_in() -> None:
    late = []
    for day in {day_reaching(ends_at(one)) for one in BOOK.scenarios}:
        as_of = Timeline(day).as_of
        for rows in scenario_tables(Timeline(day)).values():
            late += [(day, row) for row in rows if _is_after(row, as_of, day)]
    assert late == []


def _is_after(row: Any, as_of: datetime, day: date) -> bool:
    values = vars(row)
    instants = [value for value in values.values() if isinstance(value, datetime)]
    begins = values.get("from_on")
    return any(one > as_of for one in instants) or (begins is not None and begins > day)


def test_the_same_day_gives_the_same_scenarios() -> None:
    assert scenario_tables(Timeline(LAST_DAY)) == scenario_tables(Timeline(LAST_DAY))


def test_a_reference_of_the_book_is_never_one_that_is_drawn(told: Demo) -> None:
    for name in ("sessions", "clients", "providers"):
        refs = [getattr(row, writer.header(type(row))[0]) for row in told[name]]
        assert all(set(ref[2:]) & set("01") for ref in refs)
    assert not set("01") & set(ALPHABET)


def test_no_id_of_the_whole_demo_is_given_twice(whole: Demo) -> None:
    for rows in whole.tables.values():
        ids = Counter(getattr(row, writer.header(type(row))[0]) for row in rows)
        assert [one for one, count in ids.items() if count > 1] == []


def test_lookups_take_the_books_references_for_references(told: Demo) -> None:
    assert all(is_reference(row.client_id, "C") for row in told["clients"])
    assert all(is_reference(row.provider_id, "P") for row in told["providers"])


def test_every_reference_of_the_book_leads_to_a_record(whole: Demo) -> None:
    ids = {
        name: {getattr(row, column) for row in whole[name]}
        for column, name in REFERENCES.items()
        if column not in ("merged_into_id", "replaces_claim_id")
    }
    astray = [
        (file, column, value)
        for file, rows in whole.tables.items()
        for column, name in REFERENCES.items()
        for row in rows
        if name in ids and (value := getattr(row, column, None)) and value not in ids[name]
        if column not in ("merged_into_id", "replaces_claim_id")
    ]
    assert astray == []


def test_npis_of_the_book_are_sound_and_kept_from_chance(told: Demo) -> None:
    npis = [row.npi for row in told["providers"]]
    assert [npi_problem(npi) for npi in npis] == [None] * len(npis)
    assert len(set(npis)) == len(npis)
    assert all(int(npi[:9]) >= NPI_RANGE == 2 * 10**8 + practices.BOOK_NPIS for npi in npis)


def test_nobody_of_the_book_can_be_reached(told: Demo) -> None:
    people = [*told["clients"], *told["providers"]]
    assert all(row.email.endswith(".example") for row in people)
    assert all(re.fullmatch(r"\d{3}-555-01\d\d", row.phone) for row in told["clients"])


def test_nobody_is_drawn_into_a_plan_of_the_book() -> None:
    plans = {entry["id"] for entry in BOOK.plans}
    drawn = Demo(drawn_tables(LAST_DAY, SMALL))
    held = ("plans", "coverages", "credentials", "virtual_networks")
    assert not plans & {row.plan_id for name in held for row in drawn[name]}


def test_a_session_in_the_repeated_hour_is_written_with_its_offset(told: Demo) -> None:
    row = next(one for one in told["sessions"] if one.session_id == "S-AUTUMN1102")
    assert writer.cell(row.actual_end) == "2025-11-02T01:15:00-05:00"
    lasted = row.actual_end.astimezone(UTC) - row.actual_start.astimezone(UTC)
    assert lasted == timedelta(minutes=45)


def test_the_paper_of_the_book_is_current() -> None:
    assert scenario_paper.PAPER.read_text("utf-8") == scenario_paper.scenario_paper()
