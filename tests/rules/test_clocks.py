"""What a confirmation and a session start running: each vector by its name (R09-R12)."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.sessions.deadline_facts import CoverageFact
from core.rules.sessions.notes import NoteFact, state_of
from core.rules.time import deadlines
from core.vocabulary.care import NoteMode, PayerKind
from core.vocabulary.coverage import LineOfBusiness
from tests.rules.test_vectors import BOOK
from tests.support.cases import EARLY, HOUR, SECOND, at, signed, times
from tests.support.table import table

LATE = at("2026-05-16 10:00")
PROTECTED = [
    ("R09-V1", signed(LATE, NoteMode.TEMPLATE_AI), True),
    ("R09-V2", signed(LATE, NoteMode.UPLOAD), False),
    ("R09-V3", signed(LATE), True),
    ("R09 unsigned", NoteFact(NoteMode.TEMPLATE_MANUAL, LATE), False),
]


@pytest.mark.parametrize(("note", "is_protected"), table(PROTECTED))
def test_a_signed_template_is_protected(note, is_protected):
    assert state_of([note]).is_clawback_protected is is_protected


def test_r09_v3_a_note_of_ninety_hours_is_late():
    session = times()
    limit = deadlines.note_signature(session, BOOK)
    met = session.end_at + 90 * HOUR
    assert deadlines.status_at(limit, met, met_at=met) == "late"


def ending(end: str, zone: str = "America/New_York", *lines: LineOfBusiness, **changes):
    session = times(zone=zone)
    over = at(end, zone)
    return replace(
        session,
        scheduled_start_at=over - timedelta(minutes=55),
        scheduled_end_at=over,
        coverages=tuple(CoverageFact(line, EARLY, None) for line in lines),
        **changes,
    )


COMMERCIAL, MEDICAID = LineOfBusiness.COMMERCIAL, LineOfBusiness.MEDICAID
ADVANTAGE = LineOfBusiness.MEDICARE_ADVANTAGE
NY, CHICAGO, PHOENIX = "America/New_York", "America/Chicago", "America/Phoenix"
NOTES = [
    ("R10-V1", ending("2026-03-06 15:00"), at("2026-03-09 16:00")),
    ("R10-V1 Phoenix", ending("2026-03-06 15:00", PHOENIX), at("2026-03-09 15:00", PHOENIX)),
    ("R10-V2", ending("2026-10-30 17:00"), at("2026-11-02 16:00")),
    ("R10-V3", ending("2026-03-11 00:25"), at("2026-03-14 00:25")),
    (
        "R11-V1 month end",
        ending("2026-02-27 10:00", CHICAGO, MEDICAID),
        at("2026-03-01 10:00", CHICAGO),
    ),
    (
        "R11-V1 leap year",
        ending("2028-02-28 10:00", CHICAGO, MEDICAID),
        at("2028-03-01 10:00", CHICAGO),
    ),
    ("R11-V1 spring", ending("2026-03-07 10:00", NY, MEDICAID), at("2026-03-09 11:00")),
    ("R11-V2", ending("2026-05-12 15:00", NY, COMMERCIAL, MEDICAID), at("2026-05-14 15:00")),
    ("R11-V3", ending("2026-05-12 15:00", NY, ADVANTAGE), at("2026-05-14 15:00")),
    (
        "A35 through Military OneSource",
        ending("2026-05-12 15:00", NY, MEDICAID, payer_kind=PayerKind.MOS),
        at("2026-05-15 15:00"),
    ),
]


@pytest.mark.parametrize(("session", "due"), table(NOTES))
def test_a_note_is_due_at_its_instant_and_late_a_second_after(session, due):
    limit = deadlines.note_signature(session, BOOK)
    assert limit.due_at == due
    assert deadlines.status_at(limit, due, met_at=due) == "met"
    assert deadlines.status_at(limit, due, met_at=due + SECOND) == "late"


def test_r10_v3_a_session_over_midnight_belongs_to_the_day_it_began():
    session = ending("2026-03-11 00:25")
    assert session.date_of_service == date(2026, 3, 10)
    assert deadlines.confirmation(session, BOOK).last_on == date(2026, 4, 9)


def test_r11_v2_medicare_from_the_first_leaves_the_last_of_the_month_at_72_hours():
    medicare = CoverageFact(LineOfBusiness.MEDICARE, date(2026, 4, 1), None)
    session = replace(ending("2026-03-31 15:00"), coverages=(medicare,))
    assert deadlines.note_signature(session, BOOK).due_at == at("2026-04-03 15:00")
    assert deadlines.note_class(replace(session, coverages=())) == "standard"


LA, GUAM = "America/Los_Angeles", "Pacific/Guam"
CHARGES = [
    ("R12-V1", at("2026-12-31 22:00", LA), date(2027, 1, 2)),
    ("R12-V1 Guam", at("2026-03-08 09:00", GUAM), date(2026, 3, 8)),
    ("R12-V2", at("2028-02-28 12:00"), date(2028, 2, 29)),
]


@pytest.mark.parametrize(("confirmed", "day"), table(CHARGES))
def test_the_client_is_billed_the_calendar_day_after(confirmed, day):
    session = replace(times(), confirmed_at=confirmed, tz=ZoneInfo(LA))
    assert deadlines.client_charge(session, BOOK).last_on == day


def test_r12_v3_a_military_onesource_client_is_never_billed():
    session = replace(times(), confirmed_at=LATE, payer_kind=PayerKind.MOS)
    assert deadlines.client_charge(session, BOOK) is None
