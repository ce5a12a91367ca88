"""Keep what a late edit changes of its session (R15)."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant

revision = "m0024"
down_revision = "m0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.String(400), nullable=True),
        sa.Column("start_at", instant(), nullable=True),
        sa.Column("end_at", instant(), nullable=True),
        sa.Column("cpt", sa.String(5), nullable=True),
        sa.Column("diagnoses", sa.String(120), nullable=True),
        sa.Column("practice_ref", sa.String(40), nullable=True),
        sa.Column("line1", sa.String(200), nullable=True),
        sa.Column("city", sa.String(100), nullable=True),
        sa.Column("state", sa.String(7), nullable=True),
        sa.Column("zip", sa.String(10), nullable=True),
        sa.Column("car_on", sa.Date(), nullable=True),
        sa.Column("applied_at", instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_late_edit_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_late_edit"),
        sa.UniqueConstraint("request_id", name="uq_late_edit_request_id"),
    )
