"""The page of a directory update: the lines, Evernorth's days, where today stands, every look."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from core.db.transaction import reading
from core.errors import NotFound
from core.queries.requests.listing import DirectoryDetail, directory_detail
from core.rules.requests.listing import ListingLine, ListingStage
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.people import Role
from tests.support import listing
from tests.support.filling import Filling
from tests.support.listing import PHONE, PLACE, Listings


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Listings:
    return filled(engine, listing.listings)


def detail(desk: Listings, ref: str, role: Role = Role.AGENT) -> DirectoryDetail:
    with reading(desk.engine, desk.people[role], desk.now) as look:
        return directory_detail(look, ref)


def clocks(desk: Listings, ref: str) -> dict[DeadlineKind, DeadlineStatus]:
    return {row.deadline.kind: row.status for row in detail(desk, ref).deadlines}


def test_an_unknown_reference_is_not_found(desk):
    with pytest.raises(NotFound):
        detail(desk, "R-NOBODY")


def test_the_lines_stand_beside_the_providers_record(desk):
    found = detail(desk, desk.filed(PHONE, PLACE))
    assert found.provider.ref == desk.provider_ref
    assert [line.correct_value for line in found.lines] == [
        "212-555-0199",
        "2 New Street, Albany",
    ]


def test_what_is_missing_is_listed_in_words(desk):
    ref = desk.filed(ListingLine("location", "", ""), npi="", full_name="")
    assert detail(desk, ref).missing == (
        "the provider's full name",
        "the provider's NPI",
        "the correct location",
    )


def test_an_incomplete_request_has_no_clocks(desk):
    assert detail(desk, desk.filed(npi="")).deadlines == ()


def test_the_ruler_numbers_business_days_and_says_why_others_are_skipped(desk):
    desk.now = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
    found = detail(desk, desk.submitted())
    assert [day.day.day for day in found.ruler if day.number] == [19, 20, 23, 24, 25, 27, 30]
    assert [(day.day.day, day.why_not) for day in found.ruler if not day.number] == [
        (21, "Saturday"),
        (22, "Sunday"),
        (26, "Thanksgiving Day"),
        (28, "Saturday"),
        (29, "Sunday"),
    ]


@pytest.mark.parametrize(
    ("today", "stand"),
    [
        (date(2026, 3, 20), ListingStage.WAITING),
        (date(2026, 3, 22), ListingStage.WAITING),
        (date(2026, 3, 23), ListingStage.EXPECTED),
        (date(2026, 3, 25), ListingStage.EXPECTED),
        (date(2026, 3, 26), ListingStage.LATE),
    ],
)
def test_today_is_before_in_or_past_the_expected_days(desk, today, stand):
    ref = desk.submitted()
    desk.now += today - desk.now.date()
    found = detail(desk, ref)
    assert (found.today, found.stand) == (today, stand)


def test_the_stand_follows_the_work(desk):
    ref = desk.taken()
    stands = [detail(desk, ref).stand]
    desk.submit(ref)
    desk.give_back(ref)
    stands.append(detail(desk, ref).stand)
    desk.submit(ref)
    desk.look(ref, True)
    stands.append(detail(desk, ref).stand)
    assert stands == [ListingStage.TO_SUBMIT, ListingStage.RETURNED, ListingStage.SEEN]


def test_our_own_clock_runs_until_the_hand_over(desk):
    ref = desk.taken()
    desk.later(days=2)
    assert clocks(desk, ref) == {DeadlineKind.DIRECTORY_SUBMITTED: DeadlineStatus.OVERDUE}
    desk.submit(ref)
    assert clocks(desk, ref) == {
        DeadlineKind.DIRECTORY_SUBMITTED: DeadlineStatus.LATE,
        DeadlineKind.DIRECTORY_LATE: DeadlineStatus.OPEN,
    }


def test_a_hand_over_on_the_next_business_day_is_in_time(desk):
    ref = desk.taken()
    desk.later(days=1)
    desk.submit(ref)
    assert clocks(desk, ref)[DeadlineKind.DIRECTORY_SUBMITTED] == DeadlineStatus.MET


@pytest.mark.parametrize(("days", "standing"), [(9, DeadlineStatus.MET), (10, DeadlineStatus.LATE)])
def test_evernorth_is_in_time_when_all_was_seen_by_day_seven(desk, days, standing):
    ref = desk.submitted()
    desk.later(days=days)
    desk.look(ref, True)
    found = clocks(desk, ref)
    assert found[DeadlineKind.DIRECTORY_LATE] == standing
    assert found[DeadlineKind.TOLD] in (DeadlineStatus.OPEN, DeadlineStatus.DUE_SOON)


def test_every_look_is_shown_the_newest_first(desk):
    ref = desk.submitted()
    desk.look(ref, False)
    desk.later(days=1)
    desk.look(ref, True)
    (line,) = detail(desk, ref).lines
    assert [(look.looked_on, look.is_right) for look in line.checks] == [
        (date(2026, 3, 17), True),
        (date(2026, 3, 16), False),
    ]
    assert line.checks[0].by == desk.people[Role.AGENT].name


def test_every_hand_over_is_shown_with_its_return(desk):
    ref = desk.submitted()
    desk.later(days=1)
    desk.give_back(ref)
    desk.submit(ref)
    found = detail(desk, ref).submissions
    assert [(one.attempt, one.returned_on) for one in found] == [(1, date(2026, 3, 17)), (2, None)]


def test_the_reply_names_the_request_and_each_field_once(desk):
    other = ListingLine("location", "3 Old Street", "4 New Street")
    ref = desk.filed(PLACE, other, PHONE)
    reply = detail(desk, ref).reply
    assert ref in reply
    assert "location, phone" in reply


def test_a_viewer_may_look(desk):
    assert detail(desk, desk.filed(), Role.VIEWER).lines


def test_what_waits_a_year_is_still_counted(desk):
    ref = desk.submitted()
    desk.now += timedelta(days=365)
    assert detail(desk, ref).stand == ListingStage.LATE
