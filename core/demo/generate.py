"""The whole demo, part by part, written as the platform's extracts."""

from itertools import chain
from pathlib import Path
from typing import Any

from core.demo import mistakes
from core.demo.appointments import make_appointments, make_care
from core.demo.catalog import catalog
from core.demo.clients import REGULARS, make_people
from core.demo.credentials import make_credentials, payer_and_plan_rows
from core.demo.crises import waiting_crises
from core.demo.period import Period
from core.demo.providers import make_practices
from core.demo.scenarios import scenario_rows
from core.demo.sessions import SessionMaker
from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import SessionRow
from core.exchange.extract_row import ExtractRow, write_extract
from core.exchange.money_rows import PayoutRow
from core.exchange.people_rows import LicenseRow

PROVIDERS, CLIENTS = 60, 1200
FEWEST_PROVIDERS = 9
Rows = dict[type[ExtractRow], list[Any]]


def write_extracts(folder: Path, period: Period, scale: float = 1.0) -> dict[str, int]:
    """Write one CSV file per table into `folder` and return the rows of each by file name. With
    `scale` 1 there are 60 providers and about 25,000 sessions."""
    folder.mkdir(parents=True, exist_ok=True)
    found = make_rows(period, scale)
    for kind, rows in found.items():
        write_extract(folder, kind, rows)
    return {kind.file: len(rows) for kind, rows in found.items()}


def make_rows(period: Period, scale: float = 1.0) -> Rows:
    """Every row by the class of its extract: those drawn, two crises that wait, and those of
    scenarios that are over."""
    found = drawn_rows(period, scale)
    crises = list(waiting_crises(found[SessionRow], found[LicenseRow], period))
    for row in [*crises, *scenario_rows(period)]:
        found[type(row)].append(row)
    return found


def drawn_rows(period: Period, scale: float = 1.0) -> Rows:
    """The rows that are drawn, with the mistakes made on purpose."""
    practices = make_practices(period, max(FEWEST_PROVIDERS, round(PROVIDERS * scale)))
    credentials = make_credentials(practices, period)
    fewest = len(catalog().characters) + REGULARS
    people = make_people(period, practices, max(fewest, round(CLIENTS * scale)))
    cares = make_care(people, practices, credentials, period)
    coverages = [row for one in cares for row in one.membership.coverages]
    drawn: list[ExtractRow] = [
        *(one.row for one in practices),
        *(row for one in practices for row in one.licenses),
        *(row for one in practices for row in one.locations),
        *payer_and_plan_rows(),
        *credentials,
        *(one.row for one in people),
        *(one.case for one in cares if one.case),
        *coverages,
        *mistakes.second_primaries(coverages),
        *(row for one in cares for row in one.person.places),
    ]
    found: Rows = {kind: [] for kind in EXTRACTS}
    maker, appointments = SessionMaker(period), enumerate(make_appointments(cares, period))
    of_sessions = (row for number, one in appointments for row in maker.rows(number, one))
    for row in chain(drawn, of_sessions):
        found[type(row)].append(row)
    wrong = {row.ref: row for row in mistakes.mistaken_sessions(found[SessionRow], period)}
    paid = {row.ref: row for row in mistakes.mistaken_payouts(found[PayoutRow], found[SessionRow])}
    found[SessionRow] = [wrong.get(row.ref, row) for row in found[SessionRow]]
    found[PayoutRow] = [paid.get(row.ref, row) for row in found[PayoutRow]]
    return found
