"""Providers and clients."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, search_key, state_code, word

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("npi", sa.String(10), nullable=False),
        sa.Column("first_name", sa.String(80), nullable=False),
        sa.Column("last_name", sa.String(80), nullable=False),
        sa.Column("suffix", sa.String(20), nullable=True),
        sa.Column("name_key", search_key(), nullable=False),
        sa.Column("calendar_zone", sa.String(64), nullable=False),
        sa.Column("taxonomy", sa.String(10), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("mos_enrolled_from", sa.Date(), nullable=True),
        sa.Column("mos_enrolled_to", sa.Date(), nullable=True),
        sa.Column("is_accepting_mos", sa.Boolean(), nullable=False),
        sa.Column("mos_training_on", sa.Date(), nullable=True),
        sa.Column("first_contact", word("first_contact", "call session"), nullable=False),
        sa.Column("status", word("status", "active inactive"), nullable=False),
        sa.CheckConstraint("length(npi) = 10", name="npi_length"),
        sa.CheckConstraint(
            "mos_enrolled_to IS NULL OR mos_enrolled_from <= mos_enrolled_to", name="mos_span"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_provider_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_provider"),
        sa.UniqueConstraint("npi", name="uq_provider_npi"),
        sa.UniqueConstraint("ref", name="uq_provider_ref"),
    )
    op.create_index("ix_provider_name_key", "provider", ["name_key"], unique=False)
    op.create_table(
        "practice_location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("line1", sa.String(200), nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("state_code", state_code(), nullable=False),
        sa.Column("zip", sa.String(10), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_practice_location_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name="fk_practice_location_provider_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_location"),
        sa.UniqueConstraint("ref", name="uq_practice_location_ref"),
    )
    op.create_index(
        "ix_practice_location_provider_id", "practice_location", ["provider_id"], unique=False
    )
    op.create_table(
        "license",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("state_code", state_code(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", word("kind", "license compact_privilege"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("status", word("status", "active pending suspended ended"), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_license_batch_id"),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name="fk_license_provider_id"),
        sa.PrimaryKeyConstraint("id", name="pk_license"),
        sa.UniqueConstraint(
            "provider_id", "state_code", "number", "from_on", name="uq_license_provider_id"
        ),
        sa.UniqueConstraint("ref", name="uq_license_ref"),
    )
    op.create_index("ix_license_provider_id", "license", ["provider_id"], unique=False)
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("first_name", sa.String(80), nullable=False),
        sa.Column("last_name", sa.String(80), nullable=False),
        sa.Column("preferred_name", sa.String(80), nullable=True),
        sa.Column("name_key", search_key(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("sex", word("sex", "female male other unknown"), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("email_key", search_key(), nullable=True),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("payment_method_at", instant(), nullable=True),
        sa.Column("forms_acknowledged_at", instant(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_client_batch_id"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["client.id"], name="fk_client_merged_into_id"),
        sa.PrimaryKeyConstraint("id", name="pk_client"),
        sa.UniqueConstraint("ref", name="uq_client_ref"),
    )
    op.create_index("ix_client_date_of_birth", "client", ["date_of_birth"], unique=False)
    op.create_index("ix_client_email_key", "client", ["email_key"], unique=False)
    op.create_index("ix_client_name_key", "client", ["name_key"], unique=False)
    op.create_table(
        "duplicate_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.String(400), nullable=False),
        sa.Column("status", word("status", "open same different"), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("a_id < b_id", name="ordered"),
        sa.ForeignKeyConstraint(["a_id"], ["client.id"], name="fk_duplicate_candidate_a_id"),
        sa.ForeignKeyConstraint(["b_id"], ["client.id"], name="fk_duplicate_candidate_b_id"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name="fk_duplicate_candidate_decided_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate_candidate"),
        sa.UniqueConstraint("a_id", "b_id", name="uq_duplicate_candidate_a_id"),
    )
    op.create_index("ix_duplicate_candidate_a_id", "duplicate_candidate", ["a_id"], unique=False)
    op.create_index("ix_duplicate_candidate_b_id", "duplicate_candidate", ["b_id"], unique=False)
