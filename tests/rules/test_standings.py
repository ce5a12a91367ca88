"""Where the book of policies decides how a deadline stands."""

from datetime import timedelta

from core.rules.time import deadlines
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
