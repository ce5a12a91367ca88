"""Let each list walk an index in its own order: data issues, e-mails, changes to send, conflicts,
approvals, rejected rows and sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "m0017"
down_revision = "m0016"
branch_labels = None
depends_on = None

OF_DATA_ISSUES = {
    "there": ["status", "found_at", "id"],
    "there_kind": ["status", "code", "found_at", "id"],
    "gone": ["status", "found_at", "id"],
    "gone_kind": ["status", "code", "found_at", "id"],
}
INDEXES = {
    "approval": ["request_id"],
    "outbound_change": ["status", "changed_at", "id"],
    "outbound_conflict": ["status", "updated_at", "id"],
    "outbox_message": ["status", "id"],
    "sign_in": ["staff_id", "last_active_at"],
}


def upgrade() -> None:
    for name, columns in OF_DATA_ISSUES.items():
        is_there = sa.text(f"resolved_at IS {'' if name.startswith('there') else 'NOT '}NULL")
        op.create_index(
            f"ix_data_issue_{name}",
            "data_issue",
            columns,
            sqlite_where=is_there,
            postgresql_where=is_there,
        )
    op.drop_index("ix_outbox_message_status", "outbox_message")
    op.drop_index("ix_sign_in_staff_id", "sign_in")
    for table, columns in INDEXES.items():
        op.create_index(f"ix_{table}_{columns[0]}", table, columns)
    op.create_index(
        "ix_import_reject_cause",
        "import_reject",
        ["batch_id", sa.text("(coalesce(line, 1) > 1)"), "number"],
        sqlite_where=sa.text("cause IS NULL"),
        postgresql_where=sa.text("cause IS NULL"),
    )
