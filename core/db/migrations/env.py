"""Alembic's entry: runs on the connection that `upgrade` hands over."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from core.models.all_tables import metadata

connection: Connection = context.config.attributes["connection"]


def check_references(*_: Any, **__: Any) -> None:
    """Refuse a step that leaves a row pointing nowhere; PostgreSQL does so by itself."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise ValueError(f"{broken[0]} refers to rows of {broken[2]} that are gone")


context.configure(
    connection=connection,
    target_metadata=metadata,
    transaction_per_migration=True,
    on_version_apply=check_references,
)
with context.begin_transaction():
    context.run_migrations()
