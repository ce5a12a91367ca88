"""Keep each ICD-10-CM list that is loaded, with the days it is in force."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant

revision = "m0005"
down_revision = "m0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diagnosis_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("covers", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("loaded_at", instant(), nullable=False),
        sa.Column("loaded_by", sa.String(160), nullable=False),
        sa.CheckConstraint("from_on <= to_on", name="span"),
        sa.PrimaryKeyConstraint("id", name="pk_diagnosis_release"),
    )
