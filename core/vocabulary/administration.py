"""What administration and its logs record: policies, reading, messages."""

from enum import StrEnum


class PolicyOrigin(StrEnum):
    ARTICLE = "article"
    OURS = "ours"


class HolidayOverrideKind(StrEnum):
    CLOSED = "closed"
    OPEN = "open"


REQUESTS_TO_RECALCULATE = "requests_to_recalculate"
"""The fact that business days changed and open requests were not all recalculated: the last
request that was, and how many changed."""


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
