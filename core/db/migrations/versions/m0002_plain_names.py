"""Call tables and columns what the screens call them; drop columns that nothing reads."""

from core.db.migrations.changes import drop_column, rename_column, rename_table

revision = "m0002"
down_revision = "m0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename_table("finding", "data_issue")
    rename_table("listing_look", "listing_check")
    rename_table("wait", "snooze")
    rename_table("platform_change", "outbound_change")
    rename_table("drift", "outbound_conflict")
    rename_column("outbound_conflict", "platform_change_id", "outbound_change_id")
    drop_column("approval", "request_version")
    drop_column("checklist_item", "is_required")
    drop_column("support_request", "approver_id")
