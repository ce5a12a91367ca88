"""What a manager must notice in a demo's charts (docs/demo.md), asserted on the generated records;
and that the smallest demo of any day has enough in its last weeks."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.demo.catalog import catalog
from core.demo.chance import ref
from core.demo.generate import drawn_rows
from core.demo.money import MOS_PAY_CENTS
from core.demo.period import PLATFORM, Period
from core.demo.providers import LATE_SIGNERS
from core.demo.replay.plan import planned_requests
from core.demo.sessions import NO_LOCATION_STATE
from core.settings import ROOT
from core.vocabulary.care import Modality, NoteMode, PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import GOVERNMENT_LINES
from core.vocabulary.requests import RequestKind, RequestStatus
from tests.demo.conftest import DAY, Demo

PERIOD = Period(DAY)
HALF_A_YEAR = timedelta(weeks=26)
DOCS = (ROOT / "docs" / "demo.md").read_text("utf-8")
PAY = {one.cpt: one.payout_cents for one in [*catalog().services, catalog().intake]}


def local_day(row: Any) -> date:
    start: datetime = row.scheduled_start_at
    return start.astimezone(ZoneInfo(row.zone)).date()


def notes_due(demo: Demo, until: datetime) -> Iterator[tuple[Any, datetime, bool, bool]]:
    """Sessions whose note was due in the last half a year: the session, when it was due, whether
    it is government's, and whether it was late or is unsigned. Unknown signings are left out."""
    notes = {row.session_id: row for row in demo["notes"] if not row.is_discarded}
    lines = {row.ref: row.line for row in demo["plans"]}
    government = {row.ref for row in demo["coverages"] if lines[row.plan_id] in GOVERNMENT_LINES}
    for row in demo["sessions"]:
        took_place = row.status in (SessionStatus.SCHEDULED, SessionStatus.CONFIRMED)
        note, is_government = notes.get(row.ref), row.coverage_id in government
        hours = timedelta(hours=48 if is_government else 72)
        due = (row.actual_end_at or row.scheduled_end_at) + hours
        is_unknown = note and note.mode == NoteMode.UPLOAD and not note.signed_at
        if row.kind != SessionKind.SESSION or not took_place or is_unknown:
            continue
        if until - HALF_A_YEAR < due <= until:
            signed_at = note.signed_at if note else None
            yield row, due, is_government, signed_at is None or signed_at > due


def test_two_providers_have_most_of_the_late_notes(demo: Demo) -> None:
    late = Counter(row.provider_id for row, _, _, late in notes_due(demo, PERIOD.until) if late)
    slow = {ref("P", 5, number) for number in LATE_SIGNERS}
    assert {one for one, _ in late.most_common(2)} == slow
    assert sum(late[one] for one in slow) > 0.5 * late.total()
    assert late.most_common(3)[2][1] < 0.25 * min(late[one] for one in slow)
    names = {row.ref: f"{row.first_name} {row.last_name}" for row in demo["providers"]}
    assert all(names[one] in DOCS and one in DOCS for one in slow)


