"""DuckDB on a copy in its own format, as of the start: what nothing in a database of rows beats."""

from tempfile import TemporaryDirectory

from tests.bench import sql
from tests.bench.targets import duckdb_sqlite
from tests.bench.targets.base import by_groups

TYPED = {
    "plan": "* REPLACE (id::INTEGER AS id)",
    "session": "status, note_class, state, provider_id::INTEGER AS provider_id, "
    "plan_id::INTEGER AS plan_id, note_due_on::DATE AS note_due_on, "
    "note_due_at::TIMESTAMP AS note_due_at, note_signed_at::TIMESTAMP AS note_signed_at, "
    "confirm_by::DATE AS confirm_by, ends_at::TIMESTAMP AS ends_at",
    "request": "kind, created_at::TIMESTAMP AS created_at, resolved_at",
}


class Target(duckdb_sqlite.Target):
    def __init__(self, given: dict[str, str]) -> None:
        self.folder = TemporaryDirectory()
        super().__init__(given, f"{self.folder.name}/own.duckdb")
        self.db.execute("USE own")
        for table, columns in TYPED.items():
            self.db.execute(f"CREATE TABLE {table} AS SELECT {columns} FROM lite.{table}")
        self.db.execute("DETACH lite")

    def M3(self, _: None) -> dict[str, int]:
        younger = f"TIMESTAMP '{sql.AT}' - INTERVAL {{days}} DAY"
        return by_groups(self._rows(sql.m3(younger)))

    def close(self) -> None:
        super().close()
        self.folder.cleanup()
