"""What a planner believes about a desk of a million sessions, written into a database that holds a
few rows, so that it decides as it would there."""

from math import prod
from os import truncate
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Engine, Enum, Table, text

from core.models.all_tables import metadata

MILLION = 1_000_000
SESSIONS, DAYS = MILLION, 800
ROWS = {
    "audit_entry": 5 * MILLION,
    "care_session": SESSIONS,
    "claim": MILLION,
    "client": MILLION // 10,
    "client_name_word": MILLION // 2,
    "coverage": MILLION // 8,
    "credential": MILLION // 100,
    "import_batch": 2000,
    "license": MILLION // 100,
    "name_word": MILLION // 25,
    "note": MILLION,
    "payout": MILLION,
    "practice_location": MILLION // 100,
    "provider": MILLION // 200,
    "provider_name_word": MILLION // 40,
    "session_place": MILLION,
}
"""Of tables that grow; those that are named neither here nor below have 200,000."""
SMALL = {
    "desk_fact": 10,
    "diagnosis_release": 20,
    "holiday_override": 50,
    "lease": 2,
    "payer": 60,
    "plan": 600,
    "plan_service_area": 2000,
    "policy": 300,
    "reference_version": 3,
    "saved_view": 500,
    "staff": 200,
    "virtual_network_opt_in": 200,
}
"""Rows of tables that do not grow with the desk."""
VALUES = {"code": 40, "state_code": 56, "word": 20_000, "zone": 10, "cpt": 20, "ordinal": 2}
EMPTY = {"audit_entry.request_id", "client.merged_into_id"}
"""Columns that most rows leave empty; SQLite counts all of these as rows with the same value."""
USUAL = {
    "approval.status": "approved",
    "care_session.is_crisis": "false",
    "care_session.status": "confirmed",
    "data_issue.status": "resolved",
    "outbound_change.status": "acknowledged",
    "outbound_conflict.status": "resolved",
    "outbox_message.status": "sent",
    "support_request.status": "closed",
}
"""The value that nearly all rows of a column have."""
RARE = 20
"""A partial index holds one row in so many."""


def rows_of(table: str) -> int:
    """How many rows a table has."""
    return SMALL.get(table) or ROWS.get(table, MILLION // 5)


def values_of(column: Column[Any]) -> int:
    """How many different values a column has."""
    rows = rows_of(column.table.name)
    if isinstance(column.type, Enum):
        return len(column.type.enums)
    if isinstance(column.type, Boolean):
        return 2
    if isinstance(column.type, Date):
        return DAYS
    of = [rows_of(key.column.table.name) for key in column.foreign_keys]
    return min([rows, *of, VALUES.get(column.name, rows)])


def pretend(engine: Engine) -> None:
    """Let the planner of this database believe it."""
    with engine.begin() as connection:
        write = _on_sqlite if engine.dialect.name == "sqlite" else _on_postgresql
        write(connection)
    engine.dispose()


# SQLite


def index_rows(connection: Connection) -> dict[tuple[str, str | None], list[int]]:
    """By table and index: how many rows it holds, how many have one value of its first column, how
    many of its first two, and so on. By table and None: how many rows the table has."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for table in metadata.sorted_tables:
        found[table.name, None] = [rows_of(table.name)]
        indexes = connection.exec_driver_sql(f"PRAGMA index_list({table.name})").all()
        for _, index, is_unique, _, is_partial in indexes:
            held = rows_of(table.name) // (RARE if is_partial else 1)
            columns = connection.exec_driver_sql(f"PRAGMA index_xinfo({index})").all()
            names = [name for _, _, name, _, _, is_key in columns if is_key]
            each = [_with_values(table, names[: end + 1], held) for end in range(len(names))]
            if not is_partial and f"{table.name}.{names[0]}" in EMPTY:
                each[0] = held
            found[table.name, index] = [held, *each[:-1], 1 if is_unique else each[-1]]
    return found


def _with_values(table: Table, names: list[str | None], rows: int) -> int:
    """How many rows share the values of these columns; an expression has another for each row."""
    values = prod(values_of(table.c[name]) if name else rows for name in names)
    return max(1, rows // values)


def _on_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("ANALYZE")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for (table, index), rows in index_rows(connection).items():
        row = (table, index, " ".join(map(str, rows)))
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", row)


# PostgreSQL

ROW_BYTES, ENTRY_BYTES, PAGE_BYTES, MOST_PAGES = 300, 40, 8192, 130_000
OF_TABLE = text(
    "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', CAST(:table AS text), "
    "'relpages', CAST(:pages AS integer), 'relallvisible', CAST(:pages AS integer), "
    "'reltuples', CAST(:rows AS real))"
)
OF_COLUMN = text(
    "SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', CAST(:table AS text), "
    "'attname', CAST(:column AS text), 'inherited', false, 'null_frac', CAST(0 AS real), "
    "'avg_width', 8, 'n_distinct', CAST(:distinct AS real), 'most_common_vals', "
    "CAST(:usual AS text), 'most_common_freqs', CAST(:shares AS real[]))"
)
FILES = text(
    "SELECT pg_relation_filepath(CAST(:table AS regclass)), false UNION ALL "
    "SELECT pg_relation_filepath(indexrelid), true FROM pg_index "
    "WHERE indrelid = CAST(:table AS regclass)"
)
EXPRESSIONS = text(
    "SELECT CAST(CAST(indexrelid AS regclass) AS text), attname FROM pg_index "
    "JOIN pg_attribute ON attrelid = indexrelid "
    "WHERE indrelid = CAST(:table AS regclass) AND indkey[attnum - 1] = 0"
)


def _on_postgresql(connection: Connection) -> None:
    """Its planner asks the file system how long a file is: each becomes as long as it would be,
    without taking any room. The rows can no longer be read."""
    folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    for table in metadata.sorted_tables:
        rows = rows_of(table.name)
        about = {"table": table.name, "rows": rows, "pages": _pages(rows, ROW_BYTES)}
        connection.execute(OF_TABLE, about)
        for path, is_index in connection.execute(FILES, about).all():
            pages = _pages(rows, ENTRY_BYTES if is_index else ROW_BYTES)
            truncate(folder / path, pages * PAGE_BYTES)
        for column in table.columns:
            usual = USUAL.get(f"{table.name}.{column.name}")
            connection.execute(
                OF_COLUMN, _of_column(table.name, column.name, values_of(column), usual)
            )
        for index, column in connection.execute(EXPRESSIONS, about).all():
            connection.execute(OF_COLUMN, _of_column(index, column, rows))


def _of_column(table: str, column: str, values: int, usual: str | None = None) -> dict[str, Any]:
    """As ANALYZE writes it: many values are a share of the rows, with a minus."""
    rows = rows_of(table)
    return {
        "table": table,
        "column": column,
        "distinct": -values / rows if values > rows / 10 else values,
        "usual": f"{{{usual}}}" if usual else None,
        "shares": [1 - 1 / RARE] if usual else None,
    }


def _pages(rows: int, width: int) -> int:
    return min(rows * width // PAGE_BYTES + 1, MOST_PAGES)
