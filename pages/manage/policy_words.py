"""Policy values in words: name, use, amount, and since when each is in force."""

from datetime import date

from core.rules.time.formats import amount_text, day_text, money_text, zone_text
from core.rules.time.policy import PolicyValue
from core.vocabulary.administration import PolicyOrigin

NAMES = {
    "confirm_days": ("Time to confirm", "The last day to confirm a session"),
    "note_hours": ("Time to sign a note", "The deadline of a session note"),
    "note_hours_gov": (
        "Time to sign a note, government plans",
        "The deadline of a session note when Medicare or Medicaid pays",
    ),
    "note_due_soon_hours": ("Session note due soon", "When lists mark a session note as due soon"),
    "mos_note_clock": (
        "Note deadline for Military OneSource",
        "Whether Military OneSource sessions have a note deadline",
    ),
    "edit_hours": ("Time to edit", "How long the provider can edit a confirmed session"),
    "charge_offset_days": ("Client charged after", "The day the client is charged"),
    "car_offset_days": ("CAR date after the session", "The CAR date that the provider enters"),
    "car_overdue_days": ("CAR overdue after", "When a missing Case Activity Report is overdue"),
    "tz.platform": ("Time zone of the platform", "Business days, charges, and charts by day"),
    "mos_pay_cents": ("Pay for a Military OneSource session", "The provider's pay per session"),
    "max_session_hours": (
        "Longest session",
        "When Session Desk treats actual times as a typing error",
    ),
    "telehealth_location_required": (
        "Client location required",
        "Whether a telehealth session needs the client's location to be confirmed",
    ),
    "duplicate_threshold": (
        "Similar names",
        "When two client records count as possible duplicates",
    ),
    "duplicate_threshold_same_birth_date": (
        "Similar names, same birth date",
        "When two client records count as possible duplicates",
    ),
    "identity_letters_in": (
        "Letters per typing error",
        "For how many letters of a name one may be wrong and still look like a typo",
    ),
    "identity_letters_most": (
        "Most wrong letters",
        "How many letters of a name may be wrong and still look like a typo",
    ),
    "identity_digits": (
        "Most wrong digits",
        "How many digits of a birth date may be wrong and still look like a typo",
    ),
    "identity_days": (
        "Corrections judged together",
        "How long an earlier correction counts when the next one is judged",
    ),
    "move_prompt_sessions": ("Sessions in a new state", "When to ask whether the client moved"),
    "move_prompt_days": ("Days in a new state", "When to ask whether the client moved"),
    "crisis_review_bd": ("Time to decide on a crisis", "The deadline for a manager's decision"),
    "directory_bd_min": ("Listing expected after", "When support starts to check the listing"),
    "directory_bd_max": ("Listing overdue after", "When Evernorth's update is overdue"),
    "submit_bd": ("Time to submit a listing", "Support's deadline to submit to Evernorth"),
    "first_action_bd": ("Time to the first action", "The first deadline of every request"),
    "told_bd.client_correction": ("Time to reply, client correction", "The reply deadline"),
    "told_bd.session_edit": ("Time to reply, late edit", "The reply deadline"),
    "told_bd.directory_update": (
        "Time to reply, directory update",
        "The reply deadline once the listing is correct",
    ),
    "told_bd.session_cancellation": (
        "Time to reply, cancellation",
        "The reply deadline",
    ),
    "told_bd.other": ("Time to reply, other help", "The reply deadline"),
    "cancel_settle_bd": (
        "Time to settle a cancellation",
        "Whether claim, charge, payout and CAR were settled in time",
    ),
}
"""By key: what the value is called, and what it is used for."""


def name_of(key: str) -> str:
    """What a value is called; an unknown one goes by its key."""
    return NAMES[key][0] if key in NAMES else key.replace("_", " ").capitalize()


def use_of(key: str) -> str:
    """What it is used for; "" for an unknown one."""
    return NAMES[key][1] if key in NAMES else ""


def how_much(value: PolicyValue) -> str:
    """The value with its unit: "72 hours", "$100.00", "Yes"."""
    if isinstance(value.value, bool):
        return "Yes" if value.value else "No"
    if value.unit == "cents":
        return money_text(value.number)
    if value.unit == "IANA zone":
        return zone_text(value.text)
    if value.unit == "similarity 0 to 1":
        return f"{value.text} (0 to 1)"
    return amount_text(value.text, value.unit)


def in_force(value: PolicyValue, today: date) -> str:
    """The days it is in force, first and last included."""
    first = day_text(value.effective_from, today)
    if value.effective_from > today:
        return f"From {first}"
    if value.effective_to is None:
        return f"Since {first}"
    return f"{first} to {day_text(value.effective_to, today)}"


def origin_of(value: PolicyValue) -> str:
    """Whether an article says it or we decided it."""
    return "Article" if value.origin == PolicyOrigin.ARTICLE else "Internal rule"
