"""Delete rows that others refer to: a mistake."""

from alembic import op

from core.db.migrations import VERSIONS

revision = "w0001"
down_revision = max(path.stem[:5] for path in VERSIONS.glob("m*.py"))
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM staff")
