"""What is done on a request, and the places and edits that come of one."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, word

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("done_at", instant(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(120), nullable=True),
        sa.Column("not_applicable_reason", sa.String(400), nullable=True),
        sa.ForeignKeyConstraint(["done_by_id"], ["staff.id"], name="fk_checklist_item_done_by_id"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_checklist_item_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_item"),
        sa.UniqueConstraint("request_id", "code", name="uq_checklist_item_request_id"),
    )
    op.create_index("ix_checklist_item_request_id", "checklist_item", ["request_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(4000), nullable=False),
        sa.Column("visibility", word("visibility", "internal requester"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name="fk_comment_author_id"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_comment_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_request_id", "comment", ["request_id"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", instant(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("request_version", sa.Integer(), nullable=False),
        sa.Column("outcome", word("outcome", "asked approved refused lapsed"), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", instant(), nullable=True),
        sa.Column("reason", sa.String(400), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name="fk_approval_asked_by_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name="fk_approval_decided_by_id"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_approval_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index(
        "uq_approval_asked",
        "approval",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'asked'"),
        postgresql_where=sa.text("outcome = 'asked'"),
    )
    op.create_table(
        "wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=False),
        sa.Column("ended_at", instant(), nullable=True),
        sa.CheckConstraint("wake_on >= from_on", name="span"),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"], name="fk_wait_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wait"),
    )
    op.create_index("ix_wait_request_id", "wait", ["request_id"], unique=False)
    op.create_table(
        "request_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", "related duplicate_of"), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name="not_itself"),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name="fk_request_link_by_id"),
        sa.ForeignKeyConstraint(
            ["from_id"], ["support_request.id"], name="fk_request_link_from_id"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["support_request.id"], name="fk_request_link_to_id"),
        sa.PrimaryKeyConstraint("id", name="pk_request_link"),
        sa.UniqueConstraint("from_id", "to_id", "kind", name="uq_request_link_from_id"),
    )
    op.create_index("ix_request_link_from_id", "request_link", ["from_id"], unique=False)
    op.create_index("ix_request_link_to_id", "request_link", ["to_id"], unique=False)
    op.create_table(
        "client_location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", "home work temporary permanent_new crisis"), nullable=False),
        sa.Column("line1", sa.String(200), nullable=True),
        sa.Column("city", sa.String(100), nullable=True),
        sa.Column("state_code", sa.String(7), nullable=False),
        sa.Column("zip", sa.String(10), nullable=True),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("source", word("source", "provider client support"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("temp_practice_evidence", sa.String(200), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_client_location_batch_id"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_client_location_client_id"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_client_location_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_location"),
        sa.UniqueConstraint("ref", name="uq_client_location_ref"),
    )
    op.create_index("ix_client_location_client_id", "client_location", ["client_id"], unique=False)
    op.create_table(
        "session_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("old", sa.String(200), nullable=True),
        sa.Column("new", sa.String(200), nullable=True),
        sa.Column("is_within_window", sa.Boolean(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_session_edit_request_id"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_session_edit_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_session_edit"),
    )
    op.create_index("ix_session_edit_session_id", "session_edit", ["session_id"], unique=False)
