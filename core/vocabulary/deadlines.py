"""Deadlines and their status."""

from enum import StrEnum


class DeadlineKind(StrEnum):
    NOTE_SIGNATURE = "note_signature"
    CONFIRMATION = "confirmation"
    EDIT_WINDOW = "edit_window"
    CLIENT_CHARGE = "client_charge"
    CAR_DATE = "car_date"
    FIRST_ACTION = "first_action"
    TOLD = "told"
    DIRECTORY_SUBMITTED = "directory_submitted"
    DIRECTORY_EXPECTED = "directory_expected"
    DIRECTORY_LATE = "directory_late"


class DeadlineStatus(StrEnum):
    OPEN = "open"
    DUE_SOON = "due_soon"
    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


RUNNING = (DeadlineStatus.OPEN, DeadlineStatus.DUE_SOON, DeadlineStatus.OVERDUE)
