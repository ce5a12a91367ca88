"""What the rules answer: verdicts, ways of billing and canceling, fields of an edit."""

from enum import StrEnum


class Verdict(StrEnum):
    """The answer to "may it?"; *review* leaves it to a person."""

    ALLOW = "allow"
    BLOCK = "block"
    REVIEW = "review"
    NOT_ASSESSED = "not_assessed"


class Path(StrEnum):
    """By which way a session may be billed in a state."""

    DIRECT = "direct"
    BLUECARD = "bluecard"
    VIRTUAL_NETWORK = "virtual_network"
    CRISIS = "crisis"
    MOS = "mos"
    SELF_PAY = "self_pay"


class CancelPath(StrEnum):
    """Who cancels a session: the provider in the calendar, support, or nobody any more."""

    PROVIDER_CALENDAR = "provider_calendar"
    SUPPORT = "support"
    NONE = "none"


class EditField(StrEnum):
    """What of a confirmed session somebody may want to change."""

    DATE = "date"
    TIME = "time"
    LOCATION = "location"
    CPT = "cpt"
    DIAGNOSIS = "diagnosis"
    CAR_DATE = "car_date"
    CLIENT = "client"
    PLAN = "plan"
    NOTE = "note"
    AMOUNT = "amount"
