"""What the rules answer: verdicts, ways of billing, and every reason they can give."""

from enum import StrEnum


class Verdict(StrEnum):
    """The answer to "may it?"; *review* leaves it to a person."""

    ALLOW = "allow"
    BLOCK = "block"
    REVIEW = "review"
    NOT_ASSESSED = "not_assessed"


class Weight(StrEnum):
    """What one finding does to the verdict, strongest first; the last two do nothing to it."""

    BLOCK = "block"
    REVIEW = "review"
    NOT_ASSESSED = "not_assessed"
    WARN = "warn"
    INFO = "info"


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


class Code(StrEnum):
    """Every reason there is; `rules.reasons` has the rule, the article and the words for each."""

    # may it be confirmed
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
    ZOOM_LINK_MISSING = "zoom_link_missing"
    NOT_GOVERNMENT_ZOOM = "not_government_zoom"
    CAR_MISSING = "car_missing"
    CAR_AFTER_CONFIRMING = "car_after_confirming"
    NOT_ATTESTED = "not_attested"
    CAR_DATE = "car_date"
    CAR_DATE_RECORDED = "car_date_recorded"
    MOS_LENGTH = "mos_length"
    MOS_CHARGE = "mos_charge"
    MOS_MISSED_MONEY = "mos_missed_money"
    CAR_DUE = "car_due"
    CAR_OVERDUE = "car_overdue"
    MOS_NOT_HELD = "mos_not_held"
    CAR_SAYS_NOT_HELD = "car_says_not_held"
    CONFIRMED_NOT_HELD = "confirmed_not_held"
    MOS_TRAINING = "mos_training"
    # may it be edited or cancelled
    EDIT_UNCONFIRMED = "edit_unconfirmed"
    EDIT_CLOSED = "edit_closed"
    EDIT_WINDOW_OVER = "edit_window_over"
    FIELD_NOT_EDITABLE = "field_not_editable"
    DATE_IN_FUTURE = "date_in_future"
    EDIT_OUTSIDE_30D = "edit_outside_30d"
    CANCEL_BY_SUPPORT = "cancel_by_support"
    CANCEL_IN_CALENDAR = "cancel_in_calendar"
    CANCEL_CLOSED = "cancel_closed"
