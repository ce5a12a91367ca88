"""What is written down about the work: policies, reading, messages, imports."""

from enum import StrEnum


class PolicyOrigin(StrEnum):
    ARTICLE = "article"
    OURS = "ours"


class HolidayOverrideKind(StrEnum):
    CLOSED = "closed"
    OPEN = "open"


class ReadingAction(StrEnum):
    VIEW = "view"
    SEARCH = "search"
    UNMASK = "unmask"
    EXPORT = "export"


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    TOLD_BY_HAND = "told_by_hand"


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


class DataIssueStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
