"""What staff work on."""

from enum import StrEnum


class RequestKind(StrEnum):
    CLIENT_CORRECTION = "client_correction"
    DIRECTORY_UPDATE = "directory_update"
    SESSION_CANCELLATION = "session_cancellation"
    SESSION_EDIT = "session_edit"
    MOS_BOOKING = "mos_booking"
    MOS_CONFIRMATION = "mos_confirmation"
    BOOKING_HELP = "booking_help"
    OTHER = "other"


class RequestStatus(StrEnum):
    NEEDS_INFORMATION = "incomplete"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    SNOOZED = "waiting"
    REPLY_PENDING = "to_tell"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"
    DUPLICATE = "duplicate"


OPEN_STATUSES = (
    RequestStatus.NEEDS_INFORMATION,
    RequestStatus.READY,
    RequestStatus.IN_PROGRESS,
    RequestStatus.SNOOZED,
    RequestStatus.REPLY_PENDING,
)
ENDED_STATUSES = tuple(status for status in RequestStatus if status not in OPEN_STATUSES)


class RequestStage(StrEnum):
    """Where a request is on a day: its status, or woken when it waited and its day has come."""

    NEEDS_INFORMATION = "incomplete"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    SNOOZED = "waiting"
    WOKEN = "woken"
    REPLY_PENDING = "to_tell"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"
    DUPLICATE = "duplicate"


class RequestScope(StrEnum):
    """Which requests a list begins with."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


class DueFilter(StrEnum):
    """When a running clock ends: already, by the end of today, by the end of Sunday."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"


class DeskScope(StrEnum):
    """Whose requests the desk lists."""

    MY_QUEUE = "queue"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    ALL_OPEN = "open"
    MY_APPROVALS = "approvals"


class DeskFilter(StrEnum):
    """Which of them; one at a time."""

    OVERDUE = "overdue"
    TODAY = "today"
    WOKEN = "woken"
    CHECK_DUE = "check"
    APPROVAL = "approval"


class DueGroup(StrEnum):
    """The heads of the desk's list, in its order."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    PAUSED = "paused"


class RequestSort(StrEnum):
    """What comes first in a list: what falls due next, or what came in first."""

    DUE = "due"
    AGE = "age"


class Priority(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"


class RequesterType(StrEnum):
    PROVIDER = "provider"
    CLIENT = "client"
    STAFF = "staff"
    PAYER = "payer"


class Channel(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    CONTACT_FORM = "contact_form"
    CHAT = "chat"
    INTERNAL = "internal"


class ErrorType(StrEnum):
    """What is wrong in a client's record, as the requester names it."""

    NAME = "name"
    EMAIL = "email"
    DATE_OF_BIRTH = "date_of_birth"
    PHONE = "phone"
    SEX = "sex"
    ADDRESS = "address"
    OTHER = "other"


class DirectoryTopic(StrEnum):
    MOS_STATUS = "mos_status"
    LOCATION = "location"
    SPECIALTY = "specialty"
    AVAILABILITY = "availability"
    PHONE = "phone"
    NAME = "name"
    OTHER = "other"


class EvernorthStatus(StrEnum):
    TO_SUBMIT = "to_submit"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    PROCESSED = "processed"
    REFLECTED = "reflected"


class SettleStatus(StrEnum):
    TODO = "todo"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


class CancellationPart(StrEnum):
    """What hangs on a confirmed session and is settled one by one."""

    CLAIM = "claim"
    CHARGE = "charge"
    PAYOUT = "payout"
    CAR = "car"


class ApprovalOutcome(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Visibility(StrEnum):
    INTERNAL = "internal"
    REQUESTER = "requester"


class LinkKind(StrEnum):
    RELATED = "related"
    DUPLICATE_OF = "duplicate_of"


class CandidateStatus(StrEnum):
    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"
