"""Wall-clock times: the hour that does not exist, the hour that comes twice, where a day begins."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.time.instants import exists, hours_after, local_date, start_of, to_utc, zone

NEW_YORK, PHOENIX = ZoneInfo("America/New_York"), ZoneInfo("America/Phoenix")
ZONES = (
    "America/New_York",
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
    "America/Havana",  # its clocks change at midnight
    "Australia/Lord_Howe",  # and here by half an hour
    "UTC",
)
TICK = timedelta(microseconds=1)
zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))  # noqa: DTZ001 - wall clocks
instants = walls.map(lambda wall: wall.replace(tzinfo=UTC))


def wall(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(fold=fold)


@pytest.mark.parametrize(
    ("local", "there"),
    [
        ("2026-03-08T01:59:59", True),
        ("2026-03-08T02:00", False),
        ("2026-03-08T02:59:59", False),
        ("2026-03-08T03:00", True),
    ],
)
def test_the_hour_the_clocks_skip_is_not_there(local, there):
    assert exists(wall(local), NEW_YORK) == there
    assert exists(wall(local, fold=1), NEW_YORK) == there


def test_the_same_hour_exists_where_clocks_do_not_change():
    assert exists(wall("2026-03-08T02:30"), PHOENIX)


def test_an_hour_that_does_not_exist_is_refused_with_its_zone():
    with pytest.raises(ValueError, match="2026-03-08 02:30 does not exist in America/New_York"):
        to_utc(wall("2026-03-08T02:30"), NEW_YORK)


def test_the_hour_that_comes_twice_is_two_instants_an_hour_apart():
    first = to_utc(wall("2026-11-01T01:30"), NEW_YORK)
    second = to_utc(wall("2026-11-01T01:30", fold=1), NEW_YORK)
    assert exists(wall("2026-11-01T01:30", fold=1), NEW_YORK)
    assert (first, second - first) == (
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        timedelta(hours=1),
    )


def test_an_instant_is_kept_in_utc():
    assert to_utc(wall("2026-06-01T12:00"), NEW_YORK).tzinfo is UTC
    assert hours_after(start_of(date(2026, 6, 1), NEW_YORK), 1).tzinfo is UTC
    assert start_of(date(2026, 6, 1), NEW_YORK).tzinfo is UTC


def test_outside_the_repeated_hour_the_fold_makes_no_difference():
    assert to_utc(wall("2026-11-01T02:00"), NEW_YORK) == to_utc(
        wall("2026-11-01T02:00", fold=1), NEW_YORK
    )


def test_a_night_of_the_spring_change_is_an_hour_short_and_of_the_autumn_change_an_hour_long():
    lengths = [
        start_of(day + timedelta(days=1), NEW_YORK) - start_of(day, NEW_YORK)
        for day in (date(2026, 3, 8), date(2026, 11, 1), date(2026, 6, 1))
    ]
    assert lengths == [timedelta(hours=23), timedelta(hours=25), timedelta(hours=24)]


def test_a_day_whose_midnight_is_skipped_begins_at_one():
    havana = ZoneInfo("America/Havana")
    begins = start_of(date(2026, 3, 8), havana)
    assert begins.astimezone(havana).replace(tzinfo=None) == wall("2026-03-08T01:00")


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "America", "../../etc/passwd", "/etc/passwd", "New York", "a\0b"]
)
def test_what_is_no_zone_is_refused_as_a_value(name):
    with pytest.raises(ValueError, match="is not a time zone"):
        zone(name)


def test_a_zone_is_found_by_its_name():
    assert zone("America/New_York") is NEW_YORK


@given(local=walls, fold=st.sampled_from([0, 1]), tz=zones)
def test_a_wall_clock_time_that_exists_comes_back_from_its_instant(local, fold, tz):
    if exists(local, tz):
        back = to_utc(local.replace(fold=fold), tz).astimezone(tz)
        assert back.replace(tzinfo=None, fold=0) == local


@given(instant=instants, tz=zones)
def test_every_instant_has_a_wall_clock_time_that_exists_and_leads_back(instant, tz):
    local = instant.astimezone(tz).replace(tzinfo=None)
    assert exists(local, tz)
    assert to_utc(local, tz) == instant


@given(instant=instants, hours=st.integers(0, 2000), tz=zones)
def test_elapsed_hours_are_elapsed_hours_on_every_clock(instant, hours, tz):
    assert hours_after(instant.astimezone(tz), hours) - instant == timedelta(hours=hours)


@given(day=st.dates(date(2020, 1, 2), date(2035, 12, 31)), tz=zones)
def test_a_day_begins_at_its_first_instant(day, tz):
    begins = start_of(day, tz)
    assert local_date(begins, tz) == day
    assert local_date(begins - TICK, tz) == day - timedelta(days=1)
