"""What is wrong with the plan that PostgreSQL makes for a statement: a scan that reads much of a
table that grows, or a sort of more of its rows than a day has."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from core.models.all_tables import metadata
from tests.plans.sqlite_plans import A_DAY, MOST_READ, OPEN
from tests.plans.statistics import RARE, SMALL, rows_of

SAID = ("Node Type", "Relation Name", "Index Name", "Sort Key", "Group Key", "Filter")
SCANS = ("Seq Scan", "Index Scan", "Index Only Scan")
BLOCKING = ("Sort", "Aggregate", "Hash", "Materialize", "WindowAgg")
"""Nodes that need all of their rows before they give the first one."""
PARTIAL = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["postgresql"]["where"] is not None
}
Node = dict[str, Any]


def postgresql_faults(connection: Connection, text: str, given: Any) -> list[str]:
    """The nodes that are wrong, with the rows that come out of each."""
    found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {text}", given).scalar_one()
    return [_said(one) for one in _wrong(found[0]["Plan"], share=1)]


def _wrong(node: Node, share: float) -> Iterator[Node]:
    """The wrong ones under `node`, of whose rows only a `share` is asked for."""
    under = node.get("Plans", [])
    if node["Node Type"] == "Limit":
        # the last row of a limit only tells that there are more
        share *= (node["Plan Rows"] - 1 or 1) / max(under[0]["Plan Rows"], 1)
    elif node["Node Type"] in BLOCKING:
        share = 1
    if _is_wrong(node, share):
        yield node
    for one in under:
        yield from _wrong(one, share)


def _is_wrong(node: Node, share: float) -> bool:
    if node["Node Type"] in SCANS and "Index Cond" not in node:
        table, part = node["Relation Name"], RARE if node.get("Index Name") in PARTIAL else 1
        return table not in SMALL and rows_of(table) / part * share > MOST_READ
    sorts = node["Node Type"] == "Sort" or node.get("Strategy") == "Hashed"
    sorted_rows = sum(one["Plan Rows"] for one in node.get("Plans", []))
    is_open = any(one.startswith(OPEN) for one in _named(node, "Index Name"))
    most = MOST_READ if is_open else A_DAY
    is_small = set(_named(node, "Relation Name")) <= SMALL.keys()
    return sorts and sorted_rows > most and not is_small


def _named(node: Node, name: str) -> Iterator[str]:
    """The tables or indexes that it and the nodes under it read."""
    yield from [node[name]] if name in node else []
    for one in node.get("Plans", []):
        yield from _named(one, name)


def _said(node: Node) -> str:
    words = " ".join(str(node[name]) for name in SAID if name in node)
    return f"{words} · {node['Plan Rows']:,} rows"
