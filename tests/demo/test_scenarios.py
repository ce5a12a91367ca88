"""The scenario book: who and what is in it, and when it is left out."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from core.demo.chance import ALPHABET
from core.demo.generate import drawn_rows, make_rows
from core.demo.period import Period
from core.demo.providers import BOOK_NPIS
from core.demo.scenarios import (
    Scenario,
    all_scenarios,
    scenario_ends_at,
    scenario_records,
    scenario_rows,
)
from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import SessionRow
from core.exchange.coverage_rows import PlanRow
from core.exchange.people_rows import ClientRow, ProviderRow
from core.rules.names import is_reference
from core.rules.requests.npi import npi_problem
from tests.demo.conftest import Demo
from tests.demo.test_extracts import later_than, unknown_references
from tests.support import scenario_paper

LAST_DAY, SMALL = date(2026, 11, 22), 0.02
SCENARIOS = all_scenarios()
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
    return day if Period(day).until >= instant else day + timedelta(days=1)


def told_on(day: date) -> Demo:
    """The records of the scenarios that are over by the noon of `day`."""
    rows = scenario_rows(Period(day))
    return Demo({kind: [row for row in rows if type(row) is kind] for kind in EXTRACTS})


@pytest.fixture(scope="module")
def told() -> Demo:
    return told_on(LAST_DAY)


@pytest.fixture(scope="module")
def whole() -> Demo:
    return Demo(make_rows(Period(LAST_DAY), SMALL))


@pytest.mark.parametrize("wanted", NAMED)
def test_every_example_that_was_asked_for_is_there(wanted: str) -> None:
    assert NAMED[wanted] in {one.key for one in SCENARIOS}


def test_no_key_and_no_name_is_given_twice() -> None:
    for texts in ([one.key for one in SCENARIOS], [one.name for one in SCENARIOS]):
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("one", SCENARIOS, ids=named)
def test_a_scenario_says_what_is_answered_by_which_rules(one: Scenario) -> None:
    assert one.expect.keys() <= {"confirm", "billing", "edit", "cancel"}
    assert {answer.split()[0] for answer in one.expect.values()} <= {"allow", "block", "review"}
    rules = {rule for answer in one.expect.values() for rule in answer.split()[1:]} | {*one.rules}
    assert rules
    assert all(re.fullmatch(r"R[0-5]\d", rule) for rule in rules)
    assert re.fullmatch(r"[\w ]+, '.+'", one.source)


@pytest.mark.parametrize("one", SCENARIOS, ids=named)
def test_a_confirmation_is_asked_for_when_everything_on_record_has_happened(one: Scenario) -> None:
    assert "confirm" not in one.expect or scenario_ends_at(one) == one.at


@pytest.mark.parametrize("one", SCENARIOS, ids=named)
def test_a_story_names_nobody(one: Scenario) -> None:
    people = [*scenario_records()[ProviderRow], *scenario_records()[ClientRow]]
    text = f"{one.name} {one.story}"
    assert not any(f"{who.first_name} {who.last_name}" in text for who in people)  # type: ignore[attr-defined]
    assert not {who.first_name for who in people} & set(re.findall(r"\w+", text))  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", SCENARIOS, ids=named)
def test_a_scenario_is_left_out_until_its_last_instant_has_come(one: Scenario) -> None:
    day = day_reaching(scenario_ends_at(one))
    assert one.session_ref in {row.ref for row in told_on(day)["sessions"]}
    assert one.session_ref not in {row.ref for row in told_on(day - timedelta(days=1))["sessions"]}


def test_an_early_demo_has_no_scenario() -> None:
    assert scenario_rows(Period(date(2022, 1, 1))) == []


def test_nothing_in_the_book_happens_after_a_demo_it_is_in() -> None:
    for day in {day_reaching(scenario_ends_at(one)) for one in SCENARIOS}:
        told = told_on(day)
        assert later_than(Period(day).until, told) == set()
        starts = {row.scheduled_start_at for row in told["sessions"]}
        assert max(starts) <= Period(day).until
        begins = [row.from_on for row in told["coverages"] + told["credentials"]]
        assert max(begins) <= day


def test_the_records_of_a_part_of_the_book_are_complete() -> None:
    """On the days on which scenarios begin to be there, none names a record that is left out."""
    drawn = Demo(drawn_rows(Period(LAST_DAY), SMALL))
    known = {row.ref for row in drawn["plans"]} | {row.ref for row in drawn["payers"]}
    for day in {day_reaching(scenario_ends_at(one)) for one in SCENARIOS}:
        assert [one for one in unknown_references(told_on(day)) if one[2] not in known] == []


def test_the_whole_book_is_in_a_late_demo(told: Demo) -> None:
    assert {name: len(rows) for name, rows in told.tables.items()} == {
        kind.file: len(rows) for kind, rows in scenario_records().items()
    }


def test_a_reference_of_the_book_is_never_one_that_is_drawn(told: Demo) -> None:
    for name in ("sessions", "clients", "providers"):
        assert all(set(row.ref[2:]) & set("01") for row in told[name])
    assert not set("01") & set(ALPHABET)


def test_no_id_of_the_whole_demo_is_given_twice(whole: Demo) -> None:
    for rows in whole.tables.values():
        ids = Counter(row.ref for row in rows)
        assert [one for one, count in ids.items() if count > 1] == []


def test_lookups_take_the_books_references_for_references(told: Demo) -> None:
    assert all(is_reference(row.ref) for row in told["clients"])
    assert all(is_reference(row.ref) for row in told["providers"])


def test_every_reference_of_the_book_leads_to_a_record(whole: Demo) -> None:
    assert unknown_references(whole) == []


def test_npis_of_the_book_are_sound_and_kept_from_chance(told: Demo) -> None:
    npis = [row.npi for row in told["providers"]]
    assert [npi_problem(npi) for npi in npis] == [None] * len(npis)
    assert len(set(npis)) == len(npis)
    assert all(int(npi[:9]) >= 2 * 10**8 + BOOK_NPIS for npi in npis)


def test_nobody_of_the_book_can_be_reached(told: Demo) -> None:
    people = [*told["clients"], *told["providers"]]
    assert all(row.email.endswith(".example") for row in people)
    assert all(re.fullmatch(r"\d{3}-555-01\d\d", row.phone) for row in told["clients"])


def test_nobody_is_drawn_into_a_plan_of_the_book() -> None:
    plans = {row.ref for row in scenario_records()[PlanRow]}
    drawn = Demo(drawn_rows(Period(LAST_DAY), SMALL))
    held = ("coverages", "credentials", "virtual_networks")
    assert plans
    assert not plans & {row.ref for row in drawn["plans"]}
    assert not plans & {row.plan_id for name in held for row in drawn[name]}


def test_a_session_in_the_repeated_hour_has_its_length() -> None:
    (row,) = (one for one in scenario_records()[SessionRow] if one.ref == "S-AUTUMN1102")
    assert isinstance(row, SessionRow)
    assert row.actual_end_at == datetime(2025, 11, 2, 6, 15, tzinfo=UTC)
    assert row.actual_end_at - (row.actual_start_at or row.booked_at) == timedelta(minutes=45)


def test_the_paper_of_the_book_is_current() -> None:
    assert scenario_paper.PAPER.read_text("utf-8") == scenario_paper.scenario_paper()
