"""No query scans a table that grows, or sorts more of its rows than a page or a day has."""

from collections import defaultdict

import pytest

from tests.plans.allowed import ALLOWED, NOTED, allowance
from tests.plans.conftest import Planner
from tests.plans.desk import QUERIES
from tests.plans.samples import samples


def test_every_query_and_metric_has_samples() -> None:
    assert set(samples(defaultdict(str))) == set(QUERIES)


def test_no_statement_scans_or_sorts_what_grows(planner: Planner) -> None:
    faults = [
        (statement, fault, allowance(statement.origin, fault))
        for statement, found in planner.faults().items()
        for fault in found
    ]
    said = [
        f"{statement.origin}: {fault}\n    in {planner.sent[statement].question}"
        for statement, fault, allowed in faults
        if allowed is None
    ]
    assert not said, "\n".join(sorted(said))
    if planner.name == NOTED:
        assert {allowed for *_, allowed in faults if allowed} == {*ALLOWED}, "no longer needed"


def test_a_dropped_index_is_noticed(planner: Planner) -> None:
    text, given = planner.sent_by("timeline_events", "audit_entry.request_id = ")
    planner.engine.dispose()  # a connection keeps the plans that it explained
    with planner.engine.connect() as connection:
        connection.exec_driver_sql("DROP INDEX ix_audit_entry_request_id")
        (scan,) = planner.judge(connection, text, given)
    planner.engine.dispose()
    assert "audit_entry" in scan


def test_a_sort_without_an_index_is_noticed(planner: Planner) -> None:
    text, given = planner.sent_by("_rows", "data_issue.resolved_at IS NOT NULL")
    with planner.engine.connect() as connection:
        spoiled = text.replace("ORDER BY data_issue.found_at", "ORDER BY data_issue.updated_at")
        faults = planner.judge(connection, spoiled, given)
    assert any(one.startswith(("Sort", "USE TEMP B-TREE FOR ORDER BY")) for one in faults)


@pytest.mark.parametrize("name", ["client", "care_session", "support_request"])
def test_a_column_within_a_function_is_noticed(planner: Planner, name: str) -> None:
    by_ref = f"lower({name}.ref) = lower("
    text, given = planner.sent_by("find_by_ref", by_ref)
    spoiled = text.replace(by_ref, f"upper({name}.ref) = lower(")
    with planner.engine.connect() as connection:
        assert planner.judge(connection, text, given) == []
        assert planner.judge(connection, spoiled, given) != []
