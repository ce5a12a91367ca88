"""Add a word to a closed list, and call another word something else."""

from core.db.migrations.changes import change_words

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    change_words(
        "staff", "role", "viewer specialist lead manager admin trainer", agent="specialist"
    )
