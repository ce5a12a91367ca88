"""How a deadline stands by the book of policies, and the row that says so."""

from datetime import date, timedelta

from core.rules.requests.request_deadlines import submission_deadline
from core.rules.time import deadlines
from core.rules.time.business_days import BusinessCalendar
from core.rules.time.deadline_row import deadline_row
from core.rules.time.deadline_status import answer
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


def test_a_row_counts_down_to_the_last_good_instant_of_a_limit_in_hours() -> None:
    note = deadlines.note_signature(facts(), BOOK)
    assert note is not None
    row = deadline_row(note, DeadlineStatus.OPEN, "Due in 3 days", None)
    assert (row.kind, row.rule, row.policy, row.zone) == (
        note.kind,
        note.rule,
        note.policy,
        "America/New_York",
    )
    assert (row.limit_at, row.is_inclusive, row.last_on) == (END + 72 * HOUR, True, None)
    assert (row.status, row.words, row.met_at) == (DeadlineStatus.OPEN, "Due in 3 days", None)


def test_a_row_counts_down_to_the_end_of_the_last_day_of_a_limit_in_days() -> None:
    friday = date(2026, 3, 13)
    submission = submission_deadline(friday, BOOK, BusinessCalendar())
    row = deadline_row(submission, DeadlineStatus.MET, "Met", END, business_days_left=1)
    assert (row.starts, row.last_on, row.is_inclusive) == (friday, date(2026, 3, 16), False)
    assert row.limit_at == submission.blocked_from
    assert row.skipped == ((date(2026, 3, 14), "Saturday"), (date(2026, 3, 15), "Sunday"))
    assert (row.why, row.met_at, row.business_days_left) == (submission.why, END, 1)
