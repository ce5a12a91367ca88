"""The words a person reads for a value of any of the lists."""

from enum import StrEnum


def label(word: StrEnum) -> str:
    """The words for a person: "in progress" for IN_PROGRESS, with exceptions spelled out."""
    return _LABELS.get(word.value, word.value.replace("_", " "))


_LABELS = {
    "mos": "Military OneSource",
    "mos_booking": "Military OneSource booking",
    "mos_confirmation": "Military OneSource confirmation",
    "mos_status": "Military OneSource status",
    "eap": "EAP",
    "self_pay": "self-pay",
    "no_show": "no-show",
    "in_person": "in person",
    "to_tell": "to tell",
    "woken": "back from waiting",
    "cancelled_after_confirm": "cancelled after confirmation",
    "cancel_requested": "cancellation requested",
    "car_date": "CAR date",
    "template_ai": "template, AI-assisted",
    "template_manual": "template",
    "client_correction": "client correction",
    "directory_update": "directory update",
    "session_cancellation": "session cancellation",
    "standard": "standard (72 h)",
    "directory_submitted": "handed to Evernorth",
    "directory_expected": "expected at Evernorth",
    "directory_late": "late at Evernorth",
}
