"""The words a person reads for stored values."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from core.vocabulary.administration import MessageStatus
from core.vocabulary.care import NoteClass, SessionKind
from core.vocabulary.data_issues import DataIssueStage
from core.vocabulary.deadlines import DeadlineKind, DeadlineStatus
from core.vocabulary.requests import (
    CancellationPart,
    DeskFilter,
    DeskScope,
    DueGroup,
    RequestKind,
    RequestStage,
    RequestStatus,
)


def phrase(word: StrEnum) -> str:
    """The words for a stored value inside a sentence: "in progress", "no-show"."""
    own = _BY_LIST.get(type(word), {})
    return own.get(word.value) or _PHRASES.get(word.value) or word.value.replace("_", " ")


@lru_cache(maxsize=None, typed=True)
def label(word: StrEnum) -> str:
    """The words for a stored value that stand alone, in sentence case: "In progress"."""
    return sentence_case(phrase(word))


def sentence_case(text: str) -> str:
    """`text` with its first letter capital and the rest as it is: "ZIP code" stays."""
    return text[:1].upper() + text[1:]


_REQUEST_STATUS = {
    "incomplete": "needs information",
    "waiting": "snoozed",
    "woken": "back from snooze",
    "to_tell": "reply pending",
}
_BY_LIST: Mapping[type[StrEnum], Mapping[str, str]] = {
    RequestStatus: _REQUEST_STATUS,
    RequestStage: _REQUEST_STATUS,
    RequestKind: {"other": "other help", "session_edit": "late edit"},
    DeskScope: {"queue": "my queue", "open": "all open", "approvals": "awaiting my approval"},
    DeskFilter: {
        "today": "due today",
        "woken": "snoozed back",
        "check": "Evernorth check due",
        "approval": "awaiting approval",
    },
    DueGroup: {"today": "due today", "soon": "next 5 business days"},
    SessionKind: {"consult": "consultation call"},
    CancellationPart: {
        "charge": "client charge",
        "payout": "provider payout",
        "car": "Case Activity Report",
    },
    DataIssueStage: {"gone": "resolved"},
    MessageStatus: {"waiting": "queued"},
    NoteClass: {"standard": "72 hours", "government": "48 hours (Medicare or Medicaid)"},
    DeadlineStatus: {"open": "not due yet"},
    DeadlineKind: {
        "note_signature": "sign the session note",
        "confirmation": "confirm the session",
        "edit_window": "provider can edit",
        "client_charge": "charge the client",
        "car_date": "CAR date",
        "told": "reply to the requester",
        "directory_submitted": "submit to Evernorth",
        "directory_expected": "expected in the directory",
        "directory_late": "Evernorth updates the listing",
    },
}
"""Values that mean something else in one list than in the others."""
_PHRASES = {
    "bluecard": "BlueCard",
    "cancel_requested": "cancellation requested",
    "cancelled": "canceled",
    "cancelled_after_confirm": "canceled after confirmation",
    "car_date": "CAR date",
    "contradicted": "in conflict",
    "cpt": "CPT code",
    "eap": "EAP",
    "email": "e-mail",
    "front_end_rejected": "front-end rejected",
    "held": "took place",
    "in_person": "in person",
    "medicaid": "Medicaid",
    "medicaid_managed": "managed Medicaid",
    "medicare": "Medicare",
    "medicare_advantage": "Medicare Advantage",
    "mos": "Military OneSource",
    "mos_booking": "Military OneSource booking",
    "mos_confirmation": "Military OneSource confirmation",
    "mos_status": "Military OneSource status",
    "no_show": "no-show",
    "permanent_new": "new permanent",
    "reflected": "shown in the directory",
    "self_pay": "self-pay",
    "template_ai": "template, AI-assisted",
    "template_manual": "template",
    "to_submit": "not submitted",
    "todo": "to do",
    "told_by_hand": "replied another way",
    # data issues
    "confirmed_after_day_30": "confirmed after its last day",
    "confirmed_before_end": "confirmed before its end",
    "confirmed_not_held": "confirmed, but did not take place",
    "car_after_confirming": "confirmed before its Case Activity Report",
    "car_date_recorded": "CAR date not the day after the session",
    "car_overdue": "Case Activity Report overdue",
    "case_id_missing": "Military OneSource case without an eCMS case ID",
    "claim_of_another_session": "claim that replaces another session's",
    "claim_without_original": "replacement or void without its original",
    "confirmed_after_canceling": "confirmed although canceled",
    "confirmed_no_instant": "confirmed at an unknown time",
    "confirmed_unbillable": "confirmed where it cannot be billed",
    "confirmed_without_diagnosis": "confirmed without a diagnosis",
    "confirmed_without_location": "confirmed without the client's location",
    "coverage_of_another": "coverage of another client",
    "first_confirmation_disputed": "extracts disagree on the first confirmation",
    "note_signed_early": "session note signed before the end",
    "payout_unconfirmed": "payout without a confirmation",
    "practice_of_another": "practice location of another provider",
    "provider_inactive": "scheduled with an inactive provider",
    "mos_case_ended": "session outside its Military OneSource case",
    "mos_case_of_another": "Military OneSource case of someone else",
    "mos_claim": "claim on a Military OneSource session",
    "mos_pay": "wrong Military OneSource pay",
    "not_attested": "confirmed without attestation",
    "not_government_zoom": "not on government Zoom",
    "payout_period": "payout in another month than its session",
    "referral_late": "booked before the referral was accepted",
    "zoom_link_missing": "no government Zoom link",
    "consult_billed": "consultation call confirmed or billed",
    "credential_without_license": "credential without a license",
    "half_times": "only one actual time",
    "mos_charge": "client charged for Military OneSource",
    "mos_missed_money": "money on a missed Military OneSource session",
    "mos_without_case": "Military OneSource session without a case",
    "phone_impossible": "phone number that cannot be called",
    "overlapping_sessions": "overlapping sessions of one provider",
    "report_without_mos": "Case Activity Report for another payer",
    "times_reversed": "ends before it starts",
    "too_long": "longer than allowed",
    "two_active_primaries": "two primary coverages on the same day",
}
