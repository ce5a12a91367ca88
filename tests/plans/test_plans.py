"""No query scans a table that grows, or sorts more of its rows than a page or a day has."""

from collections import defaultdict

import pytest

from tests.plans.allowed import reason_for
from tests.plans.conftest import Planner
from tests.plans.desk import QUERIES
from tests.plans.samples import samples


def test_every_query_and_metric_has_samples() -> None:
    assert set(samples(defaultdict(str))) == set(QUERIES)


def test_no_statement_scans_or_sorts_what_grows(planner: Planner) -> None:
    said = [
        f"{statement.origin}: {fault}\n    in {planner.sent[statement].question}"
        for statement, faults in planner.faults().items()
        for fault in faults
        if not reason_for(statement.origin, fault)
    ]
    assert not said, "\n".join(sorted(said))


def test_a_dropped_index_is_noticed(planner: Planner) -> None:
    with planner.engine.connect() as connection:
        text, given = planner.sent_by("timeline_events", "audit_entry.request_id = ")
        assert planner.judge(connection, text, given) == []
        connection.exec_driver_sql("DROP INDEX ix_audit_entry_request_id")
        assert "audit_entry" in planner.judge(connection, text, given)[0]


@pytest.mark.parametrize("name", ["client", "care_session", "support_request"])
def test_a_column_within_a_function_is_noticed(planner: Planner, name: str) -> None:
    by_ref = f"lower({name}.ref) = lower("
    text, given = planner.sent_by("find_by_ref", by_ref)
    with planner.engine.connect() as connection:
        assert planner.judge(connection, text, given) == []
        spoiled = text.replace(by_ref, f"upper({name}.ref) = lower(")
        assert planner.judge(connection, spoiled, given) != []
