"""What is past is kept, and the answer is that of the rows, also right after any change."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.orm import Session

from core import db
from core.metrics import keeping
from core.metrics.keeping import KeptDays, checked, keep_counts
from core.models.care import CareSession
from core.models.metrics import KeptPeriod, MetricCount, StalePeriod
from core.models.policies import Policy
from core.vocabulary.care import SessionStatus
from tests.metrics.kept import (
    KEPT,
    answers_are_those_of_the_rows,
    change_something,
    every_kept_count_is_right,
)
from tests.support import make, metric_records

LATER = make.NOW + timedelta(days=30)
"""When most of the records are long past, and some are not."""
NO_SHOWS = update(CareSession).values(status=SessionStatus.NO_SHOW, version=2)


def fill(engine: Engine) -> None:
    with db.writing(engine) as session:
        metric_records.population(session, random.Random(20))


def keep(engine: Engine) -> int:
    return keep_counts(engine, lambda: LATER)


def kept_periods(engine: Engine) -> int:
    with db.looking(engine) as look:
        return look.scalar(select(func.count()).select_from(KeptPeriod)) or 0


def test_after_any_change_the_answer_is_that_of_the_rows(engine: Engine) -> None:
    fill(engine)
    assert keep(engine) == kept_periods(engine) > 20
    chance = random.Random(1)
    for number in range(70):
        with db.writing(engine) as session:
            change_something(session, chance)
        if chance.random() < 0.2:
            assert answers_are_those_of_the_rows(engine, LATER) > 50
        if number % 7 == 0:
            keep(engine)
            assert every_kept_count_is_right(engine, LATER) == kept_periods(engine)
            assert answers_are_those_of_the_rows(engine, LATER) > 50


def test_nothing_is_counted_again_where_nothing_changed(engine: Engine) -> None:
    fill(engine)
    assert keep(engine) > 20
    assert keep(engine) == 0


def test_days_are_kept_once_they_are_over_everywhere(engine: Engine) -> None:
    with db.writing(engine) as session:
        of = make.care_session(session, make.provider(session), make.client(session))
    due_on, final_on = of.note_due_on, make.NOW + timedelta(days=10)
    assert due_on is not None
    assert due_on.isoformat() == "2026-03-13"  # a Friday; the week ends on the 15th
    for day, count in ((16, 0), (17, 1), (18, 1)):
        keep_counts(engine, lambda day=day: final_on.replace(day=day))
        with db.looking(engine) as look:
            is_notes = KeptPeriod.metric == "notes_on_time"
            assert len(look.scalars(select(KeptPeriod).where(is_notes)).all()) == count


def test_a_question_as_of_before_the_count_reads_the_rows(engine: Engine) -> None:
    fill(engine)
    keep(engine)
    answers_are_those_of_the_rows(engine, LATER - timedelta(days=20))


def test_a_changed_policy_makes_every_count_stale(engine: Engine) -> None:
    fill(engine)
    assert (count := keep(engine))
    with db.writing(engine) as session:
        policy = session.scalars(select(Policy).limit(1)).one()
        policy.citation += "."
    assert keep(engine) == count


def test_a_change_that_is_rolled_back_leaves_no_mark(engine: Engine) -> None:
    fill(engine)
    keep(engine)
    with Session(engine) as session:  # rolled back at the end
        session.execute(NO_SHOWS)
        assert session.scalar(select(func.count()).select_from(StalePeriod)) > 20
    assert keep(engine) == 0


def test_a_count_that_fails_is_made_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine)
    keep(engine)
    with db.writing(engine) as session:
        session.execute(NO_SHOWS)
    with monkeypatch.context() as broken:
        broken.setattr(keeping, "counted", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keep(engine)
    assert answers_are_those_of_the_rows(engine, LATER) < 50
    assert keep(engine) > 20
    assert every_kept_count_is_right(engine, LATER) == kept_periods(engine)


def test_a_worker_that_is_stopped_leaves_the_rest_for_later(engine: Engine) -> None:
    fill(engine)
    left = iter([True, True])
    assert keep_counts(engine, lambda: LATER, lambda: next(left, False)) == 2
    assert keep(engine) == kept_periods(engine) - 2


def test_a_wrong_count_is_found_and_mended(engine: Engine) -> None:
    fill(engine)
    keep(engine)
    with db.writing(engine) as session:
        one = session.scalars(select(MetricCount).limit(1)).one()
        one.count += 1
    wrong = [period for period, is_right in checked(engine, LATER) if not is_right]
    assert [(period.metric.code, period.first_on) for period in wrong] == [
        (one.metric, one.first_on)
    ]
    keeping.recount(engine, LATER, wrong[0])
    every_kept_count_is_right(engine, LATER)


def test_a_change_under_way_when_days_are_announced_is_counted(engine: Engine) -> None:
    """PostgreSQL: it saw no kept days and marks none, so the count waits for its end."""
    fill(engine)
    if engine.dialect.name == "sqlite":
        return  # one writer: nothing can be under way
    with db.writing(engine) as session:
        session.execute(NO_SHOWS)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(keeping, "LONGEST_WAIT_SECONDS", 0.1)
            assert keep(engine) == 0
    assert keep(engine) == kept_periods(engine) > 20
    every_kept_count_is_right(engine, LATER)


def test_a_change_during_a_count_leaves_its_mark(engine: Engine) -> None:
    fill(engine)
    keep(engine)
    if engine.dialect.name == "sqlite":
        return  # one writer: nothing changes during a count
    with db.looking(engine) as look:
        is_notes = KeptPeriod.metric == KEPT[0].code
        row = look.scalars(select(KeptPeriod).where(is_notes).limit(1)).one()
    period = KeptDays(KEPT[0], row.first_on, row.last_on)

    def change(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("DELETE FROM stale_period"):
            with db.writing(engine) as session:
                session.execute(NO_SHOWS)

    event.listen(engine, "after_cursor_execute", change)
    keeping.recount(engine, LATER, period)
    event.remove(engine, "after_cursor_execute", change)
    answers_are_those_of_the_rows(engine, LATER)
    assert keep(engine) > 20
    every_kept_count_is_right(engine, LATER)
