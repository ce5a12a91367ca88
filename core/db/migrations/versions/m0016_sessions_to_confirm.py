"""Index the sessions that wait for their confirmation, which are few among all that ever were."""

import sqlalchemy as sa
from alembic import op

revision = "m0016"
down_revision = "m0015"
branch_labels = None
depends_on = None

COLUMNS = [
    "kind",
    "confirm_blocked_from",
    "confirm_last_on",
    "zone",
    "payer_kind",
    "actual_end_at",
    "scheduled_end_at",
    "state_code",
    "status",
]


def upgrade() -> None:
    where = sa.text("status = 'scheduled'")
    op.create_index(
        "ix_care_session_to_confirm",
        "care_session",
        COLUMNS,
        sqlite_where=where,
        postgresql_where=where,
    )
