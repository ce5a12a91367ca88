"""The status of a deadline by the book of policies, and what it counts down to."""

from datetime import date, timedelta

from core.rules.requests.request_deadlines import submission_deadline
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadline_status import answer
from core.rules.time.instants import start_of
from core.rules.time.policy import PolicyBook
from core.vocabulary.deadlines import DeadlineStatus
from tests.rules.test_deadlines import END, HOUR, SECOND, facts, with_values
from tests.rules.test_vectors import BOOK
from tests.support.snapshots.standings import NOTHING


def note_before_its_limit(gap: timedelta, book: PolicyBook) -> DeadlineStatus:
    note = deadlines.note_signature(facts(), book)
    assert note is not None
    return answer(note, NOTHING, END + 72 * HOUR - gap, book)[0]


def test_a_note_is_due_soon_from_as_many_hours_before_as_the_policy_says() -> None:
    longer = with_values(note_due_soon_hours=48)
    assert note_before_its_limit(48 * HOUR, longer) == DeadlineStatus.DUE_SOON
    assert note_before_its_limit(48 * HOUR + SECOND, longer) == DeadlineStatus.OPEN
    assert note_before_its_limit(48 * HOUR, BOOK) == DeadlineStatus.OPEN


def test_a_limit_in_hours_counts_down_to_its_last_good_instant() -> None:
    note = deadlines.note_signature(facts(), BOOK)
    assert note is not None
    assert (note.policy.rule, note.policy.key) == ("R10", "note_hours")
    assert (note.too_late_from, note.last_on) == (END + 72 * HOUR, None)
    assert note.blocked_from is None


def test_a_limit_in_days_counts_down_to_the_end_of_its_last_day() -> None:
    friday = date(2026, 3, 13)
    submission = submission_deadline(friday, BOOK, BusinessCalendar())
    assert (submission.starts, submission.last_on) == (friday, date(2026, 3, 16))
    assert submission.due_at is None
    assert submission.too_late_from == start_of(date(2026, 3, 17), submission.tz)
    skipped = [(one.day, one.why) for one in submission.skipped]
    assert skipped == [(date(2026, 3, 14), "Saturday"), (date(2026, 3, 15), "Sunday")]
