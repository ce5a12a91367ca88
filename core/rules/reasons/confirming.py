"""Reasons about confirming a session (R01-R11, R54)."""

from functools import partial

from core.rules.reasons.reason import CONFIRMING, FIRST, Reason
from core.vocabulary.verdicts import Code, Weight

BLOCK, REVIEW, WARN, INFO = Weight.BLOCK, Weight.REVIEW, Weight.WARN, Weight.INFO
HOW, WHEN = "Confirming a session", "When to confirm a session"
SIGNING, EDITING = "When to sign documentation", "Editing a confirmed session"
CANCELING = "Canceling a confirmed session"

_of = partial(Reason, article=CONFIRMING)

STANDING = {
    Code.CONSULT: _of(
        "R54",
        BLOCK,
        "Scheduling your first session",
        "This is a consultation call; it is never confirmed or billed.",
        "Nothing is to be done; the provider books a session where one is wanted.",
        article=FIRST,
    ),
    Code.ALREADY_CONFIRMED: _of(
        "R13",
        BLOCK,
        EDITING,
        "The session was confirmed on {on}.",
        "Nothing is to be confirmed; a detail that is wrong is edited.",
    ),
    Code.CANCEL_REQUESTED: _of(
        "R16",
        BLOCK,
        CANCELING,
        "The session is being cancelled by support.",
        "Support settles the cancellation; if it is withdrawn the session is confirmed as before.",
    ),
    Code.CANCELLED_AFTER_CONFIRM: _of(
        "R16",
        BLOCK,
        CANCELING,
        "The session was cancelled after its confirmation, and that does not turn back.",
        "The provider books and confirms a new session inside its own thirty days.",
    ),
    Code.NOT_OVER: _of(
        "R07",
        BLOCK,
        HOW,
        "The session is not over before {ends}.",
        "The provider confirms it once it has been held.",
    ),
    Code.NOT_HELD: _of(
        "R07",
        BLOCK,
        HOW,
        "The session was not held: its status is {status}.",
        "If it did take place, the provider corrects the status first.",
    ),
    Code.EXPIRED_30D: _of(
        "R01",
        BLOCK,
        WHEN,
        "The last day to confirm was {on}.",
        "It can no longer be confirmed by anybody; tell the provider and count it as lost.",
    ),
    Code.DOS_MOVED: _of(
        "R01",
        REVIEW,
        WHEN,
        "Only the start that was entered ({on}) keeps it within thirty days; it was scheduled for "
        "{scheduled}.",
        "A lead asks the provider what day the session really took place.",
    ),
    Code.CLIENT_DATE: _of(
        "R01",
        INFO,
        "",
        "For the client the session began on {on}.",
        "Name both dates when the client asks about the claim.",
    ),
    Code.TEMPLATE_UNSIGNED: _of(
        "R08",
        BLOCK,
        HOW,
        "A note was begun in a template and is not signed.",
        "The provider signs the note, or discards it and chooses another kind of note.",
    ),
    Code.COVERAGE_KNOWN_LATE: _of(
        "R11",
        INFO,
        SIGNING,
        "A {line} coverage became known after the note's 48 hours were over.",
        "The note is not late for it; look whether the claim goes to the right plan.",
    ),
}

DETAILS = {
    Code.START_TIME: _of(
        "R03",
        BLOCK,
        HOW,
        "An actual stop was entered without a start.",
        "The provider enters the actual start.",
    ),
    Code.STOP_TIME: _of(
        "R03",
        BLOCK,
        HOW,
        "An actual start was entered without a stop.",
        "The provider enters the actual stop.",
    ),
    Code.TIMES_REVERSED: _of(
        "R03",
        BLOCK,
        HOW,
        "The session stops before it starts, or at the same minute.",
        "The provider corrects the actual times.",
    ),
    Code.TOO_LONG: _of(
        "R03",
        BLOCK,
        HOW,
        "The session would have lasted {minutes} minutes, more than {hours} hours.",
        "The provider corrects the actual times.",
    ),
    Code.TIMES_AS_SCHEDULED: _of(
        "R03",
        INFO,
        HOW,
        "The actual times are the scheduled ones to the minute.",
        "Nothing must be done; ask the provider where the length is doubted.",
    ),
    Code.BOOKED_AFTERWARDS: _of(
        "R06",
        WARN,
        WHEN,
        "The session was put into the calendar after it had begun.",
        "Remind the provider to schedule ahead; it stops nothing.",
    ),
    Code.CPT_MISSING: _of(
        "R04",
        BLOCK,
        HOW,
        "There is no CPT code.",
        "The provider chooses the CPT code.",
    ),
    Code.CPT_INVALID: _of(
        "R04",
        BLOCK,
        HOW,
        "{cpt} does not have the form of a CPT code.",
        "The provider chooses the CPT code anew.",
    ),
    Code.CPT_MINUTES: _of(
        "R04",
        WARN,
        "",
        "{cpt} ({label}) does not fit a session of {minutes} minutes.",
        "The provider looks at the code and the actual times; it stops nothing.",
    ),
    Code.DIAGNOSIS_MISSING: _of(
        "R04",
        BLOCK,
        HOW,
        "There is no diagnosis.",
        "The provider adds a diagnosis.",
    ),
    Code.DIAGNOSIS_COUNT: _of(
        "R04",
        BLOCK,
        "",
        "There are {count} diagnoses; a claim holds twelve.",
        "The provider keeps the twelve that matter.",
    ),
    Code.DIAGNOSIS_NOT_BILLABLE: _of(
        "R04",
        BLOCK,
        HOW,
        "{diagnosis} is not a diagnosis that can be billed.",
        "The provider chooses a more exact or a valid ICD-10-CM code.",
    ),
    Code.DIAGNOSIS_UNCHECKED: _of(
        "R04",
        WARN,
        "",
        "Whether {diagnosis} could be billed on {on} is not known here.",
        "Billing looks the code up before the claim goes out.",
    ),
}

READINESS = {
    Code.PAYMENT_METHOD_MISSING: _of(
        "R05",
        BLOCK,
        WHEN,
        "The client has no payment method on file.",
        "The provider asks the client to add one in their account.",
    ),
    Code.FORMS_MISSING: _of(
        "R05",
        BLOCK,
        WHEN,
        "The client has not acknowledged the standard forms.",
        "The provider asks the client to acknowledge them in their account.",
    ),
    Code.PLAN_MISSING: _of(
        "R05",
        BLOCK,
        WHEN,
        "The session is not booked to an insurance plan.",
        "The client adds the plan to their account and it is verified.",
    ),
    Code.PLAN_INACTIVE: _of(
        "R05",
        BLOCK,
        WHEN,
        "The plan was not active on {on}.",
        "The client adds the plan that covered the day, and it is verified.",
    ),
    Code.PLAN_UNVERIFIED: _of(
        "R05",
        BLOCK,
        WHEN,
        "There is no verified insurance plan on file.",
        "Support has the plan verified, or asks the client to correct it.",
    ),
}
