"""The policy values a new database starts from, read from `data/policies/`."""

import json
import tomllib
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from core.access import ADMINISTERING, guard
from core.db.transaction import WriteContext
from core.facts.due_instants import rewrite_cancellations
from core.models.policies import Policy
from core.settings import DATA
from core.vocabulary.administration import PolicyOrigin


@guard(ADMINISTERING)
def load_policy_baseline(context: WriteContext) -> int:
    """Add the values that are not in the database yet, by key and first day; returns how many.

    A value that is there is left as it is: from then on it is changed in the product. Until when
    cancellations must be settled follows.
    """
    rows = context.db.execute(select(col(Policy.policy_key), col(Policy.from_on)))
    known = {(key, from_on) for key, from_on in rows}
    values = (_row(entry, context.now) for entry in baseline())
    fresh = [row for row in values if (row.policy_key, row.from_on) not in known]
    context.db.add_all(fresh)
    context.db.flush()
    rewrite_cancellations(context.db)
    for row in fresh:
        after = {"value": row.value, "from_on": row.from_on, "to_on": row.to_on}
        context.record("policy.loaded", "policy", row.key, after=after, policy=row.policy_key)
    return len(fresh)


def baseline() -> list[dict[str, Any]]:
    """Every value of `data/policies/*.toml`, as written there."""
    return [
        entry
        for path in sorted((DATA / "policies").glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8"))["policy"]
    ]


def _row(entry: dict[str, Any], now: datetime) -> Policy:
    return Policy(
        created_at=now,
        updated_at=now,
        policy_key=entry["key"],
        value=json.dumps(entry["value"]),
        unit=entry["unit"],
        from_on=entry["from"],
        to_on=entry.get("to"),
        origin=PolicyOrigin(entry["origin"]),
        rule=entry["rule"],
        citation=entry["citation"],
    )
