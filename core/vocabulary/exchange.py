"""How imports, outbound changes and conflicts stand."""

from enum import StrEnum


class ImportStatus(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class OutboundStatus(StrEnum):
    """Where a change of ours stands with the platform it must reach."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    CONTRADICTED = "contradicted"


class OutboundConflictStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
