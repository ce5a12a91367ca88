"""Find the requests of a list, and count them, by indexes alone: of all requests, and of open ones.

Few requests are open among all that ever were, so that their indexes stay small.
"""

import sqlalchemy as sa
from alembic import op

revision = "m0014"
down_revision = "m0013"
branch_labels = None
depends_on = None

TABLE = "support_request"
OF_ALL = {
    "status": ["status", "due_at", "id", "kind", "assignee_id"],
    "due": ["due_at", "id", "status", "kind"],
    "received": ["received_at", "id", "status", "kind"],
    "assignee": ["assignee_id", "due_at", "id", "status", "kind"],
}
OF_OPEN = {
    "due": ["due_at", "id", "status", "kind", "priority", "assignee_id"],
    "received": ["received_at", "id", "status", "kind"],
    "assignee": ["assignee_id", "due_at", "id", "status", "kind"],
}
IS_OPEN = sa.text("status NOT IN ('closed', 'rejected', 'withdrawn', 'redirected', 'duplicate')")
IS_RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    for name in ("open", "received_at", "assignee_id"):
        op.drop_index(f"ix_{TABLE}_{name}", TABLE)
    for name, columns in OF_ALL.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
    for name, columns in OF_OPEN.items():
        index = f"ix_{TABLE}_open_{name}"
        op.create_index(index, TABLE, columns, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
    op.create_index(
        "ix_snooze_asleep",
        "snooze",
        ["wake_on", "request_id"],
        sqlite_where=IS_RUNNING,
        postgresql_where=IS_RUNNING,
    )
    reference = [sa.text("lower(submission_reference)")]
    op.create_index("ix_directory_submission_reference_lower", "directory_submission", reference)
