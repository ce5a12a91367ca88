"""Audit entries that nothing can change, messages, exports, and changes on their way back."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, word
from core.db.migrations.triggers import make_append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("actor", sa.String(160), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=True),
        sa.Column("policy", sa.String(120), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_audit_entry_request_id"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_audit_entry_staff_id"),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
    )
    op.create_index("ix_audit_entry_of", "audit_entry", ["entity", "entity_id"], unique=False)
    op.create_index("ix_audit_entry_request_id", "audit_entry", ["request_id"], unique=False)
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(120), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("status", word("status", "waiting sent failed told_by_hand"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", instant(), nullable=True),
        sa.Column("sent_at", instant(), nullable=True),
        sa.Column("last_error", sa.String(400), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_outbox_message_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_message"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_message_id"),
    )
    op.create_index("ix_outbox_message_request_id", "outbox_message", ["request_id"], unique=False)
    op.create_index("ix_outbox_message_status", "outbox_message", ["status"], unique=False)
    op.create_table(
        "platform_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("old", sa.String(400), nullable=True),
        sa.Column("new", sa.String(400), nullable=True),
        sa.Column("changed_at", instant(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("exported_at", instant(), nullable=True),
        sa.Column("status", word("status", "waiting acknowledged contradicted"), nullable=False),
        sa.Column("settled_at", instant(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_platform_change_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_platform_change_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_platform_change"),
        sa.UniqueConstraint(
            "entity", "entity_id", "field", "changed_at", name="uq_platform_change_entity"
        ),
    )
    op.create_index(
        "ix_platform_change_of", "platform_change", ["entity", "entity_id"], unique=False
    )
    op.create_index(
        "ix_platform_change_request_id", "platform_change", ["request_id"], unique=False
    )
    op.create_table(
        "drift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("platform_change_id", sa.Integer(), nullable=False),
        sa.Column("seen_value", sa.String(400), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("status", word("status", "open resolved"), nullable=False),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.String(400), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_drift_batch_id"),
        sa.ForeignKeyConstraint(
            ["platform_change_id"], ["platform_change.id"], name="fk_drift_platform_change_id"
        ),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["staff.id"], name="fk_drift_resolved_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drift"),
        sa.UniqueConstraint("platform_change_id", name="uq_drift_platform_change_id"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("expires_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("asked_at", instant(), nullable=False),
        sa.Column("expires_at", instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_download_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_download"),
        sa.UniqueConstraint("token_hash", name="uq_download_token_hash"),
    )
    op.create_index("ix_download_staff_id", "download", ["staff_id"], unique=False)
    make_append_only("audit_entry")
    make_append_only("reading_entry")
