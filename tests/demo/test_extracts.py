import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.demo import writer
from core.demo.extracts import make_tables, write_extracts
from core.demo.refs import ALPHABET, ref
from core.exchange.all_extracts import EXTRACTS
from tests.demo.conftest import DAY, Demo

SMALL = 0.02
REFERENCES = {
    "provider_id": "providers",
    "client_id": "clients",
    "merged_into_id": "clients",
    "payer_id": "payers",
    "plan_id": "plans",
    "coverage_id": "coverages",
    "mos_case_id": "mos_cases",
    "practice_location_id": "practice_locations",
    "session_id": "sessions",
    "replaces_claim_id": "claims",
}


def written(folder: Path, today: date) -> dict[str, bytes]:
    write_extracts(folder, today, SMALL)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def last_start(today: date) -> date:
    tables = {kind.file: rows for kind, rows in make_tables(today, SMALL).items()}
    return max(row.scheduled_start.date() for row in tables["sessions.csv"])


def test_the_same_day_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    assert written(tmp_path / "one", DAY) == written(tmp_path / "two", DAY)


def test_every_documented_file_is_written_with_its_header(tmp_path: Path) -> None:
    write_extracts(tmp_path, DAY, SMALL)
    headers = {}
    for path in tmp_path.iterdir():
        with path.open(encoding="utf-8", newline="") as lines:
            headers[path.name] = set(next(csv.reader(lines)))
    assert headers == {kind.file: set(kind.columns()) for kind in EXTRACTS}


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 11, 21), date(2027, 1, 1)])
def test_a_demo_of_another_day_ends_with_what_is_booked_from_that_day(today: date) -> None:
    assert today + timedelta(days=4) <= last_start(today) <= today + timedelta(days=14)


def test_there_are_as_many_people_and_sessions_as_said(demo: Demo) -> None:
    assert len(demo["providers"]) == 60
    assert len(demo["clients"]) == 1200
    assert 23_500 < len(demo["sessions"]) < 26_500


def test_sessions_go_back_two_years(demo: Demo) -> None:
    first = min(row.scheduled_start.date() for row in demo["sessions"])
    assert timedelta(days=722) < DAY - first <= timedelta(days=730)


def test_every_reference_leads_to_a_record(demo: Demo) -> None:
    ids = {
        name: {getattr(row, column) for row in demo[name]}
        for column, name in {**REFERENCES, "claim_id": "claims"}.items()
        if column not in ("merged_into_id", "replaces_claim_id")
    }
    astray = [
        (file, column)
        for file, rows in demo.tables.items()
        for column, name in REFERENCES.items()
        for row in rows
        if (value := getattr(row, column, None)) is not None and value not in ids[name]
    ]
    assert astray == []


def test_no_id_is_given_twice(demo: Demo) -> None:
    for rows in demo.tables.values():
        firsts = [getattr(row, writer.header(type(row))[0]) for row in rows]
        assert len(firsts) == len(set(firsts))


def test_references_are_read_aloud_without_mistakes() -> None:
    refs = [ref("S", 7, number) for number in range(5000)]
    assert len(set(refs)) == 5000
    assert set("".join(one[2:] for one in refs)) <= set(ALPHABET)
    assert not set("ILOU01") & set(ALPHABET)


def test_a_number_that_no_reference_has_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        ref("P", 1, 30)


def test_a_time_in_the_sessions_zone_is_written_as_its_wall_clock() -> None:
    eastern = ZoneInfo("America/New_York")
    assert writer.cell(datetime(2026, 3, 10, 14, 0, tzinfo=eastern)) == "2026-03-10T14:00:00"


def test_a_time_in_a_repeated_hour_keeps_its_offset() -> None:
    eastern = ZoneInfo("America/New_York")
    second = datetime(2026, 11, 1, 1, 15, tzinfo=eastern, fold=1)
    assert writer.cell(second) == "2026-11-01T01:15:00-05:00"


def test_an_instant_is_written_in_utc() -> None:
    assert writer.cell(datetime(2026, 3, 10, 14, 0, 5, tzinfo=UTC)) == "2026-03-10T14:00:05Z"
