"""Answer each filter of the session list from one index, in the order of the list."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "m0022"
down_revision = "m0021"
branch_labels = None
depends_on = None

ORDER = ["date_of_service", "scheduled_start_at", "id"]
REPLACED = ("provider_day", "client_day", "status_day", "date_of_service", "scheduled_start_at")
ENDS = ["actual_end_at", "scheduled_end_at", "kind", "confirm_blocked_from"]


def upgrade() -> None:
    for name in REPLACED:
        op.drop_index(f"ix_care_session_{name}", "care_session")
    _index("newest", ORDER)
    _index("provider_newest", ["provider_id", *ORDER])
    _index("client_newest", ["client_id", *ORDER])
    _index("status_newest", ["status", *ORDER])
    _index("state_newest", ["state_code", *ORDER, "payer_id", "status"])
    _index("payer_newest", ["payer_id", *ORDER, "status"])
    _index("scheduled_newest", ["status", *ORDER, *ENDS], "status = 'scheduled'")
    _index("referred_newest", ["payer_kind", *ORDER], "payer_kind = 'mos'")
    is_several = "is_in_several_states"
    _index("several_states", [is_several, *ORDER], is_several, f"{is_several} = 1")


def _index(name: str, columns: list[str], where: str = "", on_sqlite: str = "") -> None:
    only: dict[str, Any] = {}
    if where:
        only["sqlite_where"] = sa.text(on_sqlite or where)
        only["postgresql_where"] = sa.text(where)
    op.create_index(f"ix_care_session_{name}", "care_session", columns, **only)
