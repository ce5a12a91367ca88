"""Rename tables and a column, and drop columns."""

from core.db.migrations.changes import drop_column, rename_column, rename_table

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_table("staff", "member")
    rename_table("audit_entry", "journal")
    rename_column("sign_in", "staff_id", "member_id")
    drop_column("member", "subject")
    drop_column("member", "manager_id")
    drop_column("journal", "request_id")
