"""The book's records for one demo: those of every scenario that is over by the demo's last day.

No reference of the book can be one of the drawn records': each holds a 0 or a 1, which drawn
sessions, clients and providers never do (`core.demo.refs`), and the other drawn references are
numbers throughout, where the book's bear a name. Lookups, too, tell the reference of a client or
provider from a name by a digit in it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from core.demo.networks import payer_rows, plan_area_rows, plan_rows
from core.demo.scenarios.book import Entry, Scenario, scenario_book
from core.demo.scenarios.people import client_rows, provider_rows
from core.demo.scenarios.sessions import Told, session_rows
from core.demo.timeline import Timeline

Tables = dict[type[Any], list[Any]]


def scenario_tables(timeline: Timeline) -> Tables:
    """Every row of the scenarios that are over by `timeline.as_of`, by the class of its extract."""
    over = [one for one in scenario_book().scenarios if ends_at(one) <= timeline.as_of]
    people = list(_people_rows(over))
    found: Tables = {}
    for row in [*_plan_rows(people), *people, *_care_rows(over)]:
        found.setdefault(type(row), []).append(row)
    return found


@cache
def ends_at_by_key() -> dict[str, datetime]:
    """When each scenario is over, by its key."""
    return {one.key: _ends_at(one) for one in scenario_book().scenarios}


def ends_at(scenario: Scenario) -> datetime:
    """The last instant in a scenario: of its question and of every record of it."""
    return ends_at_by_key()[scenario.key]


def _ends_at(scenario: Scenario) -> datetime:
    rows = [*_people_rows([scenario]), *_care_rows([scenario])]
    found = [value for row in rows for value in vars(row).values() if isinstance(value, datetime)]
    return max(scenario.at, *found)


def _people_rows(scenarios: Iterable[Scenario]) -> Iterator[Any]:
    """Everybody who is in these scenarios, once and in the book's order."""
    book, used = scenario_book(), _used(scenarios)
    for number, (ref, entry) in enumerate(book.providers.items()):
        if ref in used:
            yield from provider_rows(number, entry)
    for number, (ref, entry) in enumerate(book.clients.items()):
        if ref in used:
            yield from client_rows(number, entry)


def _used(scenarios: Iterable[Scenario]) -> set[str]:
    sessions = [entry for one in scenarios for entry in one.sessions]
    return {entry[who] for entry in sessions for who in ("provider", "client")}


def _plan_rows(people: Iterable[Any]) -> Iterator[Any]:
    """The plans that the book adds, where one of these people has one. Nobody is drawn into them:
    the rest of the demo does not know them."""
    book, held = scenario_book(), {getattr(row, "plan_id", None) for row in people}
    plans = [entry for entry in book.plans if entry["id"] in held]
    payers = {entry["payer"] for entry in plans}
    yield from payer_rows([entry for entry in book.payers if entry["id"] in payers])
    yield from plan_rows(plans)
    yield from plan_area_rows(plans)


def _care_rows(scenarios: Iterable[Scenario]) -> Iterator[Any]:
    for scenario in scenarios:
        for entry in scenario.sessions:
            yield from session_rows(_told(entry))


def _told(entry: Entry) -> Told:
    book = scenario_book()
    return Told(entry, book.providers[entry["provider"]], book.clients[entry["client"]])
