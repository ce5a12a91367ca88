"""Work out the deadlines that an import changes for many sessions in pieces that can be resumed."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.changes import add_column

revision = "m0008"
down_revision = "m0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stale_client",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_stale_client_client_id"),
        sa.PrimaryKeyConstraint("client_id", name="pk_stale_client"),
    )
    for name in ("sessions_to_recalculate", "sessions_recalculated"):
        add_column("import_batch", sa.Column(name, sa.Integer(), nullable=False), "0")
