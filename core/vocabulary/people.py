"""Who is there: staff, providers, clients and where they are."""

from enum import StrEnum


class Role(StrEnum):
    VIEWER = "viewer"
    AGENT = "agent"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"


DESK_NAME, DESK_ADDRESS = "Session Desk", "session-desk@desk.invalid"
"""Who files what no person asked for. The address can be nobody's: nobody signs in by it."""


class ProviderStatus(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


class FirstContact(StrEnum):
    CALL = "call"
    SESSION = "session"


class LicenseKind(StrEnum):
    LICENSE = "license"
    COMPACT_PRIVILEGE = "compact_privilege"


class LicenseStatus(StrEnum):
    ACTIVE = "active"
    PENDING = "pending"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class LocationKind(StrEnum):
    HOME = "home"
    WORK = "work"
    TEMPORARY = "temporary"
    PERMANENT_NEW = "permanent_new"
    CRISIS = "crisis"


class LocationSource(StrEnum):
    PROVIDER = "provider"
    CLIENT = "client"
    SUPPORT = "support"
