"""What support works on: each vector by its name (R44-R49). Where an action has the last word, its
test names the vector too."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.rules.requests import corrections, listing
from core.rules.requests.corrections import Line
from core.rules.requests.listing import (
    STOPPED,
    TAKING,
    Directory,
    ListingCourse,
    ListingLine,
    ProviderFact,
)
from core.rules.requests.npi import npi_problem
from core.rules.requests.request_deadlines import (
    listing_deadlines,
    reply_deadline,
    request_deadlines,
)
from core.rules.requests.transitions import may_become
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadlines import directory as listing_clock
from core.rules.time.instants import start_of
from core.rules.time.platform_clock import platform_day
from core.vocabulary.requests import RequestKind
from core.vocabulary.requests import RequestStatus as S
from tests.rules.test_vectors import BOOK
from tests.support.table import table

TODAY = date(2026, 3, 16)
NY = ZoneInfo("America/New_York")
RECORD = {"first_name": "Jonh", "email": "jonh@mail.example"}
CALENDAR = BusinessCalendar()

# the client's record (R44, R45)

TYPO = Line("first_name", "Jonh", "John")
CORRECTIONS = [
    ("R44-V1", TYPO, set()),
    ("R44 the record is right already", Line("first_name", "", "Jonh"), {"correct_value"}),
    ("R45-V3 not what the record says", replace(TYPO, current_value="Jon"), {"current_value"}),
    ("R45 no such field", Line("shoe_size", "", "44"), {"field"}),
]


@pytest.mark.parametrize(("line", "faults"), table(CORRECTIONS))
def test_a_line_is_held_against_the_record_that_exists(line, faults):
    assert set(corrections.line_problems([line], RECORD, TODAY)) == {
        f"lines.0.{fault}" for fault in faults
    }


NAMES = [
    ("R44-V3 a twin", "Ana Rivera", "Eva Rivera", False),
    ("R44 the same in capitals, without its accent", "José Núñez", "JOSE  NUNEZ", True),
    ("R44 one letter wrong is another name", "Jonh Rivera", "John Rivera", False),
]


@pytest.mark.parametrize(("one", "other", "is_same"), table(NAMES))
def test_two_names_are_one_only_where_a_person_would_not_tell_them_apart(one, other, is_same):
    assert corrections.same(one, other) is is_same


NEEDS = [
    ("R45-V1", True, "Jonh Rivera", [TYPO], ()),
    ("R45-V2", True, "Jonh Rivera", [Line("email", "", "")], ("the correct e-mail",)),
    ("R45-V3 two match", False, "Jonh Rivera", [TYPO], ("the client record",)),
    ("R45 no name", True, "", [TYPO], ("the client's name on record",)),
    ("R45 nothing wrong", True, "Jonh Rivera", [], ("the fields to change",)),
]


@pytest.mark.parametrize(("is_found", "named_as", "lines", "lacking"), table(NEEDS))
def test_a_correction_is_complete_with_all_three(is_found, named_as, lines, lacking):
    assert corrections.missing(is_found, named_as, lines) == lacking


# telling the requester (R46)

STEPS = [
    ("R46-V1 done, not told", S.IN_PROGRESS, S.REPLY_PENDING, True),
    ("R46-V1 not closed with it", S.IN_PROGRESS, S.CLOSED, False),
    ("R46-V2", S.REPLY_PENDING, S.CLOSED, True),
    ("R46-V3", S.READY, S.CLOSED, False),
    ("R46-V3 while it waits", S.SNOOZED, S.CLOSED, False),
    ("R46-V3 while it is incomplete", S.NEEDS_INFORMATION, S.CLOSED, False),
]


@pytest.mark.parametrize(("status", "other", "may"), table(STEPS))
def test_nothing_closes_before_the_requester_is_told(status, other, may):
    assert may_become(status, other) is may


K = RequestKind
TARGETS = [
    ("R46 correction", K.CLIENT_CORRECTION, date(2026, 3, 18)),
    ("R46 late edit", K.SESSION_EDIT, date(2026, 3, 18)),
    ("R46 other help", K.OTHER, date(2026, 3, 18)),
    ("R46 listing, from all seen", K.DIRECTORY_UPDATE, date(2026, 3, 17)),
    ("R46 cancellation", K.SESSION_CANCELLATION, date(2026, 3, 30)),
]


@pytest.mark.parametrize(("kind", "last_on"), table(TARGETS))
def test_each_kind_has_its_own_day_to_be_told_by(kind, last_on):
    reply = reply_deadline(kind, TODAY, BOOK, CALENDAR)
    assert reply.last_on == last_on
    assert reply.too_late_from == start_of(last_on + timedelta(days=1), NY)


@pytest.mark.parametrize("kind", K)
def test_r46_the_first_action_is_due_a_business_day_after_it_was_complete(kind):
    ready = datetime(2026, 3, 13, 17, tzinfo=NY)
    first, reply = request_deadlines(kind, ready, BOOK, CALENDAR, 0)
    assert first.last_on == TODAY
    assert first.too_late_from == start_of(TODAY + timedelta(days=1), NY)
    if reply is not None:
        assert reply == reply_deadline(kind, ready.date(), BOOK, CALENDAR)


# the listing (R47, R48)

SOUND, OTHERS = "1234567893", "1245319599"
STRANGER = ProviderFact("P-1", SOUND, "Rosa", "Marsh", None, None, None)
ENROLLED = replace(STRANGER, enrolled_from=TODAY)
LISTINGS = [
    ("R47-V1", Directory.EVERNORTH, STRANGER, STOPPED, []),
    ("R47-V2", Directory.OTHER, ENROLLED, TAKING, ["other_directory"]),
    ("R47-V3 not enrolled", Directory.EVERNORTH, STRANGER, TAKING, ["not_enrolled"]),
    ("R47-V3 enrolled", Directory.EVERNORTH, ENROLLED, TAKING, []),
]


@pytest.mark.parametrize(("whose", "provider", "correct", "reasons"), table(LISTINGS))
def test_a_listing_is_changed_where_evernorth_can_say_so(whose, provider, correct, reasons):
    listed = TAKING if correct == STOPPED else STOPPED
    line = ListingLine("mos_status", listed, correct)
    assert listing.line_problems([line], TODAY) == {}
    found = listing.elsewhere(whose) + listing.not_enrolled([line], provider, TODAY)
    assert [(one.code, one.rule) for one in found] == [(code, "R47") for code in reasons]


NUMBERS = [
    ("R48-V1", SOUND, None),
    ("R48-V1 a zero first", "0234567895", "starts with 1 or 2"),
    ("R48-V1 a three first", "3000000000", "starts with 1 or 2"),
    ("R48-V2", "1234567890", "One digit is wrong"),
    ("R48 nine digits", "123456789", "10 digits"),
]


@pytest.mark.parametrize(("npi", "said"), table(NUMBERS))
def test_an_npi_is_sound_or_told_what_is_wrong(npi, said):
    problem = npi_problem(npi)
    assert problem is None if said is None else said in problem


OWNERS = [
    ("R48-V3", OTHERS, STRANGER, True, "does not belong to P-1"),
    ("R48-V3 nobody's", OTHERS, None, False, "No provider here"),
    ("R48 the provider's own", SOUND, STRANGER, True, None),
]


@pytest.mark.parametrize(("npi", "provider", "is_chosen", "said"), table(OWNERS))
def test_an_npi_is_the_providers_own(npi, provider, is_chosen, said):
    problem = listing.given_npi_problem(npi, provider, is_chosen)
    assert problem is None if said is None else said in problem


PHONE = ListingLine("phone", "", "212-555-0100")
LACKING = [
    ("R48 all there", "Rosa Marsh", SOUND, [PHONE], 0),
    ("R48 no name", "", SOUND, [PHONE], 1),
    ("R48 no NPI", "Rosa Marsh", "", [PHONE], 1),
    ("R48 no item", "Rosa Marsh", SOUND, [], 1),
    ("R48 no right value", "Rosa Marsh", SOUND, [replace(PHONE, correct_value="")], 1),
]


@pytest.mark.parametrize(("name", "npi", "lines", "count"), table(LACKING))
def test_a_listing_is_complete_with_all_of_its_inputs(name, npi, lines, count):
    assert len(listing.missing(name, npi, lines)) == count


# Evernorth's days (R49)


def local(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


DAYS = [
    ("R49-V1", local("2026-11-18 12:00"), date(2026, 11, 25), date(2026, 11, 30)),
    (
        "R49-V1 late in Los Angeles",
        local("2026-11-18 21:30", "America/Los_Angeles"),
        date(2026, 11, 27),
        date(2026, 12, 1),
    ),
    ("R49-V1 on a holiday", local("2026-11-26 12:00"), date(2026, 12, 3), date(2026, 12, 7)),
    ("R49-V1 on a Friday", local("2026-11-20 12:00"), date(2026, 11, 30), date(2026, 12, 2)),
    ("R49-V1 on a Saturday", local("2026-11-21 12:00"), date(2026, 11, 30), date(2026, 12, 2)),
    ("R49-V2", local("2026-12-22 12:00"), date(2026, 12, 30), date(2027, 1, 4)),
    ("R49-V2 two observed", local("2027-12-23 12:00"), date(2028, 1, 3), date(2028, 1, 5)),
    ("R49-V3", local("2026-06-30 12:00"), date(2026, 7, 8), date(2026, 7, 10)),
    ("R49-V3 in June", local("2027-06-11 12:00"), date(2027, 6, 21), date(2027, 6, 23)),
]


@pytest.mark.parametrize(("submitted", "fifth", "seventh"), table(DAYS))
def test_a_listing_is_expected_on_day_five_and_late_once_day_seven_is_over(
    submitted, fifth, seventh
):
    expected, late = listing_clock(platform_day(submitted, BOOK), BOOK, CALENDAR)
    assert (expected.last_on, late.last_on) == (fifth, seventh)
    assert late.too_late_from == start_of(seventh + timedelta(days=1), NY)


STANDS = [
    ("R49 day four", date(2026, 11, 24), "waiting"),
    ("R49 day five", date(2026, 11, 25), "expected"),
    ("R49 day seven", date(2026, 11, 30), "expected"),
    ("R49 the day after", date(2026, 12, 1), "late"),
]


@pytest.mark.parametrize(("today", "stand"), table(STANDS))
def test_a_listing_stands_by_its_two_days(today, stand):
    assert listing.stand_of(date(2026, 11, 25), date(2026, 11, 30), today) == stand


COURSES = [
    ("R49 not submitted", ListingCourse(), date(2026, 3, 17), None, None),
    (
        "R49 submitted",
        ListingCourse(submitted_on=date(2026, 3, 18)),
        date(2026, 3, 17),
        date(2026, 3, 27),
        None,
    ),
    (
        "R49 returned",
        ListingCourse(submitted_on=date(2026, 3, 18), returned_on=date(2026, 3, 20)),
        date(2026, 3, 23),
        date(2026, 3, 27),
        None,
    ),
    (
        "R46 corrected",
        ListingCourse(submitted_on=date(2026, 3, 18), seen_on=date(2026, 3, 25)),
        date(2026, 3, 17),
        date(2026, 3, 27),
        date(2026, 3, 26),
    ),
    (
        "R46 corrected before it was complete",
        ListingCourse(returned_on=date(2026, 3, 12), seen_on=date(2026, 3, 13)),
        date(2026, 3, 17),
        None,
        date(2026, 3, 17),
    ),
]


@pytest.mark.parametrize(("course", "submit", "late", "reply"), table(COURSES))
def test_a_directory_update_has_the_deadlines_of_its_last_step(course, submit, late, reply):
    found = listing_deadlines(local("2026-03-16 12:00"), course, BOOK, CALENDAR)
    given = [found.submission, found.late, found.reply]
    assert [one and one.last_on for one in given] == [submit, late, reply]
    kinds = ["directory_submitted", late and "directory_late", reply and "told"]
    assert [one and one.kind for one in given] == kinds
