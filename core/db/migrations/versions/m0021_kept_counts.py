"""Keep the counts of metrics for days long past; triggers mark those that a change makes stale, in
the transaction of the change. `session-desk migrate` then works out until when each cancellation
must be settled (R16)."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.migrations.columns import instant
from core.db.migrations.triggers import run_after

revision = "m0021"
down_revision = "m0020"
branch_labels = None
depends_on = None

NOTES = (
    *("note_due_on", "note_due_at", "note_class", "kind", "status", "payer_kind", "state_code"),
    *("note_signed_at", "has_uploaded_note", "practice_location_id"),
)
"""With what decides the state: PostgreSQL runs no trigger of a column that another trigger sets."""
EXPIRY = (
    *("confirm_last_on", "confirm_blocked_from", "confirmed_at", "kind", "status", "payer_kind"),
    *("state_code", "provider_id", "cpt", "date_of_service", "practice_location_id"),
)
PRICED = ("provider_id", "payer_kind", "cpt", "date_of_service")
"""What decides for which later sessions the payout of a session is the price."""
FILTERED = ("state_code", "payer_kind", "practice_location_id")
SETTLING = ("settle_last_on", "settle_late_from", "settled_at", "session_id", "request_id")
SUBMITTING = ("late_after_on", "returned_on", "request_id")
BY_DAY = (
    ("notes", "care_session", "notes_on_time", "note_due_on", NOTES),
    ("expiry", "care_session", "expired_sessions", "confirm_last_on", EXPIRY),
    ("settling", "cancellation_case", "settled_cancellations", "settle_last_on", SETTLING),
    ("submitting", "directory_submission", "directory_updates", "late_after_on", SUBMITTING),
)
"""Tables whose rows have the day by which they are counted."""
MARK = "INSERT INTO stale_period (metric, first_on) SELECT DISTINCT kept.metric, kept.first_on FROM"
OF_PRICE = """
JOIN care_session AS later ON later.provider_id = {paid}.provider_id
  AND later.date_of_service > {paid}.date_of_service
  AND later.payer_kind = {paid}.payer_kind AND later.cpt = {paid}.cpt
JOIN kept_period AS kept ON kept.metric = 'expired_sessions'
  AND later.confirm_last_on BETWEEN kept.first_on AND kept.last_on
WHERE later.status = 'scheduled' AND
"""
OF_CASE = """
cancellation_case AS one JOIN kept_period AS kept ON kept.metric = 'settled_cancellations'
  AND one.settle_last_on BETWEEN kept.first_on AND kept.last_on
WHERE
"""
OF_SUBMISSION = """
directory_submission AS one JOIN kept_period AS kept ON kept.metric = 'directory_updates'
  AND one.late_after_on BETWEEN kept.first_on AND kept.last_on
