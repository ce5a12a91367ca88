"""Reasons about confirming a session (R01-R11, R54)."""

from functools import partial

from core.rules.reasons.articles import CONFIRMING, FIRST
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.reasons import ReasonCode as Code

BLOCK, REVIEW, WARN, INFO = Weight.BLOCK, Weight.REVIEW, Weight.WARN, Weight.INFO
HOW, WHEN = "Confirming a session", "When to confirm a session"
SIGNING, EDITING = "When to sign documentation", "Editing a confirmed session"
CANCELING = "Canceling a confirmed session"

_of = partial(Reason, article=CONFIRMING)

STATUSES = (
    _of(
        Code.CONSULT,
        "R54",
        BLOCK,
        "Scheduling your first session",
        "This is a consultation call. Consultation calls are never confirmed or billed.",
        "The provider books a session if the client wants one.",
        article=FIRST,
    ),
    _of(
        Code.NOT_CONFIRMED,
        "R01",
        INFO,
        WHEN,
        "The provider has not confirmed the session, so nothing is billed yet.",
        "The provider confirms it by the last day to confirm.",
    ),
    _of(
        Code.ALREADY_CONFIRMED,
        "R13",
        BLOCK,
        EDITING,
        "The provider confirmed the session on {on}.",
        "To change a detail, edit the session.",
    ),
    _of(
        Code.CANCEL_REQUESTED,
        "R16",
        BLOCK,
        CANCELING,
        "A cancellation is already in progress.",
        "Open {where}.",
    ),
    _of(
        Code.CANCELLED_AFTER_CONFIRM,
        "R16",
        BLOCK,
        CANCELING,
        "The session was canceled after it was confirmed. This cannot be undone.",
        "The provider books and confirms a new session if the client was seen.",
    ),
    _of(
        Code.NOT_OVER,
        "R07",
        BLOCK,
        HOW,
        "The session ends {ends}.",
        "The provider confirms it after it ends.",
    ),
    _of(
        Code.NOT_HELD,
        "R07",
        BLOCK,
        HOW,
        "The session did not take place ({status}), so it is not billed.",
        "If it did take place, the provider corrects the status in the calendar.",
    ),
    _of(
        Code.EXPIRED_30D,
        "R01",
        BLOCK,
        WHEN,
        "The last day to confirm was {on}. The session expired and cannot be billed.",
        "Tell the provider that the session will not be paid.",
    ),
    _of(
        Code.DOS_MOVED,
        "R01",
        REVIEW,
        WHEN,
        "The session was scheduled for {scheduled}. Only the start the provider entered, {on}, "
        "keeps it within 30 days.",
        "A lead asks the provider which day the session took place.",
    ),
    _of(
        Code.CLIENT_DATE,
        "R01",
        INFO,
        "",
        "In the client's time zone the session began on {on}.",
        "Give both dates if the client asks about the claim.",
    ),
    _of(
        Code.TEMPLATE_UNSIGNED,
        "R08",
        BLOCK,
        HOW,
        "A session note was started in a template and is not signed.",
        "The provider signs the note, or discards it and chooses another kind of note.",
    ),
    _of(
        Code.COVERAGE_KNOWN_LATE,
        "R11",
        INFO,
        SIGNING,
        "We learned of a {line} coverage after the 48 hours for the note had passed.",
        "The note does not count as late. Check that the claim goes to the right plan.",
    ),
)

DETAILS = (
    _of(
        Code.START_TIME,
        "R03",
        BLOCK,
        HOW,
        "The session has an actual end but no actual start.",
        "The provider adds the missing time.",
    ),
    _of(
        Code.STOP_TIME,
        "R03",
        BLOCK,
        HOW,
        "The session has an actual start but no actual end.",
        "The provider adds the missing time.",
    ),
    _of(
        Code.TIMES_REVERSED,
        "R03",
        BLOCK,
        HOW,
        "The actual times run {detail}, but a session must end after it starts.",
        "The provider corrects the actual times.",
    ),
    _of(
        Code.TOO_LONG,
        "R03",
        BLOCK,
        "",
        "The times make the session {detail} long, more than the longest session allowed.",
        "The provider corrects the actual times.",
    ),
    _of(
        Code.TIMES_AS_SCHEDULED,
        "R03",
        INFO,
        HOW,
        "The actual times match the scheduled times to the minute.",
        "Ask the provider only if someone doubts the length.",
    ),
    _of(
        Code.BOOKED_AFTERWARDS,
        "R06",
        WARN,
        WHEN,
        "The session was added to the calendar after it began.",
        "Remind the provider to schedule ahead. The session can still be confirmed.",
    ),
    _of(
        Code.CPT_MISSING,
        "R04",
        BLOCK,
        HOW,
        "The session has no CPT code.",
        "The provider adds the CPT code.",
    ),
    _of(
        Code.CPT_INVALID,
        "R04",
        BLOCK,
        HOW,
        "{cpt} is not written like a CPT code.",
        "The provider corrects the CPT code.",
    ),
    _of(
        Code.CPT_MINUTES,
        "R04",
        WARN,
        "",
        "{cpt} ({label}) does not fit a session of {minutes} minutes.",
        "The provider checks the code and the actual times. The session can still be confirmed.",
    ),
    _of(
        Code.DIAGNOSIS_MISSING,
        "R04",
        BLOCK,
        HOW,
        "The session has no diagnosis.",
        "The provider adds a diagnosis.",
    ),
    _of(
        Code.DIAGNOSIS_COUNT,
        "R04",
        BLOCK,
        "",
        "The session has {count} diagnoses. A claim holds at most 12.",
        "The provider keeps the 12 that matter most.",
    ),
    _of(
        Code.DIAGNOSIS_NOT_BILLABLE,
        "R04",
        BLOCK,
        HOW,
        "{diagnosis} is not a billable diagnosis.",
        "The provider chooses a valid, more specific ICD-10-CM code.",
    ),
    _of(
        Code.DIAGNOSIS_UNCHECKED,
        "R04",
        WARN,
        "",
        "We cannot check whether {diagnosis} was billable on {on}.",
        "Billing looks up the code before the claim is sent.",
    ),
)

READINESS = (
    _of(
        Code.PAYMENT_METHOD_MISSING,
        "R05",
        BLOCK,
        WHEN,
        "The client has no payment method on file.",
        "The provider asks the client to add one in their account.",
    ),
    _of(
        Code.FORMS_MISSING,
        "R05",
        BLOCK,
        WHEN,
        "The client has not acknowledged the standard forms.",
        "The provider asks the client to acknowledge them in their account.",
    ),
    _of(
        Code.PLAN_MISSING,
        "R05",
        BLOCK,
        WHEN,
        "The session is not booked to an insurance plan.",
        "The client adds the plan in their account. Support has it verified.",
    ),
    _of(
        Code.PLAN_INACTIVE,
        "R05",
        BLOCK,
        WHEN,
        "The plan was not active on {on}.",
        "The client adds the plan that covered that day. Support has it verified.",
    ),
    _of(
        Code.PLAN_UNVERIFIED,
        "R05",
        BLOCK,
        WHEN,
        "The client has no verified insurance plan on file.",
        "Support has the plan verified, or asks the client to correct it.",
    ),
)
