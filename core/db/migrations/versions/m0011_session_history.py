"""Find the data issues of a record at once, and keep a second instant of a first confirmation.

The index of signatures says too who attested one.
"""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.changes import add_column
from core.db.migrations.columns import instant

revision = "m0011"
down_revision = "m0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_data_issue_of", "data_issue", ["entity", "entity_id"])
    op.drop_index("ix_note_signing", "note")
    signing = ["session_id", "is_discarded", "mode", "signed_at", "signature_source"]
    op.create_index("ix_note_signing", "note", signing)
    add_column("care_session", sa.Column("disputed_confirmed_at", instant(), nullable=True))
