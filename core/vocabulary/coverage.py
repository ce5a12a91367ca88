"""Who pays: payers, lines of business, credentials."""

from enum import StrEnum


class PayerClass(StrEnum):
    """What a payer is."""

    COMMERCIAL = "commercial"
    GOVERNMENT = "government"
    MOS = "mos"
    EAP = "eap"


class LineOfBusiness(StrEnum):
    COMMERCIAL = "commercial"
    MEDICARE = "medicare"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"
    MEDICAID_MANAGED = "medicaid_managed"
    MOS = "mos"
    EAP = "eap"


GOVERNMENT_LINES = frozenset(
    {
        LineOfBusiness.MEDICARE,
        LineOfBusiness.MEDICARE_ADVANTAGE,
        LineOfBusiness.MEDICAID,
        LineOfBusiness.MEDICAID_MANAGED,
    }
)


class CorrectionMethod(StrEnum):
    REPLACE_VOID = "replace_void"
    REOPENING = "reopening"
    PORTAL = "portal"


class CredentialStatus(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


class VerificationStatus(StrEnum):
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    FAILED = "failed"
    ENDED = "ended"
