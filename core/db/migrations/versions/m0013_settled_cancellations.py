"""Keep when all parts of a cancellation were settled for the first time (R16).

Of a cancellation that is settled already, its last step tells; one without steps was settled when
it was opened.
"""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.changes import add_column
from core.db.migrations.columns import instant

revision = "m0013"
down_revision = "m0012"
branch_labels = None
depends_on = None

SETTLED = """
UPDATE cancellation_case SET settled_at = COALESCE(
    (SELECT MAX(done_at) FROM checklist_item
     WHERE checklist_item.request_id = cancellation_case.request_id),
    created_at
)
WHERE 'todo' NOT IN (claim_settled, charge_settled, payout_settled, car_settled)
"""


def upgrade() -> None:
    add_column("cancellation_case", sa.Column("settled_at", instant(), nullable=True))
    op.execute(SETTLED)
