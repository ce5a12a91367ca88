"""The whole demo, part by part, written as the platform's extracts."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.demo import mistakes
from core.demo.appointments import make_appointments, make_care
from core.demo.catalog import catalog
from core.demo.clients import REGULARS, make_people
from core.demo.credentials import make_networks, payer_and_plan_rows
from core.demo.period import Period
from core.demo.providers import make_practices
from core.demo.scenarios import scenario_rows
from core.demo.sessions import SessionMaker
from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import CarReportRow, SessionRow
from core.exchange.extract_row import ExtractRow
from core.exchange.extract_writer import write_extract

PROVIDERS, CLIENTS = 60, 1200
FEWEST_PROVIDERS = 9
Rows = dict[type[ExtractRow], list[Any]]


def write_extracts(
    folder: Path, today: date, scale: float = 1.0, now: datetime | None = None
) -> dict[str, int]:
    """Write one CSV file per table into `folder` and return the rows of each by file name.

    `today` is the last day on which anything has happened, by its noon or by `now` if that comes
    first; `scale` is the size, where 1 is 60 providers and about 25,000 sessions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = make_rows(Period(today, now) if now else Period(today), scale)
    for kind, rows in found.items():
        write_extract(folder, kind, rows)
    return {kind.file: len(rows) for kind, rows in found.items()}


def make_rows(period: Period, scale: float = 1.0) -> Rows:
    """Every row of the demo by the class of its extract: those that are drawn, then those of the
    scenarios that are over."""
    found = drawn_rows(period, scale)
    for row in scenario_rows(period):
        found[type(row)].append(row)
    return found


def drawn_rows(period: Period, scale: float = 1.0) -> Rows:
    """The rows that are drawn, with the mistakes made on purpose."""
    practices = make_practices(period, max(FEWEST_PROVIDERS, round(PROVIDERS * scale)))
    networks = make_networks(practices, period)
    fewest = len(catalog().characters) + REGULARS
    people = make_people(period, practices, max(fewest, round(CLIENTS * scale)))
    cares = make_care(people, practices, networks, period)
    coverages = [row for one in cares for row in one.membership.coverages]
    drawn: list[ExtractRow] = [
        *(one.row for one in practices),
        *(row for one in practices for row in one.licenses),
        *(row for one in practices for row in one.locations),
        *payer_and_plan_rows(),
        *networks.credentials,
        *mistakes.credentials_without_license(practices),
        *networks.opt_ins,
        *(one.row for one in people),
        *(one.case for one in cares if one.case),
        *coverages,
        *mistakes.second_primaries(coverages),
        *(row for one in cares for row in one.person.places),
    ]
    found: Rows = {kind: [] for kind in EXTRACTS}
    maker = SessionMaker(period)
    for row in drawn:
        found[type(row)].append(row)
    for number, appointment in enumerate(make_appointments(cares, period)):
        for row in maker.rows(number, appointment):
            found[type(row)].append(row)
    _make_mistakes(found, period)
    return found


def _make_mistakes(found: Rows, period: Period) -> None:
    wrong = list(mistakes.mistaken_sessions(found[SessionRow], period))
    found[SessionRow] = mistakes.replaced(found[SessionRow], wrong)
    found[CarReportRow] += [row for row in wrong if isinstance(row, CarReportRow)]
