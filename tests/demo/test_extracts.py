import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.demo.chance import ALPHABET, ref
from core.demo.generate import make_rows, write_extracts
from core.demo.period import Period
from core.exchange.all_extracts import EXTRACTS
from core.exchange.care_rows import SessionRow
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
PLANNED = {"scheduled_start_at", "scheduled_end_at"}


def written(folder: Path, today: date) -> dict[str, bytes]:
    write_extracts(folder, Period(today), SMALL)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def last_start(today: date) -> date:
    sessions = make_rows(Period(today), SMALL)[SessionRow]
    return max(row.scheduled_start_at for row in sessions).date()


def unknown_references(demo: Demo) -> list[tuple[str, str, str]]:
    """Where a row names another record that is not there."""
    ids = {name: {row.ref for row in demo[name]} for name in {*REFERENCES.values()}}
    return [
        (file, column, value)
        for file, rows in demo.tables.items()
        for column, name in REFERENCES.items()
        for row in rows
        if (value := getattr(row, column, None)) is not None and value not in ids[name]
    ]


def later_than(instant: datetime, demo: Demo) -> set[tuple[str, str]]:
    """The columns that hold something which has not happened by `instant`."""
    return {
        (file, name)
        for file, rows in demo.tables.items()
        for row in rows
        for name, value in row
        if isinstance(value, datetime) and value > instant and name not in PLANNED
    }


def test_the_same_day_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    assert written(tmp_path / "one", DAY) == written(tmp_path / "two", DAY)


def test_every_documented_file_is_written_with_its_header(tmp_path: Path) -> None:
    write_extracts(tmp_path, Period(DAY), SMALL)
    headers = {}
    for path in tmp_path.iterdir():
        with path.open(encoding="utf-8", newline="") as lines:
            headers[path.name] = next(csv.reader(lines))
    assert headers == {kind.file: list(kind.columns()) for kind in EXTRACTS}


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 11, 21), date(2027, 1, 1)])
def test_a_demo_of_another_day_ends_with_what_is_booked_from_that_day(today: date) -> None:
    assert today + timedelta(days=4) <= last_start(today) <= today + timedelta(days=15)


def test_there_are_as_many_people_and_sessions_as_said(demo: Demo) -> None:
    assert len(demo["providers"]) == 60
    assert len(demo["clients"]) == 1200
    assert 23_000 < len(demo["sessions"]) < 26_500


def test_sessions_go_back_two_years(demo: Demo) -> None:
    first = min(row.scheduled_start_at.date() for row in demo["sessions"])
    assert timedelta(days=722) < DAY - first <= timedelta(days=730)


def test_every_reference_leads_to_a_record(demo: Demo) -> None:
    assert unknown_references(demo) == []


def test_no_id_is_given_twice(demo: Demo) -> None:
    for rows in demo.tables.values():
        assert len(rows) == len({row.ref for row in rows})


def test_references_are_read_aloud_without_mistakes() -> None:
    refs = [ref("S", 7, number) for number in range(5000)]
    assert len(set(refs)) == 5000
    assert set("".join(one[2:] for one in refs)) <= set(ALPHABET)
    assert not set("ILOU01") & set(ALPHABET)


def test_a_number_that_no_reference_has_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        ref("P", 1, 30)


def test_nothing_has_happened_after_noon_of_the_last_day(demo: Demo) -> None:
    assert later_than(datetime(2026, 3, 16, 16, tzinfo=UTC), demo) == set()


@pytest.mark.parametrize("hour", [5, 9, 14])
def test_nothing_has_happened_after_the_instant_at_which_it_is_made(hour: int) -> None:
    now = datetime(2026, 3, 16, hour, tzinfo=UTC)
    assert later_than(now, Demo(make_rows(Period(DAY, now), SMALL))) == set()


def test_a_demo_made_in_the_morning_has_the_same_sessions(demo: Demo) -> None:
    morning = make_rows(Period(DAY, datetime(2026, 3, 16, 13, tzinfo=UTC)), SMALL)
    noon = make_rows(Period(DAY), SMALL)
    starts = [
        [(row.ref, row.scheduled_start_at) for row in rows[SessionRow]] for rows in (morning, noon)
    ]
    assert starts[0] == starts[1]
