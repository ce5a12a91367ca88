"""Add an optional reference and a required text to a table that others refer to, and a text
to one with an index on an expression."""

import sqlalchemy as sa

from core.db.migrations import VERSIONS
from core.db.migrations.changes import add_column

revision = "r0001"
down_revision = max(path.stem[:5] for path in VERSIONS.glob("m*.py"))
branch_labels = None
depends_on = None


def upgrade() -> None:
    manager = sa.ForeignKey("staff.id", name="fk_staff_manager_id")
    add_column("staff", sa.Column("manager_id", sa.Integer(), manager, nullable=True))
    add_column("client", sa.Column("title", sa.String(40), nullable=True))
    add_column("staff", sa.Column("title", sa.String(40), nullable=False), "role")
