"""Find the records that were merged into a client."""

from alembic import op

revision = "m0009"
down_revision = "m0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_client_merged_into_id", "client", ["merged_into_id"])
