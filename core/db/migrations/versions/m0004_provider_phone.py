"""Keep the provider's phone number, to be called when words suggest self-harm (R53)."""

import sqlalchemy as sa

from core.db.migrations.changes import add_column

revision = "m0004"
down_revision = "m0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_column("provider", sa.Column("phone", sa.String(40), nullable=True))
