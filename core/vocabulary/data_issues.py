"""What can be wrong with a record by itself, and the status of such a data issue."""

from enum import StrEnum


class DataIssueCode(StrEnum):
    """Every contradiction that is checked for; each is a code of the catalogue of reasons too."""

    CONFIRMED_NOT_HELD = "confirmed_not_held"
    CONFIRMED_BEFORE_END = "confirmed_before_end"
    CONFIRMED_AFTER_DAY_30 = "confirmed_after_day_30"
    CONSULT_BILLED = "consult_billed"
    MOS_CHARGE = "mos_charge"
    MOS_MISSED_MONEY = "mos_missed_money"
    MOS_WITHOUT_CASE = "mos_without_case"
    MOS_CLAIM = "mos_claim"
    MOS_PAY = "mos_pay"
    PAYOUT_PERIOD = "payout_period"
    CASE_ID_MISSING = "case_id_missing"
    ZOOM_LINK_MISSING = "zoom_link_missing"
    NOT_GOVERNMENT_ZOOM = "not_government_zoom"
    REFERRAL_LATE = "referral_late"
    MOS_CASE_OF_ANOTHER = "mos_case_of_another"
    MOS_CASE_ENDED = "mos_case_ended"
    CAR_AFTER_CONFIRMING = "car_after_confirming"
    NOT_ATTESTED = "not_attested"
    CAR_DATE_RECORDED = "car_date_recorded"
    CAR_OVERDUE = "car_overdue"
    CONFIRMED_AFTER_CANCELING = "confirmed_after_canceling"
    CONFIRMED_NO_INSTANT = "confirmed_no_instant"
    FIRST_CONFIRMATION_DISPUTED = "first_confirmation_disputed"
    NOTE_SIGNED_EARLY = "note_signed_early"
    CONFIRMED_WITHOUT_LOCATION = "confirmed_without_location"
    CONFIRMED_WITHOUT_DIAGNOSIS = "confirmed_without_diagnosis"
    CONFIRMED_UNBILLABLE = "confirmed_unbillable"
    PAYOUT_UNCONFIRMED = "payout_unconfirmed"
    COVERAGE_OF_ANOTHER = "coverage_of_another"
    PRACTICE_OF_ANOTHER = "practice_of_another"
    PROVIDER_INACTIVE = "provider_inactive"
    CLAIM_WITHOUT_ORIGINAL = "claim_without_original"
    CLAIM_OF_ANOTHER_SESSION = "claim_of_another_session"
    REPORT_WITHOUT_MOS = "report_without_mos"
    TIMES_REVERSED = "times_reversed"
    HALF_TIMES = "half_times"
    TOO_LONG = "too_long"
    OVERLAPPING_SESSIONS = "overlapping_sessions"
    TWO_ACTIVE_PRIMARIES = "two_active_primaries"
    CREDENTIAL_WITHOUT_LICENSE = "credential_without_license"
    PHONE_IMPOSSIBLE = "phone_impossible"
    POSSIBLE_DUPLICATE = "possible_duplicate"


class DataIssueStage(StrEnum):
    """Open; accepted by a lead while the record still shows it; or gone from the record."""

    OPEN = "open"
    ACCEPTED = "accepted"
    GONE = "gone"


class DataIssueStatus(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