WHERE
"""
LINE = "SELECT request_id FROM directory_line WHERE id = {row}.line_id"
ENDINGS = ("rejected", "withdrawn", "redirected", "duplicate", "reopened")
INDEXES = {
    ("care_session", "note_due"): (
        *("note_due_on", "note_class", "status", "kind", "note_due_at", "note_signed_at"),
        *("has_uploaded_note", "payer_kind", "state_code"),
    ),
    ("care_session", "confirm_last"): (
        *("confirm_last_on", "status", "kind", "confirm_blocked_from", "confirmed_at"),
        *("payer_kind", "state_code"),
    ),
    ("cancellation_case", "settle_last_on"): ("settle_last_on",),
    ("directory_submission", "late_after_on"): ("late_after_on",),
}


def upgrade() -> None:
    op.add_column("cancellation_case", sa.Column("settle_last_on", sa.Date(), nullable=True))
    op.add_column("cancellation_case", sa.Column("settle_late_from", instant(), nullable=True))
    op.drop_index("ix_care_session_note_due", "care_session")
    for (table, name), columns in INDEXES.items():
        op.create_index(f"ix_{table}_{name}", table, list(columns))
    _create_tables()
    for what, table, metric, day, columns in BY_DAY:
        _mark_by_day(what, table, metric, day, columns)
    _mark_prices()
    _mark_requests()
    for table in ("policy", "holiday_override"):
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"stale_by_{table}_{event.lower()}"
            run_after(event, table, name, f"{MARK} kept_period AS kept")


def _key() -> list[sa.Column[Any]]:
    return [
        sa.Column("metric", sa.String(40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
    ]


def _create_tables() -> None:
    op.create_table(
        "kept_period",
        *_key(),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("counted_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("metric", "first_on", name="pk_kept_period"),
    )
    op.create_index("ix_kept_period_last_on", "kept_period", ["metric", "last_on"])
    by = {"state_code": 7, "payer_kind": 40, "series": 40, "outcome": 40}
    op.create_table(
        "metric_count",
        *_key(),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in by.items()),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("unpriced", sa.Integer(), nullable=False),
        sa.Column("durations", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("metric", "first_on", *by, name="pk_metric_count"),
    )
    op.create_table(
        "stale_period",
        sa.Column("id", sa.Integer(), nullable=False),
        *_key(),
        sa.PrimaryKeyConstraint("id", name="pk_stale_period"),
    )
    op.create_index("ix_stale_period_of", "stale_period", ["metric", "first_on"])


def _mark_by_day(what: str, table: str, metric: str, day: str, columns: tuple[str, ...]) -> None:
    """Mark the days that a row had and has."""
    kept = f"kept_period AS kept WHERE kept.metric = '{metric}' AND"
    covers = "{row}.{day} BETWEEN kept.first_on AND kept.last_on"
    old, new = (covers.format(row=row, day=day) for row in ("OLD", "NEW"))
    name = f"stale_by_{what}"
    run_after("INSERT", table, f"{name}_insert", f"{MARK} {kept} {new}", f"NEW.{day} IS NOT NULL")
    run_after("DELETE", table, f"{name}_delete", f"{MARK} {kept} {old}", f"OLD.{day} IS NOT NULL")
    _after_update(table, columns, name, f"{MARK} {kept} ({old} OR {new})")


def _mark_prices() -> None:
    """The payout of a session is the price of later ones that are not confirmed: mark theirs."""
    paid = (
        f"{MARK} care_session AS paid {OF_PRICE.format(paid='paid')} paid.id = {{row}}.session_id"
    )
    _mark_through("payout", ("session_id", "amount_cents", "status"), paid)
    moved = f"{MARK} payout {OF_PRICE.format(paid='{row}')} payout.session_id = {{row}}.id"
    _after_update("care_session", PRICED, "stale_by_prices", _of_both(moved))


def _mark_requests() -> None:
    """Checks and lines of a directory update, when a request was ready, how it ended early, and
    where the session of a cancellation is counted."""
    seen = f"{MARK} {OF_SUBMISSION} one.request_id = {{row}}.request_id"
    _mark_through("directory_line", ("request_id", "reflected_on"), seen)
    checked = f"{MARK} {OF_SUBMISSION} one.request_id IN ({LINE})"
    _mark_through("listing_check", ("line_id", "looked_on", "is_right"), checked)
    ready = f"{MARK} {OF_CASE} one.request_id = NEW.id"
    _after_update("support_request", ("ready_at",), "stale_by_ready", ready)
    where = f"{MARK} {OF_CASE} one.session_id = NEW.id"
    _after_update("care_session", FILTERED, "stale_by_filters", where)
    ended = "; ".join(
        f"{MARK} {of} one.request_id = NEW.entity_id" for of in (OF_CASE, OF_SUBMISSION)
    )
    actions = ", ".join(f"'request.{one}'" for one in ENDINGS)
    when = f"NEW.entity = 'support_request' AND NEW.action IN ({actions})"
    run_after("INSERT", "audit_entry", "stale_by_ending_insert", ended, when)


def _mark_through(table: str, columns: tuple[str, ...], mark: str) -> None:
    """Mark what a row of `table` tells of, before and after a change."""
    name = f"stale_by_{table}"
    run_after("INSERT", table, f"{name}_insert", mark.format(row="NEW"))
    run_after("DELETE", table, f"{name}_delete", mark.format(row="OLD"))
    _after_update(table, columns, name, _of_both(mark))


def _of_both(mark: str) -> str:
    return f"{mark.format(row='OLD')}; {mark.format(row='NEW')}"


def _after_update(table: str, columns: tuple[str, ...], name: str, mark: str) -> None:
    changed = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)
    run_after(f"UPDATE OF {', '.join(columns)}", table, f"{name}_update", mark, changed)
