"""What background work does with many sessions, here and in a process of its own."""

from datetime import timedelta
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import Engine, insert, update

from core import db
from core.access import operator
from core.administration.recompute import recompute_all
from core.data_issues.run import run_data_checks
from core.db import make_engine
from core.models.care import CareSession
from core.requests.crisis import follow_crises
from tests.support import make
from tests.support.make import NOW

OPERATOR = operator("tests")
TABLE: Any = CareSession.metadata.tables["care_session"]


def fill(engine: Engine, sessions: int) -> None:
    """So many crisis sessions of one provider: each overlaps the one before, and has half of its
    times and a wrong limit."""
    with db.writing(engine) as work:
        facts = {"is_crisis": True, "actual_start_at": NOW - timedelta(hours=2)}
        first = make.care_session(work, make.provider(work), make.client(work), NOW, **facts)
        values = first.model_dump(exclude={"id"})
        for start in range(0, sessions, 1000):
            some = range(start, min(start + 1000, sessions))
            rows = ({**values, "ref": f"S-C{one}", "version": 1} for one in some)
            work.execute(insert(TABLE), list(rows))
        limit = NOW + timedelta(days=40)
        work.execute(update(TABLE).values(confirm_blocked_from=limit))


def work_through(engine: Engine) -> None:
    """All that goes through many sessions: crises, data checks, a recalculation."""
    follow_crises(engine, OPERATOR, NOW)
    run_data_checks(engine, OPERATOR, NOW)
    assert sum(one.changed for one in recompute_all(engine, OPERATOR, NOW))


def work_apart(said: Connection, url: str) -> None:
    """The same in a process of its own, which says when it is done."""
    work_through(make_engine(url))
    said.send("done")
