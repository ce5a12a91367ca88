"""Index a link that most rows leave empty only where it is set: ANALYZE counts the empty ones as one
value, and SQLite then reads all clients to find the merged ones."""

import sqlalchemy as sa
from alembic import op

revision = "m0019"
down_revision = "m0018"
branch_labels = None
depends_on = None

LINKS = {"audit_entry": "request_id", "client": "merged_into_id"}


def upgrade() -> None:
    for table, column in LINKS.items():
        name, is_set = f"ix_{table}_{column}", sa.text(f"{column} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(name, table, [column], sqlite_where=is_set, postgresql_where=is_set)
