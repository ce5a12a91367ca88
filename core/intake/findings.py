"""Looking for contradictions after records came in, and when somebody asks for it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from core.access import Actor
from core.actions.findings import FindingsSeen, look_for_findings
from core.transaction import transaction

__all__ = ["FindingsSeen", "look_again"]


def look_again(engine: Engine, actor: Actor, now: datetime) -> FindingsSeen:
    """Look until nothing more is to be asked for; each look is a transaction of its own. Raises
    NotPermitted."""
    opened = resolved = asked = 0
    while True:
        with transaction(engine, actor, now) as change:
            seen = look_for_findings(change)
        opened, resolved, asked = opened + seen.opened, resolved + seen.resolved, asked + seen.asked
        if not seen.has_more:
            return replace(seen, opened=opened, resolved=resolved, asked=asked)
