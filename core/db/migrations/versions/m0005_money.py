"""Claims, client charges and payouts."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, word

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.Integer(), nullable=False),
        sa.Column("replaces_claim_id", sa.Integer(), nullable=True),
        sa.Column("coverage_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            word(
                "status",
                "queued withdrawn submitted front_end_rejected accepted denied paid void_requested void_rejected voided recouped refunded_to_payer replaced",
            ),
            nullable=False,
        ),
        sa.Column("submitted_at", instant(), nullable=True),
        sa.Column("own_control_number", sa.String(40), nullable=True),
        sa.Column("payer_control_number", sa.String(40), nullable=True),
        sa.Column("billed_cents", sa.Integer(), nullable=False),
        sa.Column("paid_cents", sa.Integer(), nullable=False),
        sa.Column("adjudicated_at", instant(), nullable=True),
        sa.Column("void_requested_at", instant(), nullable=True),
        sa.Column("void_accepted_at", instant(), nullable=True),
        sa.Column("recouped_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "billed_cents >= 0 AND paid_cents >= 0 AND recouped_cents >= 0", name="cents"
        ),
        sa.CheckConstraint("frequency IN (1, 7, 8)", name="frequency"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_claim_batch_id"),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverage.id"], name="fk_claim_coverage_id"),
        sa.ForeignKeyConstraint(
            ["replaces_claim_id"], ["claim.id"], name="fk_claim_replaces_claim_id"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["care_session.id"], name="fk_claim_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        sa.UniqueConstraint("ref", name="uq_claim_ref"),
        sa.UniqueConstraint("session_id", "seq", name="uq_claim_session_id"),
    )
    op.create_index("ix_claim_session_id", "claim", ["session_id"], unique=False)
    op.create_table(
        "client_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            word("status", "due on_hold stopped charged failed refund_due refunded"),
            nullable=False,
        ),
        sa.Column("charged_at", instant(), nullable=True),
        sa.Column("refunded_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents >= 0", name="amount"),
        sa.CheckConstraint("refunded_cents BETWEEN 0 AND amount_cents", name="refunded"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_client_charge_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_client_charge_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_charge"),
        sa.UniqueConstraint("ref", name="uq_client_charge_ref"),
    )
    op.create_index("ix_client_charge_session_id", "client_charge", ["session_id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column(
            "status",
            word("status", "pending scheduled on_hold paid recovery_due recovered void"),
            nullable=False,
        ),
        sa.CheckConstraint("amount_cents >= 0", name="amount"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_payout_batch_id"),
        sa.ForeignKeyConstraint(["session_id"], ["care_session.id"], name="fk_payout_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payout"),
        sa.UniqueConstraint("ref", name="uq_payout_ref"),
    )
    op.create_index("ix_payout_session_id", "payout", ["session_id"], unique=False)
