"""Keep on each session when its note was first signed, so that notes on time are counted without
a join (R10, R11)."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant
from core.db.migrations.triggers import run_after

revision = "m0020"
down_revision = "m0019"
branch_labels = None
depends_on = None

COUNTED = "is_discarded = FALSE AND mode <> 'none'"
SIGNED = "CASE WHEN mode <> 'upload' OR signature_source = 'attested' THEN signed_at END"
FACTS = f"""
SELECT MIN({SIGNED}), COUNT(CASE WHEN mode = 'upload' THEN 1 END) > 0
FROM note WHERE session_id = care_session.id AND {COUNTED}
"""
KEEP = f"""
UPDATE care_session SET (note_signed_at, has_uploaded_note) = ({FACTS})
WHERE id = {{row}}.session_id
"""
TELLS = (
    "{row}.is_discarded = FALSE AND {row}.mode <> 'none' "
    "AND ({row}.signed_at IS NOT NULL OR {row}.mode = 'upload')"
)
"""A note without a signature tells nothing, unless it was uploaded."""
COLUMNS = ("session_id", "is_discarded", "mode", "signed_at", "signature_source")


def upgrade() -> None:
    for column in (
        sa.Column("note_signed_at", instant(), nullable=True),
        sa.Column(
            "has_uploaded_note", sa.Boolean(), nullable=False, server_default=sa.text("false")
        ),
    ):
        op.add_column("care_session", column)
    op.execute(
        f"UPDATE care_session SET (note_signed_at, has_uploaded_note) = ({FACTS}) "
        "WHERE id IN (SELECT session_id FROM note)"
    )
    for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
        name = f"note_signing_{event.lower()}"
        run_after(event, "note", name, KEEP.format(row=row), TELLS.format(row=row))
    changed = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in COLUMNS)
    both = f"{KEEP.format(row='OLD')}; {KEEP.format(row='NEW')}"
    run_after(f"UPDATE OF {', '.join(COLUMNS)}", "note", "note_signing_update", both, changed)
