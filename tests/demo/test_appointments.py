import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo

from core.demo.period import Period
from core.vocabulary.care import Modality, PayerKind, SessionStatus
from tests.demo.conftest import DAY, Demo

PERIOD = Period(DAY)


def starts(demo: Demo) -> list[datetime]:
    """When sessions are scheduled to begin, on their own clocks."""
    return [row.scheduled_start_at.astimezone(ZoneInfo(row.zone)) for row in demo["sessions"]]


def test_sessions_are_on_weekdays_and_seldom_on_weekends(demo: Demo) -> None:
    days = Counter(start.weekday() for start in starts(demo))
    assert min(days[day] for day in range(5)) > 3 * (days[5] + days[6])


def test_the_day_has_its_peaks_at_ten_and_five_local_time(demo: Demo) -> None:
    hours = Counter(start.hour for start in starts(demo))
    assert hours[10] > hours[9]
    assert hours[10] > hours[12]
    assert hours[17] > hours[15]
    assert hours[17] > hours[18]


def test_summer_is_quieter_than_fall(demo: Demo) -> None:
    months = Counter(start.strftime("%Y-%m") for start in starts(demo))
    assert mean([months["2025-07"], months["2025-08"]]) < 0.94 * months["2025-10"]


def test_hardly_anyone_has_a_session_on_a_holiday(demo: Demo) -> None:
    days = Counter(start.date() for start in starts(demo))
    assert days[date(2025, 11, 27)] < 0.25 * days[date(2025, 11, 20)]


def test_about_one_in_eleven_is_canceled_and_one_in_25_missed(demo: Demo) -> None:
    statuses = Counter(row.status for row in demo["sessions"])
    total = len(demo["sessions"])
    assert 0.08 < statuses[SessionStatus.CANCELLED] / total < 0.10
    assert 0.03 < statuses[SessionStatus.NO_SHOW] / total < 0.05


def test_about_six_in_a_hundred_are_military_onesource(demo: Demo) -> None:
    kinds = Counter(row.payer_kind for row in demo["sessions"])
    assert 0.045 < kinds[PayerKind.MOS] / len(demo["sessions"]) < 0.08
    assert set(kinds) == set(PayerKind)


def test_most_meet_by_video_and_some_in_person_or_by_phone(demo: Demo) -> None:
    found = Counter(row.modality for row in demo["sessions"])
    assert set(found) == set(Modality)
    assert found[Modality.VIDEO] > 0.7 * len(demo["sessions"])


def test_an_in_person_session_names_its_location_and_no_other_does(demo: Demo) -> None:
    assert all(
        (row.practice_location_id is not None) == (row.modality == Modality.IN_PERSON)
        for row in demo["sessions"]
    )


def test_some_sessions_end_on_the_next_day(demo: Demo) -> None:
    ends = (row.scheduled_end_at.astimezone(ZoneInfo(row.zone)) for row in demo["sessions"])
    assert any(end.date() > start.date() for start, end in zip(starts(demo), ends, strict=True))


def times(row: Any) -> list[tuple[datetime, datetime]]:
    """The scheduled and the actual span of a session."""
    spans = [(row.scheduled_start_at, row.scheduled_end_at)]
    both = row.actual_start_at and row.actual_end_at
    return [*spans, (row.actual_start_at, row.actual_end_at)] if both else spans


def test_no_sessions_of_a_provider_overlap_but_for_the_mistakes(demo: Demo) -> None:
    by_provider: dict[str, list[Any]] = {}
    missed = (SessionStatus.CANCELLED, SessionStatus.NO_SHOW)
    for row in (row for row in demo["sessions"] if row.status not in missed):
        by_provider.setdefault(row.provider_id, []).append(row)
    overlapping = 0
    for rows in by_provider.values():
        rows.sort(key=lambda row: row.scheduled_start_at)
        for before, after in itertools.pairwise(rows):
            end = max(end for _, end in times(before))
            overlapping += end > min(min(span) for span in times(after))
    assert overlapping == 2


def test_a_plan_ends_on_the_day_of_the_payer_change_and_others_begin(demo: Demo) -> None:
    change = PERIOD.payer_change_on
    ended = {row.client_id for row in demo["coverages"] if row.to_on == change - timedelta(days=1)}
    begun = [row for row in demo["coverages"] if row.from_on == change and row.ref[-1] != "B"]
    assert len(ended) > 40
    assert ended == {row.client_id for row in begun}
    assert {"L-01", "L-13"} == {row.plan_id for row in begun}


def test_two_weeks_of_sessions_are_booked_ahead(demo: Demo) -> None:
    ahead = [row for row in demo["sessions"] if row.scheduled_start_at > PERIOD.until]
    assert len(ahead) > 200
    assert {row.status for row in ahead} <= {SessionStatus.SCHEDULED, SessionStatus.CANCELLED}
