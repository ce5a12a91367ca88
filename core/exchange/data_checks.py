"""Runs the data checks after an import or on request."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from core.access import Actor
from core.data_issues.run import DataChecksRun, run_data_checks
from core.db.transaction import transaction

__all__ = ["DataChecksRun", "repeat_data_checks"]


def repeat_data_checks(engine: Engine, actor: Actor, now: datetime) -> DataChecksRun:
    """Run the data checks, each pass in its own transaction, until none is left; raises
    NotPermitted."""
    opened = resolved = asked = 0
    while True:
        with transaction(engine, actor, now) as change:
            seen = run_data_checks(change)
        opened, resolved, asked = opened + seen.opened, resolved + seen.resolved, asked + seen.asked
        if not seen.has_more:
            return replace(seen, opened=opened, resolved=resolved, asked=asked)
