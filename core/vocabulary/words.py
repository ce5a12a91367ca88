"""The words a person reads for a value of any of the lists."""

from enum import StrEnum


def phrase(word: StrEnum) -> str:
    """The words for a stored value inside a sentence: "in progress", "no-show"."""
    return _LABELS.get(word.value, word.value.replace("_", " "))


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
    "confirmed_not_held": "confirmed, but did not take place",
    "confirmed_before_end": "confirmed before its end",
    "confirmed_after_day_30": "confirmed after its last day",
    "consult_billed": "consultation call confirmed or billed",
    "mos_charge": "client charged for Military OneSource",
    "mos_missed_money": "money on a missed Military OneSource session",
    "mos_without_case": "Military OneSource session without a case",
    "report_without_mos": "Case Activity Report for another payer",
    "times_reversed": "ends before it starts",
    "half_times": "only one actual time",
    "too_long": "longer than allowed",
    "overlapping_sessions": "overlapping sessions of a provider",
    "two_active_primaries": "two primary coverages at once",
    "credential_without_license": "credential without a license",
}
