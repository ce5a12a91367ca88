"""Add a table that refers to another."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import word

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", "gold silver"), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_badge_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_badge"),
    )
    op.create_index("ix_badge_staff_id", "badge", ["staff_id"], unique=False)
