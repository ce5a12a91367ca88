"""Keep when a crisis exception was first needed, what it was approved for, and why that ended."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.changes import add_column
from core.db.migrations.columns import instant, word

revision = "m0012"
down_revision = "m0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ended_by = word("exception_ended_by", "address code documentation")
    for column in (
        sa.Column("exception_approved_for", sa.String(), nullable=True),
        sa.Column("exception_declined_at", instant(), nullable=True),
        sa.Column("exception_ended_at", instant(), nullable=True),
        sa.Column("exception_ended_by", ended_by, nullable=True),
        sa.Column("exception_needed_at", instant(), nullable=True),
    ):
        add_column("care_session", column)
    op.create_index(
        "ix_care_session_crisis",
        "care_session",
        ["confirm_blocked_from"],
        sqlite_where=sa.text("is_crisis = 1"),
        postgresql_where=sa.text("is_crisis"),
    )
