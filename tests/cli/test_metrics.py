"""`session-desk metrics recount`: what is kept is proved from the records, and mended."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from core import clock, db
from core.models.metrics import MetricCount
from tests.cli.conftest import Command
from tests.support import make


@pytest.fixture
def one(engine: Engine) -> None:
    """A session whose note and confirmation are long overdue."""
    with db.writing(engine) as work:
        provider, client = make.provider(work), make.client(work)
        make.care_session(work, provider, client, start=clock.now() - timedelta(days=90))


def spoil(engine: Engine) -> None:
    is_note = col(MetricCount.metric) == "notes_on_time"
    with db.writing(engine) as work:
        work.execute(update(MetricCount).where(is_note).values(count=7))


def counts(engine: Engine) -> set[int]:
    with db.looking(engine) as work:
        return set(work.scalars(select(MetricCount.count)))


def test_counts_that_are_right_are_left_alone(command: Command, engine: Engine, one: None) -> None:
    done = command("metrics", "recount")
    assert "differed" in done.stdout
    assert (done.exit_code, counts(engine)) == (0, {1})
    assert command("metrics", "recount", "--check").exit_code == 0


def test_a_count_that_differs_is_named_and_mended(
    command: Command, engine: Engine, one: None
) -> None:
    command("metrics", "recount")
    spoil(engine)
    checked = command("metrics", "recount", "--check")
    assert "Session notes on time, " in checked.stdout
    assert (checked.exit_code, counts(engine)) == (1, {1, 7})
    mended = command("metrics", "recount")
    assert "mended" in mended.stdout
    assert "1 differed." in mended.stdout
    assert (mended.exit_code, counts(engine)) == (1, {1})
