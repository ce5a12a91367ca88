"""The schema that every database begins with."""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant, search_key, state_code, word
from core.db.migrations.triggers import make_append_only

revision = "m0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _staff_and_policies()
    _people()
    _coverage()
    _care()
    _money()
    _requests()
    _casework()
    _ledgers()


def _staff_and_policies() -> None:
    op.create_table(
        "desk_fact",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_desk_fact"),
    )
    op.create_table(
        "holiday_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", word("kind", "closed open"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holiday_override"),
        sa.UniqueConstraint("day", name="uq_holiday_override_day"),
    )
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("policy_key", sa.String(60), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("origin", word("origin", "article ours"), nullable=False),
        sa.Column("rule", sa.String(10), nullable=False),
        sa.Column("citation", sa.String(400), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name="span"),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
        sa.UniqueConstraint("policy_key", "from_on", name="uq_policy_policy_key"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", word("role", "viewer agent lead manager admin"), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=True),
        sa.Column("subject", sa.String(255), nullable=True),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", instant(), nullable=True),
        sa.CheckConstraint("(issuer IS NULL) = (subject IS NULL)", name="identity_whole"),
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("email", name="uq_staff_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_staff_issuer"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("started_at", instant(), nullable=False),
        sa.Column("last_active_at", instant(), nullable=False),
        sa.Column("expires_at", instant(), nullable=False),
        sa.Column("ended_at", instant(), nullable=True),
        sa.Column("end_reason", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sign_in_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_staff_id", "sign_in", ["staff_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(64), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("command_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", instant(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_receipt_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.UniqueConstraint("idempotency_key", name="uq_receipt_idempotency_key"),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_draft_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("staff_id", "form", "subject", name="uq_draft_staff_id"),
    )
    op.create_index("ix_draft_staff_id", "draft", ["staff_id"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_saved_view_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("staff_id", "page", "name", name="uq_saved_view_staff_id"),
    )
    op.create_index("ix_saved_view_staff_id", "saved_view", ["staff_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", instant(), nullable=False),
        sa.Column("finished_at", instant(), nullable=True),
        sa.Column("operator", sa.String(160), nullable=False),
        sa.Column("source", sa.String(400), nullable=False),
        sa.Column("status", word("status", "running finished failed"), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_same", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("rejects_file", sa.String(400), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_table(
        "import_reject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(60), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_reject_batch_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_reject"),
    )
    op.create_index("ix_import_reject_batch_id", "import_reject", ["batch_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("updated_at", instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("rule", sa.String(10), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("detail", sa.String(400), nullable=False),
        sa.Column("status", word("status", "open resolved"), nullable=False),
        sa.Column("found_at", instant(), nullable=False),
        sa.Column("resolved_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("code", "entity", "entity_id", name="uq_finding_code"),
    )
    op.create_table(
        "reading_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(160), nullable=False),
        sa.Column("action", word("action", "view search unmask export"), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(400), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_reading_entry_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_entry"),
    )
    op.create_index("ix_reading_entry_at", "reading_entry", ["at"], unique=False)
    op.create_index("ix_reading_entry_staff_id", "reading_entry", ["staff_id"], unique=False)


def _people() -> None:
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


def _coverage() -> None:
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


def _care() -> None:
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


def _money() -> None:
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


def _requests() -> None:
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


def _casework() -> None:
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


def _ledgers() -> None:
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
