"""How SQLite answers each list of requests: through an index, never by reading them all."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core import access, db
from core.db import make_engine
from core.db.transaction import ReadContext
from core.queries.requests.desk import DeskSearch, desk_board
from core.queries.requests.search import RequestSearch, find_requests
from core.vocabulary.people import Role
from core.vocabulary.requests import DueFilter, RequestKind, RequestScope, RequestSort, RequestStage
from tests.support import make

LISTS: dict[str, dict[str, Any]] = {
    "open": {},
    "by age": {"sort": RequestSort.AGE},
    "all": {"status": RequestScope.ALL},
    "ended": {"status": RequestScope.ENDED},
    "woken": {"status": RequestStage.WOKEN},
    "waiting": {"status": RequestStage.SNOOZED},
    "kind": {"kind": RequestKind.OTHER},
    "mine": {"assignee": "me"},
    "nobody's": {"assignee": "nobody"},
    "overdue": {"due": DueFilter.OVERDUE},
    "this week": {"due": DueFilter.THIS_WEEK},
    "received": {"received_from_on": date(2026, 1, 1), "received_to_on": date(2026, 3, 31)},
    "client": {"client": "C-9"},
    "provider": {"provider": "P-9"},
    "session": {"session_ref": "S-9"},
    "reference": {"ref": "R-9"},
}


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "desk.sqlite"
    shutil.copy(sqlite_template, path)
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


def scans(engine: Engine, ask: Any) -> list[str]:
    """The steps that read requests or waits without an index."""
    run: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        run.append((statement, parameters))

    with db.looking(engine) as session:
        event.listen(engine, "before_cursor_execute", note)
        ask(ReadContext(session, access.Actor("Someone", Role.LEAD, 1), make.NOW))
        event.remove(engine, "before_cursor_execute", note)
        connection = session.connection()
        steps = [
            step.detail
            for statement, parameters in run
            if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    ours = [step for step in steps if "support_request" in step or " wait" in step]
    assert ours
    return [step for step in ours if " USING " not in step]


@pytest.mark.parametrize("asked", list(LISTS.values()), ids=list(LISTS))
def test_a_list_reads_requests_through_an_index(sqlite: Engine, asked: dict[str, Any]) -> None:
    assert scans(sqlite, lambda look: find_requests(look, RequestSearch(**asked))) == []


def test_the_desk_reads_requests_through_an_index(sqlite: Engine) -> None:
    assert scans(sqlite, lambda look: desk_board(look, DeskSearch())) == []


def steps(engine: Engine, **asked: Any) -> str:
    """How the page of a list is found, as one text."""
    run: list[tuple[str, Any]] = []
    with db.looking(engine) as session:
        event.listen(engine, "before_cursor_execute", lambda _c, _k, *sent: run.append(sent[:2]))
        context = ReadContext(session, access.Actor("Someone", Role.LEAD, 1), make.NOW)
        find_requests(context, RequestSearch(**asked))
        found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {run[-1][0]}", run[-1][1])
        return "\n".join(step.detail for step in found)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "open_due"),
        ({"sort": RequestSort.AGE}, "open_received"),
        ({"assignee": "nobody"}, "open_assignee"),
        ({"status": RequestScope.ENDED}, "due"),
        ({"status": RequestStage.CLOSED}, "status"),
    ],
)
def test_a_page_of_requests_is_found_in_order_on_one_index(
    sqlite: Engine, asked: dict[str, Any], index: str
) -> None:
    found = steps(sqlite, **asked)
    assert f"USING COVERING INDEX ix_support_request_{index}" in found
    assert found.count("USE TEMP B-TREE") == 1, "only the rows of the page are put in order"
