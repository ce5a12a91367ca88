"""Keep which record an import rejected, and which problem others follow from."""

import sqlalchemy as sa

from core.db.migrations.changes import add_column

revision = "m0010"
down_revision = "m0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("import_reject", sa.Column("number", sa.Integer(), nullable=False), "id")
    add_column("import_reject", sa.Column("ref", sa.String(40), nullable=True))
    add_column("import_reject", sa.Column("cause", sa.Integer(), nullable=True))
    add_column("import_reject", sa.Column("waiting", sa.String(), nullable=False), "'{}'")
