"""Keep on each session the state and the payer that lists filter by.

Triggers keep them, so that whoever writes a session, a place, a coverage or a plan need not know.
"""

import sqlalchemy as sa
from alembic import op

from core.db.migrations.triggers import keep_columns, run_after

revision = "m0015"
down_revision = "m0014"
branch_labels = None
depends_on = None

PLACES = "SELECT state_code FROM session_place WHERE session_id = {row}.id"
LOCATION = "SELECT state_code FROM practice_location WHERE id = {row}.practice_location_id"
STATES = {
    "state_code": f"COALESCE(({PLACES} ORDER BY ordinal LIMIT 1), ({LOCATION}))",
    "is_in_several_states": "(SELECT COUNT(DISTINCT state_code) > 1 "
    f"FROM ({PLACES} UNION ALL {LOCATION}) AS places)",
}
PAYER = {
    "payer_id": "(SELECT plan.payer_id FROM coverage JOIN plan ON plan.id = coverage.plan_id "
    "WHERE coverage.id = {row}.coverage_id)"
}


def upgrade() -> None:
    for column in (
        sa.Column("state_code", sa.String(7), nullable=True),
        sa.Column(
            "is_in_several_states", sa.Boolean(), nullable=False, server_default=sa.text("false")
        ),
        sa.Column("payer_id", sa.Integer(), nullable=True),
    ):
        op.add_column("care_session", column)
    is_in_person = sa.text("practice_location_id IS NOT NULL")
    op.create_index(
        "ix_care_session_practice_location_id",
        "care_session",
        ["practice_location_id"],
        sqlite_where=is_in_person,
        postgresql_where=is_in_person,
    )
    op.execute(_set(STATES | PAYER))
    own = {name: value.format(row="NEW") for name, value in (STATES | PAYER).items()}
    keep_columns("care_session", "care_session_filters", "practice_location_id, coverage_id", own)
    _keep_states()
    _keep_payers()


def _keep_states() -> None:
    for event, of in (
        ("INSERT", "= NEW.session_id"),
        ("DELETE", "= OLD.session_id"),
        ("UPDATE OF session_id, ordinal, state_code", "IN (OLD.session_id, NEW.session_id)"),
    ):
        name = f"session_place_{event.split()[0].lower()}"
        run_after(event, "session_place", name, f"{_set(STATES)} WHERE id {of}")
    there = "WHERE practice_location_id = NEW.id"
    run_after(
        "UPDATE OF state_code",
        "practice_location",
        "practice_location_update",
        f"{_set(STATES)} {there}",
    )


def _keep_payers() -> None:
    covered = "WHERE coverage_id = NEW.id"
    run_after("UPDATE OF plan_id", "coverage", "coverage_update", f"{_set(PAYER)} {covered}")
    covered = "WHERE coverage_id IN (SELECT id FROM coverage WHERE plan_id = NEW.id)"
    run_after("UPDATE OF payer_id", "plan", "plan_update", f"{_set(PAYER)} {covered}")


def _set(values: dict[str, str]) -> str:
    assigned = ", ".join(
        f"{name} = {value.format(row='care_session')}" for name, value in values.items()
    )
    return f"UPDATE care_session SET {assigned}"
