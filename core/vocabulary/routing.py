"""Who is asked about what, and who takes it."""

from enum import StrEnum


class Desk(StrEnum):
    """Where a matter goes."""

    PROVIDER_MESSAGES = "provider_messages"
    PROVIDER = "provider"
    SUPPORT = "support"
    HELP_ARTICLES = "help_articles"
    OWN_ACCOUNT = "own_account"
    CONTACT_FORM = "contact_form"
    STATE_BOARD = "state_board"


class Matter(StrEnum):
    """What somebody wants."""

    BOOK_FIRST = "book_first"
    BOOK_AGAIN = "book_again"
    RESCHEDULE = "reschedule"
    CANCEL_SCHEDULED = "cancel_scheduled"
    CANCEL_CONFIRMED = "cancel_confirmed"
    EDIT_CONFIRMED = "edit_confirmed"
    JOIN_CALL = "join_call"
    SIGN_IN = "sign_in"
    CLINICAL = "clinical"
    CODING = "coding"
    SERVICES = "services"
    BENEFITS = "benefits"
    EAP = "eap"
    OWN_DATA = "own_data"
    MOS_BOOKING = "mos_booking"
    MOS_CONFIRMATION = "mos_confirmation"
    TEMPORARY_PRACTICE = "temporary_practice"
    OTHER = "other"
