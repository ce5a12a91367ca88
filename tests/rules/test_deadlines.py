"""The edges of the deadline rules that no date vector names, and what holds for all dates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.administration.policies import baseline
from core.errors import PolicyGap
from core.rules.sessions.deadline_facts import CoverageFact, SessionFacts
from core.rules.time import deadlines
from core.rules.time.instants import local_date
from core.rules.time.policy import PolicyBook, PolicyValue
from core.vocabulary.care import NoteClass, PayerKind, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from tests.rules.test_vectors import BOOK, session

NEW_YORK = "America/New_York"
ZONES = (NEW_YORK, "America/Phoenix", "Pacific/Honolulu", "Pacific/Guam", "America/Puerto_Rico")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
END = START + HOUR
SERVED = date(2026, 3, 10)
EVER = date(2020, 1, 1)
GOVERNMENT = (
    LineOfBusiness.MEDICARE,
    LineOfBusiness.MEDICARE_ADVANTAGE,
    LineOfBusiness.MEDICAID,
    LineOfBusiness.MEDICAID_MANAGED,
)
NOT_HELD = (
    SessionStatus.CANCELLED,
    SessionStatus.NO_SHOW,
    SessionStatus.CANCELLED_AFTER_CONFIRM,
)


def facts(**given: object) -> SessionFacts:
    return session(START, END, NEW_YORK, **given)


def covered(line: LineOfBusiness, **given: object) -> CoverageFact:
    return CoverageFact(**{"line": line, "from_on": EVER, "to_on": None, **given})


def kinds(of: SessionFacts, book: PolicyBook = BOOK) -> list[DeadlineKind]:
    return [one.kind for one in deadlines.of_session(of, book)]


COMMERCIAL, MEDICAID = covered(LineOfBusiness.COMMERCIAL), covered(LineOfBusiness.MEDICAID)


@pytest.mark.parametrize("line", list(LineOfBusiness))
def test_the_short_clock_runs_for_the_four_government_lines_only(line):
    is_short = deadlines.note_class(facts(coverages=(covered(line),))) == NoteClass.GOVERNMENT
    assert is_short == (line in GOVERNMENT)


def test_a_secondary_medicaid_coverage_counts():
    both = facts(coverages=(COMMERCIAL, MEDICAID))
    assert deadlines.note_class(both) == NoteClass.GOVERNMENT


def test_without_any_coverage_the_long_clock_runs():
    assert deadlines.note_class(facts()) == NoteClass.STANDARD


@pytest.mark.parametrize(
    ("from_on", "to_on", "counts"),
    [
        (SERVED, SERVED, True),
        (SERVED + DAY, None, False),
        (EVER, SERVED - DAY, False),
        (EVER, SERVED, True),
    ],
)
def test_both_ends_of_a_coverage_count(from_on, to_on, counts):
    medicaid = covered(LineOfBusiness.MEDICAID, from_on=from_on, to_on=to_on)
    found = deadlines.note_class(facts(coverages=(medicaid,)))
    assert (found == NoteClass.GOVERNMENT) == counts


@pytest.mark.parametrize(("late", "counts"), [(timedelta(0), True), (SECOND, False)])
def test_a_coverage_known_by_48_hours_after_the_end_counts_and_a_second_later_does_not(
    late, counts
):
    medicaid = covered(LineOfBusiness.MEDICAID, known_at=END + 48 * HOUR + late)
    found = deadlines.note_class(facts(coverages=(medicaid,)))
    assert (found == NoteClass.GOVERNMENT) == counts


@pytest.mark.parametrize("payer", [PayerKind.MOS, PayerKind.EAP, PayerKind.SELF_PAY])
def test_a_session_that_no_insurance_pays_is_never_government(payer):
    paid_otherwise = facts(payer_kind=payer, coverages=(MEDICAID,))
    assert deadlines.note_class(paid_otherwise) == NoteClass.STANDARD


@pytest.mark.parametrize("payer", list(PayerKind))
def test_a_consultation_call_has_no_deadlines(payer):
    call = facts(kind=SessionKind.CONSULT, payer_kind=payer, confirmed_at=END)
    assert deadlines.of_session(call, BOOK) == []


@pytest.mark.parametrize("status", NOT_HELD)
def test_a_session_that_did_not_take_place_owes_only_its_car(status):
    assert kinds(facts(status=status, payer_kind=PayerKind.MOS)) == [DeadlineKind.CAR_DATE]
    assert kinds(facts(status=status)) == []


def test_a_cancellation_that_is_only_asked_for_changes_no_deadline():
    confirmed = facts(status=SessionStatus.CONFIRMED, confirmed_at=END)
    asked = facts(status=SessionStatus.CANCEL_REQUESTED, confirmed_at=END)
    assert kinds(asked) == kinds(confirmed)


def test_a_military_onesource_session_costs_the_client_nothing():
    assert deadlines.client_charge(facts(payer_kind=PayerKind.MOS, confirmed_at=END), BOOK) is None


@pytest.mark.parametrize("payer", [PayerKind.INSURANCE, PayerKind.EAP, PayerKind.SELF_PAY])
def test_every_other_confirmed_session_has_a_day_the_client_is_charged(payer):
    confirmed = facts(payer_kind=payer, confirmed_at=END)
    assert deadlines.client_charge(confirmed, BOOK).last_on == SERVED + DAY


def test_before_confirming_there_is_no_edit_window_and_no_charge():
    assert set(kinds(facts())) == {DeadlineKind.NOTE_SIGNATURE, DeadlineKind.CONFIRMATION}


def test_only_a_military_onesource_session_has_a_car():
    assert [deadlines.car_date(facts(payer_kind=payer), BOOK) is None for payer in PayerKind] == [
        payer != PayerKind.MOS for payer in PayerKind
    ]


def test_the_date_of_the_car_ends_at_midnight_where_the_session_took_place():
    of = session(START, END, "America/Los_Angeles", payer_kind=PayerKind.MOS)
    car = deadlines.car_date(of, BOOK)
    assert car.blocked_from == datetime(2026, 3, 12, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_deadlines_come_in_the_order_they_fall_due():
    confirmed = facts(payer_kind=PayerKind.EAP, confirmed_at=END + HOUR)
    due = [one.too_late_from for one in deadlines.of_session(confirmed, BOOK)]
    assert due == sorted(due)
    assert len(due) == 4


def test_the_actual_end_starts_the_note_clock_where_it_is_known():
    longer = facts(actual_start_at=START, actual_end_at=END + HOUR)
    assert deadlines.note_signature(longer, BOOK).due_at == END + 73 * HOUR


def test_the_actual_start_decides_the_date_of_service():
    late = facts(actual_start_at=datetime(2026, 3, 11, 4, 0, tzinfo=UTC))
    assert late.date_of_service == date(2026, 3, 11)


def with_values(**values: object) -> PolicyBook:
    """The baseline with other values of some policies."""
    return PolicyBook(
        PolicyValue(
            key=entry["key"],
            value=values.get(entry["key"], entry["value"]),
            unit=entry["unit"],
            effective_from=entry["from"],
            effective_to=entry.get("to"),
            origin=entry["origin"],
            rule=entry["rule"],
            citation=entry["citation"],
        )
        for entry in baseline()
    )


def test_without_the_note_clock_of_military_onesource_only_those_sessions_have_none():
    book = with_values(mos_note_clock=False)
    assert DeadlineKind.NOTE_SIGNATURE not in kinds(facts(payer_kind=PayerKind.MOS), book)
    assert DeadlineKind.NOTE_SIGNATURE in kinds(facts(), book)


def test_the_value_in_force_on_the_date_of_service_decides():
    spans = ((30, EVER, SERVED - DAY), (60, SERVED, None))
    book = PolicyBook(
        PolicyValue("confirm_days", days, "calendar days", first, last, "ours", "R01", "")
        for days, first, last in spans
    )
    day_before = session(START - DAY, END - DAY, NEW_YORK)
    assert deadlines.confirmation(facts(), book).last_on == SERVED + 60 * DAY
    assert deadlines.confirmation(day_before, book).last_on == SERVED - DAY + 30 * DAY


def test_a_session_from_before_all_policies_is_loud():
    before = datetime(2019, 12, 31, 15, 0, tzinfo=UTC)
    with pytest.raises(PolicyGap):
        deadlines.of_session(session(before, before + HOUR, NEW_YORK), BOOK)


@pytest.mark.parametrize(
    ("left", "standing"),
    [
        (24 * HOUR + SECOND, DeadlineStatus.OPEN),
        (24 * HOUR, DeadlineStatus.DUE_SOON),
        (timedelta(0), DeadlineStatus.DUE_SOON),
        (-SECOND, DeadlineStatus.OVERDUE),
    ],
)
def test_a_deadline_turns_due_soon_and_overdue_at_its_instant(left, standing):
    note = deadlines.note_signature(facts(), BOOK)
    assert deadlines.status_at(note, note.due_at - left) == standing


def test_what_was_met_in_time_stays_met():
    note = deadlines.note_signature(facts(), BOOK)
    years_later = note.due_at + 1000 * DAY
    assert deadlines.status_at(note, years_later, met_at=note.due_at) == DeadlineStatus.MET


# what holds for all dates

instants = st.datetimes(
    datetime(2021, 1, 1),  # noqa: DTZ001 - made aware below
    datetime(2034, 12, 31),  # noqa: DTZ001
).map(lambda moment: moment.replace(tzinfo=UTC))
zones = st.sampled_from(ZONES)
coverages = st.lists(
    st.builds(
        CoverageFact,
        st.sampled_from(list(LineOfBusiness)),
        st.dates(EVER, date(2026, 12, 31)),
        st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.none() | st.datetimes(START.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=UTC)),
    ),
    max_size=5,
)


@given(start=instants, minutes=st.integers(15, 480), zone=zones)
def test_clock_changes_never_add_or_steal_an_hour_of_an_hour_limit(start, minutes, zone):
    end = start + timedelta(minutes=minutes)
    confirmed = session(start, end, zone, confirmed_at=end)
    assert deadlines.note_signature(confirmed, BOOK).due_at - end == 72 * HOUR
    assert deadlines.edit_window(confirmed, BOOK).due_at - end == 48 * HOUR


@given(start=instants, zone=zones)
def test_day_thirty_is_good_to_its_last_instant_in_the_sessions_zone(start, zone):
    held = session(start, start + HOUR, zone)
    deadline, tz = deadlines.confirmation(held, BOOK), ZoneInfo(zone)
    last_instant = deadline.blocked_from - timedelta(microseconds=1)
    assert local_date(start, tz) + 30 * DAY == deadline.last_on == local_date(last_instant, tz)
    assert not deadline.is_missed_by(last_instant)
    assert deadline.is_missed_by(deadline.blocked_from)


@given(found=coverages, data=st.data())
def test_the_order_of_coverages_changes_nothing(found, data):
    other = data.draw(st.permutations(found))
    assert deadlines.of_session(facts(coverages=tuple(found)), BOOK) == deadlines.of_session(
        facts(coverages=tuple(other)), BOOK
    )


@given(found=coverages, more=coverages)
def test_another_coverage_never_makes_the_note_due_later(found, more):
    before = deadlines.note_signature(facts(coverages=tuple(found)), BOOK)
    after = deadlines.note_signature(facts(coverages=(*found, *more)), BOOK)
    assert after.due_at <= before.due_at


@given(first=instants, second=instants)
def test_a_later_confirmation_never_moves_the_edit_window_earlier(first, second):
    earlier, later = sorted([first, second])
    windows = [
        deadlines.edit_window(facts(confirmed_at=at), BOOK).due_at for at in (earlier, later)
    ]
    assert windows == sorted(windows)


@given(start=instants, zone=zones, now=instants, payer=st.sampled_from(list(PayerKind)))
def test_time_passing_never_mends_a_deadline(start, zone, now, payer):
    order = [DeadlineStatus.OPEN, DeadlineStatus.DUE_SOON, DeadlineStatus.OVERDUE]
    for deadline in deadlines.of_session(
        session(start, start + HOUR, zone, payer_kind=payer, confirmed_at=start + HOUR), BOOK
    ):
        found = [deadlines.status_at(deadline, now + hours * HOUR) for hours in (0, 1, 24, 240)]
        assert found == sorted(found, key=order.index)
