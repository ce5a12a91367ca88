"""Sessions, their notes and their CAR."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, word

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("payer_kind", word("payer_kind", "insurance mos eap self_pay"), nullable=False),
        sa.Column("coverage_id", sa.Integer(), nullable=True),
        sa.Column("mos_case_id", sa.Integer(), nullable=True),
        sa.Column("kind", word("kind", "session consult"), nullable=False),
        sa.Column("modality", word("modality", "in_person video phone"), nullable=False),
        sa.Column("booked_at", instant(), nullable=False),
        sa.Column("scheduled_start_at", instant(), nullable=False),
        sa.Column("scheduled_end_at", instant(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("actual_start_at", instant(), nullable=True),
        sa.Column("actual_end_at", instant(), nullable=True),
        sa.Column("date_of_service", sa.Date(), nullable=False),
        sa.Column("practice_location_id", sa.Integer(), nullable=True),
        sa.Column("cpt", sa.String(5), nullable=True),
        sa.Column("cpt_addon", sa.String(5), nullable=True),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("place_of_service", sa.String(2), nullable=True),
        sa.Column("modifier", sa.String(2), nullable=True),
        sa.Column(
            "status",
            word(
                "status",
                "scheduled cancelled no_show confirmed cancel_requested cancelled_after_confirm",
            ),
            nullable=False,
        ),
        sa.Column("confirmed_at", instant(), nullable=True),
        sa.Column("confirmed_by", sa.String(120), nullable=True),
        sa.Column("attested_at", instant(), nullable=True),
        sa.Column("cancelled_at", instant(), nullable=True),
        sa.Column("cancel_reason", sa.String(400), nullable=True),
        sa.Column("cancelled_by_party", sa.String(20), nullable=True),
        sa.Column("is_crisis", sa.Boolean(), nullable=False),
        sa.Column("has_crisis_narrative", sa.Boolean(), nullable=False),
        sa.Column("has_crisis_resolution", sa.Boolean(), nullable=False),
        sa.Column("exception_approved_by_id", sa.Integer(), nullable=True),
        sa.Column("exception_approved_at", instant(), nullable=True),
        sa.Column("note_class", word("note_class", "standard government"), nullable=False),
        sa.Column("note_due_at", instant(), nullable=True),
        sa.Column("note_due_on", sa.Date(), nullable=True),
        sa.Column("confirm_last_on", sa.Date(), nullable=True),
        sa.Column("confirm_blocked_from", instant(), nullable=True),
        sa.Column("edit_until_at", instant(), nullable=True),
        sa.Column("charge_due_on", sa.Date(), nullable=True),
        sa.Column("car_entered_due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("scheduled_end_at > scheduled_start_at", name="scheduled_span"),
        sa.CheckConstraint("units >= 1", name="units"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_care_session_batch_id"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_care_session_client_id"),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverage.id"], name="fk_care_session_coverage_id"
        ),
        sa.ForeignKeyConstraint(
            ["exception_approved_by_id"],
            ["staff.id"],
            name="fk_care_session_exception_approved_by_id",
        ),
        sa.ForeignKeyConstraint(
            ["mos_case_id"], ["mos_case.id"], name="fk_care_session_mos_case_id"
        ),
        sa.ForeignKeyConstraint(
            ["practice_location_id"],
            ["practice_location.id"],
            name="fk_care_session_practice_location_id",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name="fk_care_session_provider_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_care_session"),
        sa.UniqueConstraint("ref", name="uq_care_session_ref"),
    )
    op.create_index(
        "ix_care_session_client_day", "care_session", ["client_id", "date_of_service"], unique=False
    )
    op.create_index(
        "ix_care_session_confirm_blocked_from",
        "care_session",
        ["confirm_blocked_from"],
        unique=False,
    )
    op.create_index("ix_care_session_confirmed_at", "care_session", ["confirmed_at"], unique=False)
    op.create_index("ix_care_session_coverage_id", "care_session", ["coverage_id"], unique=False)
    op.create_index(
        "ix_care_session_date_of_service", "care_session", ["date_of_service"], unique=False
    )
    op.create_index("ix_care_session_mos_case_id", "care_session", ["mos_case_id"], unique=False)
    op.create_index(
        "ix_care_session_note_due", "care_session", ["note_due_on", "note_class"], unique=False
    )
    op.create_index("ix_care_session_note_due_at", "care_session", ["note_due_at"], unique=False)
    op.create_index(
        "ix_care_session_provider_day",
        "care_session",
        ["provider_id", "date_of_service"],
        unique=False,
    )
    op.create_index(
        "ix_care_session_scheduled_start_at", "care_session", ["scheduled_start_at"], unique=False
    )
    op.create_index(
        "ix_care_session_status_day", "care_session", ["status", "date_of_service"], unique=False
    )
    op.create_table(
        "session_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("line1", sa.String(200), nullable=True),
        sa.Column("city", sa.String(100), nullable=True),
        sa.Column("state_code", sa.String(7), nullable=False),
        sa.Column("zip", sa.String(10), nullable=True),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("captured_at", instant(), nullable=False),
        sa.Column("source", word("source", "provider client support"), nullable=False),
        sa.Column("reaffirmed_by", sa.String(120), nullable=True),
        sa.CheckConstraint("ordinal >= 1", name="ordinal"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_session_place_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_session_place_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_session_place"),
        sa.UniqueConstraint("ref", name="uq_session_place_ref"),
        sa.UniqueConstraint("session_id", "ordinal", name="uq_session_place_session_id"),
    )
    op.create_index("ix_session_place_session_id", "session_place", ["session_id"], unique=False)
    op.create_index(
        "ix_session_place_state", "session_place", ["state_code", "session_id"], unique=False
    )
    op.create_table(
        "session_diagnosis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.CheckConstraint("ordinal BETWEEN 1 AND 12", name="ordinal"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_session_diagnosis_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_session_diagnosis"),
        sa.UniqueConstraint("session_id", "ordinal", name="uq_session_diagnosis_session_id"),
    )
    op.create_index(
        "ix_session_diagnosis_session_id", "session_diagnosis", ["session_id"], unique=False
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("mode", word("mode", "template_manual template_ai upload none"), nullable=False),
        sa.Column("drafted_at", instant(), nullable=True),
        sa.Column("signed_at", instant(), nullable=True),
        sa.Column("signature_source", word("signature_source", "system attested"), nullable=True),
        sa.Column("late_reason", sa.String(200), nullable=True),
        sa.Column("is_discarded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_note_batch_id"),
        sa.ForeignKeyConstraint(["session_id"], ["care_session.id"], name="fk_note_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sa.UniqueConstraint("ref", name="uq_note_ref"),
    )
    op.create_index(
        "ix_note_signing", "note", ["session_id", "is_discarded", "mode", "signed_at"], unique=False
    )
    op.create_table(
        "car_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("outcome", word("outcome", "held cancelled no_show"), nullable=False),
        sa.Column("completed_at", instant(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_car_report_batch_id"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["care_session.id"], name="fk_car_report_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_car_report"),
        sa.UniqueConstraint("ref", name="uq_car_report_ref"),
        sa.UniqueConstraint("session_id", name="uq_car_report_session_id"),
    )
