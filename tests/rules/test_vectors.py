"""Every date vector: the rule itself, at the exact limit and one second after, and the stored
instants on both databases."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from core import db
from core.administration.policies import baseline
from core.models.requests import DirectorySubmission
from core.rules.requests import npi
from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.instants import start_of
from core.rules.time.platform_clock import platform_day
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.care import PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.deadlines import DeadlineStatus
from tests.support import listing, make

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
SECOND = timedelta(seconds=1)
CALENDAR = BusinessCalendar()
BOOK = PolicyBook(
    PolicyValue(
        key=entry["key"],
        value=entry["value"],
        unit=entry["unit"],
        effective_from=entry["from"],
        effective_to=entry.get("to"),
        origin=entry["origin"],
        rule=entry["rule"],
        citation=entry["citation"],
    )
    for entry in baseline()
)


def instant(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def session(start: datetime, end: datetime, zone: str, **given: object) -> SessionFacts:
    values = {
        "payer_kind": PayerKind.INSURANCE,
        "kind": SessionKind.SESSION,
        "status": SessionStatus.SCHEDULED,
        **given,
    }
    return SessionFacts(start, end, ZoneInfo(zone), **values)  # type: ignore[arg-type]


def named(vector: dict[str, object]) -> str:
    return " ".join(str(value) for value in list(vector.values())[:3])


@pytest.mark.parametrize("vector", VECTORS["note_and_edit_hours"], ids=named)
def test_hour_limits_are_the_vectors_and_include_their_last_instant(vector):
    end, due = (
        instant(vector["from_local"], vector["tz"]),
        datetime.fromisoformat(vector["due_utc"]),
    )
    government = {"coverages": ()} if vector["hours"] == 72 else {"coverages": (_medicaid(end),)}
    found = [
        deadlines.note_signature(
            session(end - timedelta(minutes=45), end, vector["tz"], **government), BOOK
        )
    ]
    if vector["hours"] == 48:
        confirmed = session(end - timedelta(hours=2), end, vector["tz"], confirmed_at=end)
        found.append(deadlines.edit_window(confirmed, BOOK))
    for deadline in found:
        assert deadline.due_at == due
        assert deadlines.status_at(deadline, due, met_at=due) == DeadlineStatus.MET
        assert deadlines.status_at(deadline, due, met_at=due + SECOND) == DeadlineStatus.LATE
        assert deadlines.status_at(deadline, due) == DeadlineStatus.DUE_SOON
        assert deadlines.status_at(deadline, due + SECOND) == DeadlineStatus.OVERDUE


def _medicaid(end: datetime) -> CoverageFact:
    return CoverageFact(LineOfBusiness.MEDICAID, date(2020, 1, 1), None)


@pytest.mark.parametrize("vector", VECTORS["confirm_30d"], ids=named)
def test_day_thirty_counts_to_its_midnight_in_the_sessions_zone(vector):
    start = instant(vector["start_local"], vector["tz"])
    held = session(start, start + timedelta(minutes=45), vector["tz"])
    deadline = deadlines.confirmation(held, BOOK)
    blocked = datetime.fromisoformat(vector["first_blocked_utc"])
    assert held.date_of_service.isoformat() == vector["dos"]
    assert deadline.last_on.isoformat() == vector["last_day"]
    assert deadline.blocked_from == blocked
    assert deadlines.status_at(deadline, blocked, met_at=blocked - SECOND) == DeadlineStatus.MET
    assert deadlines.status_at(deadline, blocked, met_at=blocked) == DeadlineStatus.LATE
    assert deadlines.status_at(deadline, blocked) == DeadlineStatus.OVERDUE


@pytest.mark.parametrize("vector", VECTORS["confirm_30d"], ids=named)
def test_the_car_date_is_the_day_after_the_session(vector):
    start = instant(vector["start_local"], vector["tz"])
    mos = session(start, start + timedelta(hours=1), vector["tz"], payer_kind=PayerKind.MOS)
    assert deadlines.car_date(mos, BOOK).last_on.isoformat() == vector["car_entered_date"]


@pytest.mark.parametrize("vector", VECTORS["directory"], ids=named)
def test_the_directory_is_expected_on_day_five_and_late_after_day_seven(vector):
    if "submitted" in vector:
        submitted = start_of(date.fromisoformat(vector["submitted"]), ZoneInfo("America/New_York"))
    else:
        submitted = instant(vector["submitted_at_local"], vector["tz"])
    expected, late = deadlines.directory(platform_day(submitted, BOOK), BOOK, CALENDAR)
    assert (expected.last_on.isoformat(), late.last_on.isoformat()) == (
        vector["bd5"],
        vector["bd7"],
    )
    midnight = start_of(late.last_on + timedelta(days=1), ZoneInfo("America/New_York"))
    assert deadlines.status_at(late, midnight - SECOND) == DeadlineStatus.DUE_SOON
    assert deadlines.status_at(late, midnight) == DeadlineStatus.OVERDUE


@pytest.mark.parametrize("vector", VECTORS["charge_date_NY"], ids=named)
def test_the_client_is_charged_the_day_after_confirming_by_the_platforms_clock(vector):
    confirmed = instant(vector["confirmed_local"], vector["tz"])
    start = confirmed - timedelta(hours=2)
    done = session(start, start + timedelta(hours=1), vector["tz"], confirmed_at=confirmed)
    assert deadlines.client_charge(done, BOOK).last_on.isoformat() == vector["charge"]


def test_a_session_over_the_autumn_change_lasts_as_long_as_it_lasts():
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 30, fold=0, tzinfo=zone).astimezone(UTC)
    second = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=zone).astimezone(UTC)
    assert second - first == timedelta(minutes=VECTORS["duration_min"][0]["minutes"])


def test_a_session_over_the_spring_change_lasts_as_long_as_it_lasts():
    first, last = (
        instant(local, "America/New_York") for local in ("2026-03-08T01:30", "2026-03-08T03:15")
    )
    assert last - first == timedelta(minutes=VECTORS["duration_min"][1]["minutes"])


@pytest.mark.parametrize("number", VECTORS["npi"]["valid"])
def test_a_sound_npi_has_no_problem(number):
    assert npi.npi_problem(number) is None


@pytest.mark.parametrize("number", VECTORS["npi"]["invalid"])
def test_an_unsound_npi_is_told_what_is_wrong(number):
    assert npi.npi_problem(number)


@pytest.mark.parametrize("vector", VECTORS["confirm_30d"], ids=named)
def test_stored_confirmation_limits_are_the_vectors(engine: Engine, vector):
    start = instant(vector["start_local"], vector["tz"])
    with db.writing(engine) as work:
        row = make.care_session(
            work, make.provider(work), make.client(work), start, zone=vector["tz"]
        )
    stored = make.stored(engine, type(row), row.key)
    assert stored.date_of_service.isoformat() == vector["dos"]
    assert stored.confirm_last_on.isoformat() == vector["last_day"]
    assert stored.confirm_blocked_from == datetime.fromisoformat(vector["first_blocked_utc"])


@pytest.mark.parametrize("vector", VECTORS["confirm_30d"], ids=named)
def test_stored_car_dates_are_the_vectors(engine: Engine, vector):
    start = instant(vector["start_local"], vector["tz"])
    with db.writing(engine) as work:
        row = make.care_session(
            work,
            make.provider(work),
            make.client(work),
            start,
            zone=vector["tz"],
            payer_kind=PayerKind.MOS,
        )
    stored = make.stored(engine, type(row), row.key)
    assert stored.car_entered_due_on.isoformat() == vector["car_entered_date"]


@pytest.mark.parametrize("vector", VECTORS["note_and_edit_hours"], ids=named)
def test_stored_hour_limits_are_the_vectors(engine: Engine, vector):
    end, due = (
        instant(vector["from_local"], vector["tz"]),
        datetime.fromisoformat(vector["due_utc"]),
    )
    with db.writing(engine) as work:
        client = make.client(work)
        if vector["hours"] == 48:
            plan = make.plan(work, LineOfBusiness.MEDICAID)
            make.coverage(work, client, plan, from_on=date(2020, 1, 1))
        row = make.care_session(
            work,
            make.provider(work),
            client,
            end - timedelta(minutes=45),
            zone=vector["tz"],
            confirmed_at=end,
            status=SessionStatus.CONFIRMED,
        )
    stored = make.stored(engine, type(row), row.key)
    assert stored.note_due_at == due
    assert stored.edit_until_at == end + timedelta(hours=48)


@pytest.mark.parametrize("vector", VECTORS["charge_date_NY"], ids=named)
def test_stored_charge_days_are_the_vectors(engine: Engine, vector):
    confirmed = instant(vector["confirmed_local"], vector["tz"])
    with db.writing(engine) as work:
        row = make.care_session(
            work,
            make.provider(work),
            make.client(work),
            confirmed - timedelta(hours=2),
            zone=vector["tz"],
            confirmed_at=confirmed,
            status=SessionStatus.CONFIRMED,
        )
    assert make.stored(engine, type(row), row.key).charge_due_on.isoformat() == vector["charge"]


@pytest.mark.parametrize("vector", VECTORS["directory"], ids=named)
def test_stored_days_of_a_submission_are_the_vectors(engine: Engine, vector):
    desk = listing.listings(engine)
    local = vector.get("submitted_at_local") or f"{vector['submitted']}T12:00"
    desk.now = instant(local, vector.get("tz", "America/New_York"))
    desk.submitted()
    (row,) = desk.rows(DirectorySubmission)
    assert (row.expected_on.isoformat(), row.late_after_on.isoformat()) == (
        vector["bd5"],
        vector["bd7"],
    )
