"""Tell processes that keep policies, plans and diagnosis lists in memory when these change."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.triggers import renew_version

revision = "m0018"
down_revision = "m0017"
branch_labels = None
depends_on = None

KINDS = {
    "policies": ("policy", "holiday_override"),
    "plans": ("payer", "plan", "plan_service_area"),
    "diagnoses": ("diagnosis_release",),
}


def upgrade() -> None:
    op.create_table(
        "reference_version",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("token", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_reference_version"),
    )
    for kind, tables in KINDS.items():
        for table in tables:
            renew_version(table, kind)
