"""Reasons about Military OneSource (R31-R43)."""

from functools import partial

from core.rules.reasons.reason import MOS, Reason
from core.vocabulary.verdicts import Code, Weight

BLOCK, REVIEW, WARN, INFO = Weight.BLOCK, Weight.REVIEW, Weight.WARN, Weight.INFO
WORKS, PAYMENTS = "How sessions work", "Payments"
CONFIRMING, MISSED = "Confirming sessions for MOS clients", "Client cancellations and no-shows"

_of = partial(Reason, article=MOS)

REFERRAL = {
    Code.MOS_NOT_ENROLLED: _of(
        "R31",
        BLOCK,
        WORKS,
        "The provider was not enrolled with Military OneSource on {on}.",
        "The provider enrolls first; a session before that is not paid.",
    ),
    Code.REFERRAL_LATE: _of(
        "R31",
        WARN,
        WORKS,
        "The session was booked before the referral was accepted.",
        "Ask the provider when the referral was accepted; it stops nothing.",
    ),
    Code.CASE_ID_MISSING: _of(
        "R32",
        BLOCK,
        WORKS,
        "The client's eCMS case ID is missing.",
        "The provider adds the case ID from the referral.",
    ),
    Code.CONTACT_MISSING: _of(
        "R32",
        INFO,
        WORKS,
        "Missing on the client's record: {missing}.",
        "The provider adds what is missing from the referral.",
    ),
    Code.ZOOM_LINK_MISSING: _of(
        "R32",
        WARN,
        WORKS,
        "The government Zoom link is missing.",
        "The provider adds the link from the referral.",
    ),
    Code.NOT_GOVERNMENT_ZOOM: _of(
        "R33",
        WARN,
        WORKS,
        "The session was not on government Zoom ({how}).",
        "Remind the provider to use the link of the referral; it stops nothing.",
    ),
    Code.MOS_TRAINING: _of(
        "R43",
        INFO,
        "Headway's risk assessment training guide and template",
        "No risk assessment training of the provider is recorded.",
        "Send the provider the training guide; it stops nothing.",
    ),
}

REPORT = {
    Code.CAR_MISSING: _of(
        "R34",
        BLOCK,
        PAYMENTS,
        "The Case Activity Report is not done.",
        "The provider files it on the government platform, then confirms.",
    ),
    Code.CAR_AFTER_CONFIRMING: _of(
        "R34",
        WARN,
        PAYMENTS,
        "The session was confirmed before its Case Activity Report was done.",
        "It is not paid as it stands; a lead looks with the provider.",
    ),
    Code.NOT_ATTESTED: _of(
        "R34",
        WARN,
        PAYMENTS,
        "The session is confirmed and not attested.",
        "The provider attests it; it is not paid before that.",
    ),
    Code.CAR_DATE: _of(
        "R36",
        BLOCK,
        CONFIRMING,
        "The CAR date entered is {entered}; it must be {wanted}, the day after the session.",
        "The provider enters {wanted}; it has no bearing on the pay.",
    ),
    Code.CAR_DATE_RECORDED: _of(
        "R36",
        WARN,
        CONFIRMING,
        "The CAR date on record is {entered}; it should be {wanted}.",
        "Have it corrected; the pay stays as it is.",
    ),
    Code.CAR_DUE: _of(
        "R39",
        INFO,
        MISSED,
        "The Case Activity Report is still to be done.",
        "The provider files it on the government platform, held or not.",
    ),
    Code.CAR_OVERDUE: _of(
        "R39",
        WARN,
        MISSED,
        "The Case Activity Report has been missing since {on}.",
        "The provider files it on the government platform, held or not.",
    ),
    Code.MOS_LENGTH: _of(
        "R35",
        INFO,
        PAYMENTS,
        "The session lasted {minutes} minutes instead of forty-five.",
        "The pay stays the same; ask the provider where the times look wrong.",
    ),
}

MISSED_ONES = {
    Code.MOS_NOT_HELD: _of(
        "R40",
        BLOCK,
        MISSED,
        "The session was not held (status {status}), so it must not be confirmed.",
        "The provider documents it in the Case Activity Report and leaves it unconfirmed.",
    ),
    Code.CAR_SAYS_NOT_HELD: _of(
        "R40",
        BLOCK,
        MISSED,
        "The Case Activity Report says {outcome}.",
        "The provider corrects the status of the session, or the report.",
    ),
    Code.CONFIRMED_NOT_HELD: _of(
        "R40",
        WARN,
        MISSED,
        "The session is confirmed while its Case Activity Report says {outcome}.",
        "Support opens a cancellation for it.",
    ),
    Code.MOS_NEVER_BILLED: _of(
        "R38",
        BLOCK,
        MISSED,
        "The session was not held, so nothing of it is ever billed.",
        "Nothing is charged, claimed or paid; what stands on it is taken out.",
    ),
    Code.MOS_CHARGE: _of(
        "R38",
        WARN,
        MISSED,
        "The client is charged for a benefit that costs nothing.",
        "Billing takes the charge out.",
    ),
    Code.MOS_MISSED_MONEY: _of(
        "R38",
        WARN,
        MISSED,
        "There is a {what} on a session that was not held.",
        "Billing takes it out: nothing is billed for a cancellation or no-show.",
    ),
}
