"""What happened: sessions, notes, claims, charges, payouts."""

from enum import StrEnum


class PayerKind(StrEnum):
    """Who pays for one session; frozen when it is booked."""

    INSURANCE = "insurance"
    MOS = "mos"
    EAP = "eap"
    SELF_PAY = "self_pay"


class SessionKind(StrEnum):
    SESSION = "session"
    CONSULT = "consult"


class Modality(StrEnum):
    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class SessionStatus(StrEnum):
    """Stored; *held* and *expired* are derived from the clock by `rules.session_life`."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    CONFIRMED = "confirmed"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED_AFTER_CONFIRM = "cancelled_after_confirm"


class SessionStage(StrEnum):
    """Where a session stands at an instant: the stored statuses and the two derived ones."""

    SCHEDULED = "scheduled"
    TOOK_PLACE = "held"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    CONFIRMED = "confirmed"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED_AFTER_CONFIRM = "cancelled_after_confirm"


class NoteMode(StrEnum):
    TEMPLATE_MANUAL = "template_manual"
    TEMPLATE_AI = "template_ai"
    UPLOAD = "upload"
    NONE = "none"


class SignatureSource(StrEnum):
    SYSTEM = "system"
    ATTESTED = "attested"


class NoteClass(StrEnum):
    """Which of the two note clocks runs: 72 hours, or 48 for Medicare and Medicaid."""

    STANDARD = "standard"
    GOVERNMENT = "government"


class CarOutcome(StrEnum):
    TOOK_PLACE = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class ClaimStatus(StrEnum):
    QUEUED = "queued"
    WITHDRAWN = "withdrawn"
    SUBMITTED = "submitted"
    FRONT_END_REJECTED = "front_end_rejected"
    ACCEPTED = "accepted"
    DENIED = "denied"
    PAID = "paid"
    VOID_REQUESTED = "void_requested"
    VOID_REJECTED = "void_rejected"
    VOIDED = "voided"
    RECOUPED = "recouped"
    REFUNDED_TO_PAYER = "refunded_to_payer"
    REPLACED = "replaced"


class ChargeStatus(StrEnum):
    DUE = "due"
    ON_HOLD = "on_hold"
    STOPPED = "stopped"
    CHARGED = "charged"
    FAILED = "failed"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class PayoutStatus(StrEnum):
    PENDING = "pending"
    SCHEDULED = "scheduled"
    ON_HOLD = "on_hold"
    PAID = "paid"
    RECOVERY_DUE = "recovery_due"
    RECOVERED = "recovered"
    VOID = "void"


class ApprovalEnd(StrEnum):
    """What changed so that the approval of a crisis exception no longer applies."""

    ADDRESS = "address"
    CODE = "code"
    DOCUMENTATION = "documentation"


class CrisisStage(StrEnum):
    """How a crisis exception stands: not yet decided, past its deadline, or declined."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    DECLINED = "declined"
