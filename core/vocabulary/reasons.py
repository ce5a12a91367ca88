"""Reasons: why a verdict is what it is, why a step is refused, what is wrong with a record."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a reason does to a verdict, strongest first; the last two change nothing."""

    BLOCK = "block"
    REVIEW = "review"
    NOT_ASSESSED = "not_assessed"
    WARN = "warn"
    INFO = "info"


class ReasonCode(StrEnum):
    """Every reason there is; `core.rules.reasons` has rule, article and sentences for each."""

    # may it be confirmed
    NOT_CONFIRMED = "not_confirmed"
    CONSULT = "consult"
    ALREADY_CONFIRMED = "already_confirmed"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED_AFTER_CONFIRM = "cancelled_after_confirm"
    NOT_OVER = "not_over"
    NOT_HELD = "not_held"
    EXPIRED_30D = "expired_30d"
    DOS_MOVED = "dos_moved"
    CLIENT_DATE = "client_date"
    START_TIME = "start_time"
    STOP_TIME = "stop_time"
    TIMES_REVERSED = "times_reversed"
    TOO_LONG = "too_long"
    TIMES_AS_SCHEDULED = "times_as_scheduled"
    BOOKED_AFTERWARDS = "booked_afterwards"
    CPT_MISSING = "cpt_missing"
    CPT_INVALID = "cpt_invalid"
    CPT_MINUTES = "cpt_minutes"
    DIAGNOSIS_MISSING = "diagnosis_missing"
    DIAGNOSIS_COUNT = "diagnosis_count"
    DIAGNOSIS_NOT_BILLABLE = "diagnosis_not_billable"
    DIAGNOSIS_UNCHECKED = "diagnosis_unchecked"
    PAYMENT_METHOD_MISSING = "payment_method_missing"
    FORMS_MISSING = "forms_missing"
    PLAN_MISSING = "plan_missing"
    PLAN_INACTIVE = "plan_inactive"
    PLAN_UNVERIFIED = "plan_unverified"
    TEMPLATE_UNSIGNED = "template_unsigned"
    COVERAGE_KNOWN_LATE = "coverage_known_late"
    # where it may be billed
    OUTSIDE_US_STATES = "outside_us_states"
    OUTSIDE_US_STATES_MOS = "outside_us_states_mos"
    NO_LICENSE = "no_license"
    COMPACT_PRIVILEGE = "compact_privilege"
    TEMPORARY_PRACTICE = "temporary_practice"
    NO_CREDENTIAL = "no_credential"
    NO_OWN_BLUE_CREDENTIAL = "no_own_blue_credential"
    BLUE_AREA_UNCLEAR = "blue_area_unclear"
    NO_LOCAL_BLUE_CREDENTIAL = "no_local_blue_credential"
    LOCAL_BLUE_UNCLEAR = "local_blue_unclear"
    BLUECARD_EXCLUDED = "bluecard_excluded"
    BLUECARD_UNKNOWN = "bluecard_unknown"
    NO_OPT_IN = "no_opt_in"
    CREDENTIAL_OUTSIDE_AREA = "credential_outside_area"
    CREDENTIAL_WITHOUT_LICENSE = "credential_without_license"
    CLIENT_MOVED = "client_moved"
    MOVED_PROMPT = "moved_prompt"
    LOCATION_MISSING = "location_missing"
    LOCATION_NOT_ASKED = "location_not_asked"
    PRACTICE_LOCATION_MISSING = "practice_location_missing"
    ADDRESS_INCOMPLETE = "address_incomplete"
    ZIP_MISMATCH = "zip_mismatch"
    TELEHEALTH_NOT_OFFERED = "telehealth_not_offered"
    TELEHEALTH_UNKNOWN = "telehealth_unknown"
    CRISIS_CPT = "crisis_cpt"
    CRISIS_NARRATIVE = "crisis_narrative"
    CRISIS_RESOLUTION = "crisis_resolution"
    CRISIS_ADDRESS = "crisis_address"
    CRISIS_SHORT = "crisis_short"
    CRISIS_MOS = "crisis_mos"
    CRISIS_UNAPPROVED = "crisis_unapproved"
    CRISIS_APPROVED = "crisis_approved"
    # Military OneSource
    MOS_NOT_ENROLLED = "mos_not_enrolled"
    REFERRAL_LATE = "referral_late"
    CASE_ID_MISSING = "case_id_missing"
    CONTACT_MISSING = "contact_missing"
    ZOOM_LINK_MISSING = "zoom_link_missing"
    NOT_GOVERNMENT_ZOOM = "not_government_zoom"
    CAR_MISSING = "car_missing"
    CAR_AFTER_CONFIRMING = "car_after_confirming"
    NOT_ATTESTED = "not_attested"
    CAR_DATE = "car_date"
    CAR_DATE_RECORDED = "car_date_recorded"
    MOS_LENGTH = "mos_length"
    MOS_NEVER_BILLED = "mos_never_billed"
    MOS_CHARGE = "mos_charge"
    MOS_MISSED_MONEY = "mos_missed_money"
    CAR_DUE = "car_due"
    CAR_OVERDUE = "car_overdue"
    MOS_NOT_HELD = "mos_not_held"
    CAR_SAYS_NOT_HELD = "car_says_not_held"
    CONFIRMED_NOT_HELD = "confirmed_not_held"
    MOS_TRAINING = "mos_training"
    # may it be edited or canceled
    EDIT_UNCONFIRMED = "edit_unconfirmed"
    EDIT_CLOSED = "edit_closed"
    EDIT_WINDOW_OVER = "edit_window_over"
    FILING_LIMIT = "filing_limit"
    CLAIM_REPLACED = "claim_replaced"
    CLAIM_REOPENED = "claim_reopened"
    CLAIM_IN_PORTAL = "claim_in_portal"
    FIELD_NOT_EDITABLE = "field_not_editable"
    DATE_IN_FUTURE = "date_in_future"
    EDIT_OUTSIDE_30D = "edit_outside_30d"
    CANCEL_BY_SUPPORT = "cancel_by_support"
    CANCEL_IN_CALENDAR = "cancel_in_calendar"
    CANCEL_CLOSED = "cancel_closed"
    # records that contradict themselves or a rule
    CONFIRMED_BEFORE_END = "confirmed_before_end"
    CONFIRMED_AFTER_DAY_30 = "confirmed_after_day_30"
    CONSULT_BILLED = "consult_billed"
    MOS_WITHOUT_CASE = "mos_without_case"
    REPORT_WITHOUT_MOS = "report_without_mos"
    HALF_TIMES = "half_times"
    OVERLAPPING_SESSIONS = "overlapping_sessions"
    TWO_ACTIVE_PRIMARIES = "two_active_primaries"
    # why a step of a request is refused
    NOT_TAKEN = "not_taken"
    TAKEN = "taken"
    ANOTHERS = "anothers"
    REQUEST_ENDED = "request_ended"
    WORK_DONE = "work_done"
    OWN_STEP = "own_step"
    NOT_REOPENED = "not_reopened"
    URGENT = "urgent"
    URGENT_WORDS = "urgent_words"
    NOT_URGENT = "not_urgent"
    NO_APPROVAL_NEEDED = "no_approval_needed"
    APPROVAL_ASKED = "approval_asked"
    OWN_REQUEST = "own_request"
    APPROVAL_OF_MONEY = "approval_of_money"
    APPROVAL_OF_IDENTITY = "approval_of_identity"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    NOTHING_TO_DECIDE = "nothing_to_decide"
    OPEN_STEP = "open_step"
    NOT_REQUESTED = "not_requested"
    TAKEN_BACK = "taken_back"
    FINISH_INSTEAD = "finish_instead"
    OTHER_DIRECTORY = "other_directory"
    NOT_ENROLLED = "not_enrolled"
    NOT_SUBMITTED = "not_submitted"
    SUBMITTED_ALREADY = "submitted_already"


@dataclass(frozen=True)
class Reason:
    """One fact with its sentence and its next step (who does what), both for staff.

    In the catalogue (`core.rules.reasons`) names in braces stand for what is particular to a
    record. `section` is "" where the articles are silent and the house decided.
    """

    code: ReasonCode
    rule: str
    weight: Weight
    section: str
    text: str
    next_step: str
    article: str

    @property
    def decides(self) -> bool:
        """Whether it changes a verdict; warnings and information do not."""
        return self.weight not in (Weight.WARN, Weight.INFO)

    @property
    def sentences(self) -> str:
        """The sentence and the next step, as one text."""
        return f"{self.text} {self.next_step}"