def test_notes_are_late_in_the_week_after_the_payer_change(demo: Demo) -> None:
    weeks: defaultdict[date, list[bool]] = defaultdict(list)
    for _, due, _, late in notes_due(demo, PERIOD.until):
        day = due.astimezone(PLATFORM).date()
        weeks[day - timedelta(days=day.weekday())].append(late)
    shares = {week: sum(marks) / len(marks) for week, marks in weeks.items() if len(marks) >= 50}
    assert max(shares, key=lambda week: shares[week]) == PERIOD.bad_week
    assert shares[PERIOD.bad_week] > 0.25
    assert sorted(shares.values())[len(shares) // 2] < 0.13


def test_the_value_of_expired_sessions_falls_by_month(demo: Demo) -> None:
    months: Counter[str] = Counter()
    for row in demo["sessions"]:
        last_on = local_day(row) + timedelta(days=30)
        is_expired = row.status == SessionStatus.SCHEDULED and row.kind == SessionKind.SESSION
        if is_expired and last_on < DAY:
            mos = row.payer_kind == PayerKind.MOS
            months[f"{last_on:%Y-%m}"] += MOS_PAY_CENTS if mos else PAY.get(row.cpt, 0)
    values = [months[f"{year}-{month:02d}"] for year, month in
              ((2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1), (2026, 2))]  # fmt: skip
    assert values[0] > 450_000
    assert values[-1] < 0.5 * values[0]
    assert sum(values[3:]) < 0.65 * sum(values[:3])


def test_military_onesource_waits_for_reports(demo: Demo) -> None:
    """Of the sessions whose 30 days end within 15 days: far more than its share of all."""
    waiting = [
        row.payer_kind == PayerKind.MOS
        for row in demo["sessions"]
        if row.status == SessionStatus.SCHEDULED
        and row.kind == SessionKind.SESSION
        and timedelta(days=15) <= DAY - local_day(row) <= timedelta(days=30)
    ]
    assert len(waiting) > 25
    assert sum(waiting) / len(waiting) > 0.25


def test_one_state_lacks_telehealth_locations(demo: Demo) -> None:
    homes = [row for row in demo["client_locations"] if row.kind == "home"]
    lives_in = {row.client_id: row.state_code for row in homes}
    placed = {row.session_id for row in demo["session_places"]}
    shares: defaultdict[str, list[bool]] = defaultdict(list)
    for row in demo["sessions"]:
        is_recent = timedelta() < DAY - local_day(row) < timedelta(days=22)
        took_place = row.status in (SessionStatus.SCHEDULED, SessionStatus.CONFIRMED) and row.cpt
        if is_recent and took_place and row.modality != Modality.IN_PERSON:
            shares[lives_in[row.client_id]].append(row.ref not in placed)
    missing = {state: sum(marks) / len(marks) for state, marks in shares.items() if len(marks) > 20}
    assert max(missing, key=lambda state: missing[state]) == NO_LOCATION_STATE
    assert missing[NO_LOCATION_STATE] > 0.15
    assert sum(share > 0.05 for share in missing.values()) == 1


def test_evernorth_gets_better() -> None:
    """Listings that are right after the promised seven business days, of those that are done."""
    done = [one for one in planned_requests(1) if one.kind == RequestKind.DIRECTORY_UPDATE]
    drawn = [one for one in done if one.number >= 1000 and one.ends == RequestStatus.CLOSED]
    old = [one.checks[-1] > 7 for one in drawn if one.days_ago >= 55]
    new = [one.checks[-1] > 7 for one in drawn if one.days_ago < 35]
    assert len(old) >= 10
    assert len(new) >= 10
    assert sum(old) / len(old) > 0.4
    assert sum(new) / len(new) < 0.2


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 2, 29),  # a leap day
        date(2026, 1, 1),
        date(2026, 11, 26),  # Thanksgiving
        date(2026, 11, 27),
        date(2026, 11, 29),  # a Sunday
        date(2026, 11, 30),  # a Monday
        date(2027, 1, 4),  # after the holidays
        date(2026, 8, 31),  # after a quiet summer
    ],
)
def test_the_smallest_demo_of_any_day_has_weeks_with_ten_notes_of_both_classes(day: date) -> None:
    small, period = Demo(drawn_rows(Period(day), 0.02)), Period(day)
    weeks: Counter[tuple[date, bool]] = Counter()
    for _, due, is_government, _ in notes_due(small, period.until):
        on = due.astimezone(PLATFORM).date()
        weeks[on - timedelta(days=on.weekday()), is_government] += 1
    monday = day - timedelta(days=day.weekday())
    recent = [monday - timedelta(weeks=back) for back in range(1, 13)]
    full = [week for week in recent if min(weeks[week, True], weeks[week, False]) >= 10]
    assert len(full) >= 8
