"""How SQLite answers each search: through an index of `care_session`, never by reading it whole."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core import access, db
from core.db import make_engine
from core.db.transaction import ReadContext
from core.metrics.results import metric_result, metric_rows
from core.queries.sessions.search import SessionSearch, find_sessions
from core.rules.metric_filters import DrillDown, MetricFilter
from core.vocabulary.care import SessionStage
from core.vocabulary.people import Role
from core.vocabulary.states import StateCode
from tests.support import make

SEARCHES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "reference": {"ref": "S-1"},
    "client": {"client": "C-9"},
    "client's name": {"client": "garcia"},
    "provider": {"provider": "P-9"},
    "NPI": {"npi": "1234567893"},
    "case": {"ecms_case_id": "ECMS-1"},
    "days": {"from_on": date(2026, 1, 1), "to_on": date(2026, 3, 31)},
    "payer": {"payer_ref": "Y-9"},
    "state": {"state_code": StateCode.NY},
    "page": {"after": "S-1"},
    **{stage.value: {"stage": stage} for stage in SessionStage},
}


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "desk.sqlite"
    shutil.copy(sqlite_template, path)
    made = make_engine(f"sqlite:///{path}")
    with db.writing(made) as session:
        provider = make.provider(session, ref="P-9", npi="1234567893")
        client = make.client(session, ref="C-9", last_name="Garcia")
        make.mos_case(session, client, provider, ecms_case_id="ECMS-1")
        coverage = make.coverage(session, client, make.plan(session))
        of = make.care_session(session, provider, client, ref="S-1", coverage_id=coverage.key)
        make.place(session, of, StateCode.NY)
    yield made
    made.dispose()


def plans(engine: Engine, ask: Any, role: Role) -> list[str]:
    """The plan of every statement that `ask` runs, as far as it speaks of care sessions."""
    run: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        run.append((statement, parameters))

    with db.looking(engine) as session:
        event.listen(engine, "before_cursor_execute", note)
        ask(ReadContext(session, access.Actor("Someone", role), make.NOW))
        event.remove(engine, "before_cursor_execute", note)
        connection = session.connection()
        steps = [
            step.detail
            for statement, parameters in run
            if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    return [step for step in steps if "care_session" in step]


@pytest.mark.parametrize("asked", list(SEARCHES.values()), ids=list(SEARCHES))
def test_a_search_reads_sessions_through_an_index(sqlite: Engine, asked: dict[str, Any]) -> None:
    steps = plans(sqlite, lambda look: find_sessions(look, SessionSearch(**asked)), Role.AGENT)
    assert steps
    assert [step for step in steps if " USING " not in step] == []


def test_a_page_of_all_sessions_is_read_in_order_from_one_index(sqlite: Engine) -> None:
    steps = plans(sqlite, lambda look: find_sessions(look, SessionSearch()), Role.AGENT)
    assert "SCAN care_session USING COVERING INDEX ix_care_session_newest" in steps


@pytest.mark.parametrize("wanted", [{}, {"state_code": StateCode.NY}, {"provider_ref": "P-9"}])
def test_notes_are_counted_through_the_index_on_their_due_day(
    sqlite: Engine, wanted: dict[str, Any]
) -> None:
    monday = date(2026, 3, 9)
    weeks = MetricFilter(monday - timedelta(weeks=25), monday, **wanted)
    rows = DrillDown("2026-03-09", "standard")
    code = "notes_on_time"
    steps = [
        *plans(sqlite, lambda context: metric_result(context, code, weeks), Role.LEAD),
        *plans(sqlite, lambda context: metric_rows(context, code, weeks, rows), Role.LEAD),
    ]
    assert [step for step in steps if " USING " not in step] == []


def test_sessions_to_confirm_are_counted_in_their_index_alone(sqlite: Engine) -> None:
    today = MetricFilter(make.NOW.date(), make.NOW.date())
    code = "sessions_to_confirm"
    (step,) = plans(sqlite, lambda context: metric_result(context, code, today), Role.LEAD)
    index = "COVERING INDEX ix_care_session_to_confirm (kind=? AND confirm_blocked_from>?)"
    assert step == f"SEARCH care_session USING {index}"
