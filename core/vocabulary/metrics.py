"""What managers are shown, and the words that its marks stand for."""

from enum import StrEnum


class MetricKind(StrEnum):
    """The figures of the compliance page, as they stand in its address."""

    NOTES = "notes_on_time"
    CONFIRMATIONS = "sessions_to_confirm"
    EXPIRED = "expired_sessions"
    DIRECTORY = "directory_updates"
    REQUESTS = "open_requests"
    CANCELLATIONS = "settled_cancellations"


class DaysLeft(StrEnum):
    """Calendar days until the last day to confirm, on the session's clock."""

    TO_2 = "0-2"
    TO_8 = "3-8"
    TO_15 = "9-15"
    MORE = "16 or more"


class ConfirmationOutcome(StrEnum):
    """How a session came out whose last day to confirm has passed."""

    IN_TIME = "in_time"
    LATE = "late"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class ReflectionOutcome(StrEnum):
    """Whether the listing showed what was submitted by the last promised day."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT_SEEN = "not_seen"


class Age(StrEnum):
    """Whole days since a request was received."""

    TO_1 = "0-1"
    TO_3 = "2-3"
    TO_7 = "4-7"
    TO_14 = "8-14"
    MORE = "15 or more"


class SettlementOutcome(StrEnum):
    """Whether all of a cancelled session's money and papers were settled by the limit."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"
