"""Payers, plans and who may bill what."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, state_code, word

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column(
            "payer_class", word("payer_class", "commercial government mos eap"), nullable=False
        ),
        sa.Column("is_bcbs", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_payer_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payer"),
        sa.UniqueConstraint("ref", name="uq_payer_ref"),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column(
            "line",
            word(
                "line", "commercial medicare medicare_advantage medicaid medicaid_managed mos eap"
            ),
            nullable=False,
        ),
        sa.Column("is_bcbs", sa.Boolean(), nullable=False),
        sa.Column("is_bluecard_eligible", sa.Boolean(), nullable=True),
        sa.Column("is_telehealth_allowed", sa.Boolean(), nullable=True),
        sa.Column("timely_filing_calendar_days", sa.Integer(), nullable=True),
        sa.Column(
            "correction_method",
            word("correction_method", "replace_void reopening portal"),
            nullable=False,
        ),
        sa.Column("member_prefix", sa.String(3), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_plan_batch_id"),
        sa.ForeignKeyConstraint(["payer_id"], ["payer.id"], name="fk_plan_payer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("ref", name="uq_plan_ref"),
    )
    op.create_index("ix_plan_payer_id", "plan", ["payer_id"], unique=False)
    op.create_table(
        "plan_service_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("state_code", state_code(), nullable=False),
        sa.Column("sub_area", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_plan_service_area_batch_id"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_service_area_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_service_area"),
        sa.UniqueConstraint(
            "plan_id", "state_code", "sub_area", name="uq_plan_service_area_plan_id"
        ),
        sa.UniqueConstraint("ref", name="uq_plan_service_area_ref"),
    )
    op.create_index("ix_plan_service_area_plan_id", "plan_service_area", ["plan_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("state_code", state_code(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("status", word("status", "pending active ended"), nullable=False),
        sa.Column("is_on_headway", sa.Boolean(), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_credential_batch_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_credential_plan_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name="fk_credential_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_credential"),
        sa.UniqueConstraint(
            "provider_id", "plan_id", "state_code", "from_on", name="uq_credential_provider_id"
        ),
        sa.UniqueConstraint("ref", name="uq_credential_ref"),
    )
    op.create_index("ix_credential_plan_id", "credential", ["plan_id"], unique=False)
    op.create_index("ix_credential_provider_id", "credential", ["provider_id"], unique=False)
    op.create_table(
        "virtual_network_opt_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("state_code", state_code(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_virtual_network_opt_in_batch_id"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_virtual_network_opt_in_plan_id"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name="fk_virtual_network_opt_in_provider_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_virtual_network_opt_in"),
        sa.UniqueConstraint(
            "provider_id",
            "plan_id",
            "state_code",
            "from_on",
            name="uq_virtual_network_opt_in_provider_id",
        ),
        sa.UniqueConstraint("ref", name="uq_virtual_network_opt_in_ref"),
    )
    op.create_index(
        "ix_virtual_network_opt_in_plan_id", "virtual_network_opt_in", ["plan_id"], unique=False
    )
    op.create_index(
        "ix_virtual_network_opt_in_provider_id",
        "virtual_network_opt_in",
        ["provider_id"],
        unique=False,
    )
    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("verified_at", instant(), nullable=True),
        sa.Column(
            "verification_status",
            word("verification_status", "unverified verified failed ended"),
            nullable=False,
        ),
        sa.Column("known_at", instant(), nullable=True),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name="rank"),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_coverage_batch_id"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_coverage_client_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_coverage_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_coverage"),
        sa.UniqueConstraint("ref", name="uq_coverage_ref"),
    )
    op.create_index("ix_coverage_client_id", "coverage", ["client_id"], unique=False)
    op.create_index("ix_coverage_plan_id", "coverage", ["plan_id"], unique=False)
    op.create_table(
        "mos_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("ecms_case_id", sa.String(40), nullable=True),
        sa.Column("zoomgov_url", sa.String(400), nullable=True),
        sa.Column("referral_accepted_at", instant(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_mos_case_batch_id"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name="fk_mos_case_client_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name="fk_mos_case_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mos_case"),
        sa.UniqueConstraint("ecms_case_id", name="uq_mos_case_ecms_case_id"),
        sa.UniqueConstraint("ref", name="uq_mos_case_ref"),
    )
    op.create_index("ix_mos_case_client_id", "mos_case", ["client_id"], unique=False)
    op.create_index("ix_mos_case_provider_id", "mos_case", ["provider_id"], unique=False)
