"""`session-desk deadlines recompute`: what is stored becomes what the rules say, and only that."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from core import db
from core.administration import recompute
from core.models.audit import AuditEntry
from core.models.care import CareSession
from core.models.policies import Policy
from tests.cli.conftest import Command
from tests.support import make


@pytest.fixture
def ten(engine: Engine) -> None:
    with db.writing(engine) as work:
        provider, client = make.provider(work), make.client(work)
        for _ in range(10):
            make.care_session(work, provider, client)


def limits(engine: Engine) -> list[date | None]:
    with db.looking(engine) as work:
        return list(work.scalars(select(CareSession.confirm_last_on).order_by(CareSession.id)))


def audited(engine: Engine) -> list[int]:
    """The sessions that entries of recompute are about."""
    of = col(AuditEntry.action) == "session.deadlines_recomputed"
    with db.looking(engine) as work:
        return list(work.scalars(select(AuditEntry.entity_id).where(of)))


def test_with_nothing_changed_nothing_is_written(
    command: Command, engine: Engine, ten: None
) -> None:
    done = command("deadlines", "recompute")
    assert "10 sessions checked, 0 changed." in done.stdout
    assert audited(engine) == []


def test_after_a_changed_policy_every_session_has_the_new_limit(
    command: Command, engine: Engine, ten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "AT_ONCE", 3)  # several stretches
    before = limits(engine)
    with db.writing(engine) as work:
        confirming = update(Policy).where(Policy.policy_key == "confirm_days")
        work.execute(confirming.values(value="31", version=Policy.version + 1))
    done = command("deadlines", "recompute")
    assert "10 sessions checked, 10 changed." in done.stdout
    assert limits(engine) == [day + timedelta(days=1) for day in before if day]


def test_a_stored_limit_that_is_wrong_is_mended_and_audited(
    command: Command, engine: Engine, ten: None
) -> None:
    before = limits(engine)
    with db.writing(engine) as work:
        key = work.scalars(select(CareSession.id)).first()
        wrong = update(CareSession).where(CareSession.id == key)
        work.execute(wrong.values(confirm_last_on=date(2030, 1, 1), note_due_at=None))
    assert "10 sessions checked, 1 changed." in command("deadlines", "recompute").stdout
    assert limits(engine) == before
    assert audited(engine) == [key]
