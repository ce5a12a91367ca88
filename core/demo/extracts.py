"""The whole demo, part by part, written as the platform's extracts."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from core.demo import claims, clients, money, networks, writer
from core.demo.book import book
from core.demo.care import make_care
from core.demo.practices import make_practices
from core.demo.rhythm import make_appointments
from core.demo.rows import care as care_rows
from core.demo.rows import coverage as coverage_rows
from core.demo.rows import people as people_rows
from core.demo.scenarios.tables import scenario_tables
from core.demo.sessions import tell
from core.demo.timeline import Timeline

PROVIDERS, CLIENTS = 60, 1200
FEWEST_PROVIDERS, FEWEST_EXTRAS = 9, 12
Tables = dict[type[Any], list[Any]]


def write_extracts(
    folder: Path,
    today: date,
    scale: float = 1.0,
    on_file: Callable[[str, int], None] = lambda _file, _rows: None,
) -> dict[str, int]:
    """Write one CSV file per table into `folder` and return the rows of each by file name.

    `today` is the last day on which anything has happened; `scale` is the size, where 1 is 60
    providers and about 25,000 sessions. `on_file` hears of each file as it is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for kind, rows in make_tables(today, scale).items():
        writer.write(folder, kind, rows)
        counts[kind.file] = len(rows)
        on_file(kind.file, len(rows))
    return counts


def make_tables(today: date, scale: float = 1.0) -> Tables:
    """Every row of the demo, by the class of its extract, in the order in which they refer: what
    is drawn, then the scenarios that are over by `today`."""
    told = scenario_tables(Timeline(today))
    drawn = drawn_tables(today, scale)
    return {kind: [*rows, *told.get(kind, ())] for kind, rows in drawn.items()}


def drawn_tables(today: date, scale: float = 1.0) -> Tables:
    """The rows that are drawn by chance; `scale` is their size."""
    timeline = Timeline(today)
    practices = make_practices(timeline, max(FEWEST_PROVIDERS, round(PROVIDERS * scale)))
    nets = networks.make_networks(practices, timeline)
    fewest = len(book().characters) + FEWEST_EXTRAS
    people = clients.make_people(timeline, practices, max(fewest, round(CLIENTS * scale)))
    cares = make_care(people, practices, nets, timeline)
    appointments = make_appointments(cares, timeline)
    stories = [tell(number, one, timeline) for number, one in enumerate(appointments)]
    return {
        people_rows.ProviderRow: [one.row for one in practices],
        people_rows.LicenseRow: _flat(one.licenses for one in practices),
        people_rows.PracticeLocationRow: _flat(one.rooms for one in practices),
        coverage_rows.PayerRow: networks.payer_rows(book().payers),
        coverage_rows.PlanRow: networks.plan_rows(book().plan_entries),
        coverage_rows.PlanAreaRow: networks.plan_area_rows(book().plan_entries),
        coverage_rows.CredentialRow: nets.credentials,
        coverage_rows.VirtualNetworkRow: nets.opt_ins,
        people_rows.ClientRow: [one.row for one in people],
        coverage_rows.MosCaseRow: [one.case for one in cares if one.case],
        coverage_rows.CoverageRow: _flat(one.membership.coverages for one in cares),
        people_rows.ClientLocationRow: _flat((one.home, *one.other_places) for one in people),
        care_rows.SessionRow: [one.session for one in stories],
        care_rows.SessionPlaceRow: _flat(one.places for one in stories),
        care_rows.NoteRow: _flat(one.notes for one in stories),
        care_rows.ClaimRow: _flat(claims.claims(one, timeline) for one in stories),
        care_rows.ClientChargeRow: _given(money.charge(one, timeline) for one in stories),
        care_rows.PayoutRow: _given(money.payout(one, timeline) for one in stories),
        care_rows.CarReportRow: _given(one.car for one in stories),
    }


def _flat(groups: Iterable[Iterable[Any]]) -> list[Any]:
    return [row for group in groups for row in group]


def _given(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row is not None]
