from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from statistics import mean

from core.demo.timeline import Timeline
from core.vocabulary.care import Modality, PayerKind, SessionStatus
from tests.demo.conftest import DAY, Demo

TIMELINE = Timeline(DAY)


def test_sessions_are_on_weekdays_and_seldom_on_weekends(demo: Demo) -> None:
    days = Counter(row.scheduled_start.weekday() for row in demo["sessions"])
    assert min(days[day] for day in range(5)) > 3 * (days[5] + days[6])


def test_the_day_has_its_peaks_at_ten_and_five_local_time(demo: Demo) -> None:
    hours = Counter(row.scheduled_start.hour for row in demo["sessions"])
    assert hours[10] > hours[9]
    assert hours[10] > hours[12]
    assert hours[17] > hours[15]
    assert hours[17] > hours[18]


def test_summer_is_quieter_than_autumn(demo: Demo) -> None:
    months = Counter(row.scheduled_start.strftime("%Y-%m") for row in demo["sessions"])
    assert mean([months["2025-07"], months["2025-08"]]) < 0.92 * months["2025-10"]


def test_hardly_anyone_has_a_session_on_a_holiday(demo: Demo) -> None:
    days = Counter(row.scheduled_start.date() for row in demo["sessions"])
    assert days[date(2025, 11, 27)] < 0.25 * days[date(2025, 11, 20)]


def test_about_one_in_eleven_is_cancelled_and_one_in_25_missed(demo: Demo) -> None:
    statuses = Counter(row.status for row in demo["sessions"])
    total = len(demo["sessions"])
    assert 0.08 < statuses[SessionStatus.CANCELLED] / total < 0.10
    assert 0.03 < statuses[SessionStatus.NO_SHOW] / total < 0.05


def test_about_six_in_a_hundred_are_military_onesource(demo: Demo) -> None:
    kinds = Counter(row.payer_kind for row in demo["sessions"])
    assert 0.045 < kinds[PayerKind.MOS] / len(demo["sessions"]) < 0.075
    assert set(kinds) == set(PayerKind)


def test_most_meet_by_video_and_some_in_a_room_or_by_phone(demo: Demo) -> None:
    found = Counter(row.modality for row in demo["sessions"])
    assert set(found) == set(Modality)
    assert found[Modality.VIDEO] > 0.7 * len(demo["sessions"])


def test_an_in_person_session_names_its_room_and_no_other_does(demo: Demo) -> None:
    assert all(
        (row.practice_location_id is not None) == (row.modality == Modality.IN_PERSON)
        for row in demo["sessions"]
    )


def test_some_sessions_end_on_the_next_day(demo: Demo) -> None:
    assert any(row.scheduled_end.date() > row.scheduled_start.date() for row in demo["sessions"])


def test_some_sessions_run_through_a_clock_change_and_keep_their_length(demo: Demo) -> None:
    across = [
        row
        for row in demo["sessions"]
        if row.scheduled_start.utcoffset() != row.scheduled_end.utcoffset()
    ]
    assert len(across) >= 4
    lengths = {
        row.scheduled_end.astimezone(UTC) - row.scheduled_start.astimezone(UTC) for row in across
    }
    assert lengths == {timedelta(minutes=60)}


def test_no_provider_begins_two_sessions_in_the_same_hour(demo: Demo) -> None:
    hours = Counter(
        (row.provider_id, row.scheduled_start.astimezone(UTC).replace(minute=0))
        for row in demo["sessions"]
    )
    assert max(hours.values()) == 1


def test_a_plan_ends_on_the_day_of_the_payer_change_and_others_begin(demo: Demo) -> None:
    change = TIMELINE.payer_change_on
    ended = {row.client_id for row in demo["coverages"] if row.to_on == change - timedelta(days=1)}
    begun = [row for row in demo["coverages"] if row.from_on == change]
    assert len(ended) > 40
    assert ended == {row.client_id for row in begun}
    assert {"L-01", "L-13"} == {row.plan_id for row in begun}


def test_nothing_has_happened_after_noon_of_the_last_day(demo: Demo) -> None:
    noon = datetime.combine(DAY, time(12), tzinfo=UTC) + timedelta(hours=4)
    planned = {"scheduled_start", "scheduled_end"}
    late = {
        (file, name)
        for file, rows in demo.tables.items()
        for row in rows
        for name, value in vars(row).items()
        if isinstance(value, datetime) and value > noon and name not in planned
    }
    assert late == set()


def test_two_weeks_of_sessions_are_booked_ahead(demo: Demo) -> None:
    ahead = [row for row in demo["sessions"] if row.scheduled_start.date() > DAY]
    assert len(ahead) > 200
    assert {row.status for row in ahead} <= {SessionStatus.SCHEDULED, SessionStatus.CANCELLED}
