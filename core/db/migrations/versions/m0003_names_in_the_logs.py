"""Name tables in the audit trail and the reading log as they are called since m0002."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.triggers import drop_append_only, make_append_only

revision = "m0003"
down_revision = "m0002"
branch_labels = None
depends_on = None

LOGS = ("audit_entry", "reading_entry")
RENAMED = {"finding": "data_issue", "platform_change": "outbound_change"}


def upgrade() -> None:
    for log in LOGS:
        drop_append_only(log)
    # a decision was noted on the change; it has its conflict's name and ID from now on
    op.execute(
        "UPDATE audit_entry SET entity = 'outbound_conflict', "
        "action = 'outbound_conflict.resolved', entity_id = (SELECT id FROM outbound_conflict "
        "WHERE outbound_change_id = audit_entry.entity_id) WHERE action = 'drift.resolved'"
    )
    for old, new in RENAMED.items():
        names = {"old": old, "new": new}
        op.execute(
            sa.text(
                "UPDATE audit_entry SET entity = :new, action = replace(action, :old, :new) "
                "WHERE entity = :old"
            ).bindparams(**names)
        )
        op.execute(
            sa.text("UPDATE reading_entry SET entity = :new WHERE entity = :old").bindparams(
                **names
            )
        )
    for log in LOGS:
        make_append_only(log)
