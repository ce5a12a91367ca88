"""Find records by their reference in any case without reading a table whole."""

import sqlalchemy as sa
from alembic import op

revision = "m0006"
down_revision = "m0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("care_session", "client", "provider", "support_request"):
        op.create_index(f"ix_{table}_ref_lower", table, [sa.text("lower(ref)")])
