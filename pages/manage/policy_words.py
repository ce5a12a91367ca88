"""Policy values in words: what each is called, what it decides, how much it is and since when."""

from datetime import date

from core.rules.time.formats import amount_text, day_text, money_text
from core.rules.time.policy import PolicyValue
from core.vocabulary.administration import PolicyOrigin

NAMES = {
    "confirm_days": ("Time to confirm", "the last day to confirm a session, and its expiry"),
    "note_hours": ("Time to sign a note", "the note's deadline of a session"),
    "note_hours_gov": (
        "Time to sign a note, government plans",
        "the note's deadline where Medicare or Medicaid pays",
    ),
    "note_due_soon_hours": ("A note is due soon", "when a note turns amber in lists"),
    "note_clock_anchor": ("Where the note's clock starts", "the note's deadline of a session"),
    "mos_note_clock": ("Note's clock for Military OneSource", "whether it runs for its sessions"),
    "edit_hours": ("Time to edit", "until when the provider edits a confirmed session"),
    "charge_offset_days": ("Client charged after", "the day of the client's charge"),
    "car_offset_days": ("CAR date after the session", "the date to enter when confirming"),
    "car_overdue_days": ("CAR overdue after", "when a missing report turns red"),
    "tz.platform": ("Clock of the platform", "business days, charges, and charts by day"),
    "mos_pay_cents": ("Pay of a Military OneSource session", "what the provider earns for one"),
    "max_session_hours": ("Longest session", "actual times that are taken for a typing error"),
    "telehealth_location_required": (
        "Client's place asked for",
        "whether a telehealth session is confirmed without it",
    ),
    "duplicate_threshold": ("Names alike", "when two client records are shown to a person"),
    "duplicate_threshold_same_birth_date": (
        "Names alike, same birth date",
        "when two client records are shown to a person",
    ),
    "move_prompt_sessions": ("Sessions in a new state", "when to ask whether the client moved"),
    "move_prompt_days": ("Days in a new state", "when to ask whether the client moved"),
    "crisis_review_bd": ("Time to decide on a crisis", "the manager's clock for an exception"),
    "directory_bd_min": ("Listing expected after", "when a listing is looked at"),
    "directory_bd_max": ("Listing late after", "when Evernorth is late, on desk and chart"),
    "submit_bd": ("Time to submit a listing", "our own clock before Evernorth's"),
    "first_action_bd": ("Time to the first action", "the first clock of every request"),
    "told_bd.client_correction": ("Time to tell, correction", "the second clock of the request"),
    "told_bd.session_edit": ("Time to tell, late edit", "the second clock of the request"),
    "told_bd.directory_update": ("Time to tell, listing", "the clock once all was seen right"),
    "told_bd.session_cancellation": (
        "Time to tell, cancellation",
        "the second clock of the request",
    ),
    "told_bd.other": ("Time to tell, other help", "the second clock of the request"),
    "cancel_settle_bd": (
        "Time to settle a cancellation",
        "whether claim, charge, payout and CAR were settled in time",
    ),
}
"""By key: what the value is called, and what it is used for."""


def name_of(key: str) -> str:
    """What a value is called; one that this page was not told of by its key."""
    return NAMES[key][0] if key in NAMES else key.replace("_", " ")


def use_of(key: str) -> str:
    """What it is used for; "" for one that this page was not told of."""
    return NAMES[key][1] if key in NAMES else ""


def how_much(value: PolicyValue) -> str:
    """The value with its unit: "72 hours", "$100.00", "yes"."""
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    if value.unit == "cents":
        return money_text(value.number)
    if value.unit in ("IANA zone", "instant"):
        return value.text.replace("_", " ")
    return amount_text(value.text, value.unit)


def in_force(value: PolicyValue, today: date) -> str:
    """Since when and until when it holds, both days included."""
    if value.effective_from > today:
        return f"from {day_text(value.effective_from)}"
    if value.effective_to is None:
        return f"since {day_text(value.effective_from)}"
    return f"{day_text(value.effective_from)} to {day_text(value.effective_to)}"


def origin_of(value: PolicyValue) -> str:
    """Whether an article says it or it was decided here."""
    return "an article" if value.origin == PolicyOrigin.ARTICLE else "decided here"
