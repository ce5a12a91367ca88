"""Support requests and what each kind asks for."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, word

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column(
            "kind",
            word(
                "kind",
                "client_correction directory_update session_cancellation session_edit mos_booking mos_confirmation booking_help other",
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            word(
                "status",
                "incomplete ready in_progress waiting to_tell closed rejected withdrawn redirected duplicate",
            ),
            nullable=False,
        ),
        sa.Column("priority", word("priority", "normal urgent"), nullable=False),
        sa.Column(
            "requester_type", word("requester_type", "provider client staff payer"), nullable=False
        ),
        sa.Column("requester_name", sa.String(160), nullable=False),
        sa.Column("requester_contact", sa.String(254), nullable=True),
        sa.Column(
            "channel", word("channel", "email phone contact_form chat internal"), nullable=False
        ),
        sa.Column("named_as", sa.String(160), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("received_at", instant(), nullable=False),
        sa.Column("ready_at", instant(), nullable=True),
        sa.Column("first_action_at", instant(), nullable=True),
        sa.Column("first_action_due_at", instant(), nullable=True),
        sa.Column("told_due_at", instant(), nullable=True),
        sa.Column("due_at", instant(), nullable=True),
        sa.Column("told_at", instant(), nullable=True),
        sa.Column("closed_at", instant(), nullable=True),
        sa.Column("outcome", sa.String(400), nullable=True),
        sa.Column("reopen_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("reopen_count >= 0", name="reopen_count"),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["staff.id"], name="fk_support_request_approver_id"
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["staff.id"], name="fk_support_request_assignee_id"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_support_request_client_id"),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["staff.id"], name="fk_support_request_filed_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name="fk_support_request_provider_id"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_support_request_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_support_request"),
        sa.UniqueConstraint("ref", name="uq_support_request_ref"),
    )
    op.create_index(
        "ix_support_request_assignee_id", "support_request", ["assignee_id"], unique=False
    )
    op.create_index("ix_support_request_client_id", "support_request", ["client_id"], unique=False)
    op.create_index(
        "ix_support_request_open", "support_request", ["status", "due_at"], unique=False
    )
    op.create_index(
        "ix_support_request_provider_id", "support_request", ["provider_id"], unique=False
    )
    op.create_index(
        "ix_support_request_received_at", "support_request", ["received_at"], unique=False
    )
    op.create_index(
        "ix_support_request_session_id", "support_request", ["session_id"], unique=False
    )
    op.create_table(
        "correction_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "error_type",
            word("error_type", "name email date_of_birth phone sex address other"),
            nullable=False,
        ),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("current_value", sa.String(254), nullable=False),
        sa.Column("correct_value", sa.String(254), nullable=False),
        sa.Column("applied_at", instant(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("is_reverification_needed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["staff.id"], name="fk_correction_line_applied_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_correction_line_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction_line"),
        sa.UniqueConstraint("request_id", "field", name="uq_correction_line_request_id"),
    )
    op.create_index(
        "ix_correction_line_request_id", "correction_line", ["request_id"], unique=False
    )
    op.create_table(
        "directory_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "topic",
            word("topic", "mos_status location specialty availability phone name other"),
            nullable=False,
        ),
        sa.Column("listed_value", sa.String(400), nullable=False),
        sa.Column("correct_value", sa.String(400), nullable=False),
        sa.Column(
            "evernorth_status",
            word(
                "evernorth_status", "to_submit submitted acknowledged returned processed reflected"
            ),
            nullable=False,
        ),
        sa.Column("reflected_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_directory_line_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_line"),
    )
    op.create_index("ix_directory_line_request_id", "directory_line", ["request_id"], unique=False)
    op.create_table(
        "directory_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(200), nullable=False),
        sa.Column("npi", sa.String(10), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submission_reference", sa.String(60), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("late_after_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.CheckConstraint("attempt >= 1", name="attempt"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_directory_submission_request_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_submission"),
        sa.UniqueConstraint("request_id", "attempt", name="uq_directory_submission_request_id"),
        sa.UniqueConstraint(
            "submission_reference", name="uq_directory_submission_submission_reference"
        ),
    )
    op.create_index(
        "ix_directory_submission_request_id", "directory_submission", ["request_id"], unique=False
    )
    op.create_table(
        "listing_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("seen_value", sa.String(400), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name="fk_listing_look_by_id"),
        sa.ForeignKeyConstraint(["line_id"], ["directory_line.id"], name="fk_listing_look_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listing_look"),
    )
    op.create_index("ix_listing_look_line_id", "listing_look", ["line_id"], unique=False)
    op.create_table(
        "cancellation_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column(
            "claim_status_at_open",
            word(
                "claim_status_at_open",
                "queued withdrawn submitted front_end_rejected accepted denied paid void_requested void_rejected voided recouped refunded_to_payer replaced",
            ),
            nullable=True,
        ),
        sa.Column(
            "claim_settled", word("claim_settled", "todo done not_applicable"), nullable=False
        ),
        sa.Column(
            "charge_settled", word("charge_settled", "todo done not_applicable"), nullable=False
        ),
        sa.Column(
            "payout_settled", word("payout_settled", "todo done not_applicable"), nullable=False
        ),
        sa.Column("car_settled", word("car_settled", "todo done not_applicable"), nullable=False),
        sa.Column("restore", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_cancellation_case_request_id"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_cancellation_case_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cancellation_case"),
        sa.UniqueConstraint("request_id", name="uq_cancellation_case_request_id"),
    )
    op.create_index(
        "ix_cancellation_case_session_id", "cancellation_case", ["session_id"], unique=False
    )
    op.create_index(
        "uq_cancellation_case_open",
        "cancellation_case",
        ["session_id"],
        unique=True,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )
