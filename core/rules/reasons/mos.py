"""Reasons about Military OneSource (R31-R43)."""

from functools import partial

from core.rules.reasons.articles import MOS
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.reasons import ReasonCode as Code

BLOCK, REVIEW, WARN, INFO = Weight.BLOCK, Weight.REVIEW, Weight.WARN, Weight.INFO
WORKS, PAYMENTS = "How sessions work", "Payments"
CONFIRMING, MISSED = "Confirming sessions for MOS clients", "Client cancellations and no-shows"

_of = partial(Reason, article=MOS)

REFERRAL = (
    _of(
        Code.MOS_NOT_ENROLLED,
        "R31",
        BLOCK,
        WORKS,
        "The provider was not enrolled with Military OneSource on {on}.",
        "The provider enrolls. Sessions before the enrollment are not paid.",
    ),
    _of(
        Code.REFERRAL_LATE,
        "R31",
        WARN,
        WORKS,
        "The session was booked before the provider accepted the referral.",
        "Ask the provider when they accepted it. The session can still be confirmed.",
    ),
    _of(
        Code.CASE_ID_MISSING,
        "R32",
        BLOCK,
        WORKS,
        "The client has no eCMS case ID on file.",
        "The provider adds the case ID from the referral.",
    ),
    _of(
        Code.CONTACT_MISSING,
        "R32",
        INFO,
        WORKS,
        "The client's record has no {missing}.",
        "The provider adds what is missing from the referral.",
    ),
    _of(
        Code.ZOOM_LINK_MISSING,
        "R32",
        WARN,
        WORKS,
        "The government Zoom link is missing.",
        "The provider adds the link from the referral.",
    ),
    _of(
        Code.NOT_GOVERNMENT_ZOOM,
        "R33",
        WARN,
        WORKS,
        "The session was not on government Zoom ({how}).",
        "Remind the provider to use the link from the referral. The session can still be "
        "confirmed.",
    ),
    _of(
        Code.MOS_TRAINING,
        "R43",
        INFO,
        "Headway's risk assessment training guide and template",
        "We have no record that the provider took the risk assessment training.",
        "Send the provider the training guide. The session can still be confirmed.",
    ),
)

REPORT = (
    _of(
        Code.CAR_MISSING,
        "R34",
        BLOCK,
        PAYMENTS,
        "The Case Activity Report is not filed.",
        "The provider files it on the government platform, then confirms the session.",
    ),
    _of(
        Code.CAR_AFTER_CONFIRMING,
        "R34",
        WARN,
        PAYMENTS,
        "The session was confirmed before its Case Activity Report was filed.",
        "The session is not paid. A lead reviews it with the provider.",
    ),
    _of(
        Code.NOT_ATTESTED,
        "R34",
        WARN,
        PAYMENTS,
        "The session is confirmed but not attested.",
        "The provider attests it. It is not paid before that.",
    ),
    _of(
        Code.CAR_DATE,
        "R36",
        BLOCK,
        CONFIRMING,
        "The CAR date entered is {entered}. It must be {wanted}, the day after the session.",
        "The provider enters {wanted}. The date does not change the pay.",
    ),
    _of(
        Code.CAR_DATE_RECORDED,
        "R36",
        WARN,
        CONFIRMING,
        "The CAR date on record is {entered}. It should be {wanted}.",
        "Ask the provider to correct it. The pay does not change.",
    ),
    _of(
        Code.CAR_DUE,
        "R39",
        INFO,
        MISSED,
        "The Case Activity Report is not filed yet.",
        "The provider files it on the government platform, even if the session did not take place.",
    ),
    _of(
        Code.CAR_OVERDUE,
        "R39",
        WARN,
        MISSED,
        "The Case Activity Report has been overdue since {on}.",
        "The provider files it on the government platform, even if the session did not take place.",
    ),
    _of(
        Code.MOS_LENGTH,
        "R35",
        INFO,
        PAYMENTS,
        "The session lasted {minutes} minutes instead of 45.",
        "The pay stays the same. Ask the provider if the times look wrong.",
    ),
)

MISSED_ONES = (
    _of(
        Code.MOS_NOT_HELD,
        "R40",
        BLOCK,
        MISSED,
        "This Military OneSource session did not take place ({status}), so it must not be "
        "confirmed.",
        "The provider files the Case Activity Report and leaves the session unconfirmed.",
    ),
    _of(
        Code.CAR_SAYS_NOT_HELD,
        "R40",
        BLOCK,
        MISSED,
        "The Case Activity Report says {outcome}.",
        "The provider corrects the status of the session, or the report.",
    ),
    _of(
        Code.CONFIRMED_NOT_HELD,
        "R40",
        WARN,
        MISSED,
        "The session is confirmed while its Case Activity Report says {detail}.",
        "Support opens a cancellation request and asks the provider which one is true.",
    ),
    _of(
        Code.MOS_NEVER_BILLED,
        "R38",
        BLOCK,
        MISSED,
        "Military OneSource pays nothing for a session that did not take place.",
        "Leave it unbilled. Report a charge, claim or payout on it to billing.",
    ),
    _of(
        Code.MOS_CHARGE,
        "R38",
        WARN,
        MISSED,
        "Military OneSource costs the client nothing, but the client is charged ({detail}).",
        "Report the charge to billing. Billing removes it and refunds what was collected.",
    ),
    _of(
        Code.MOS_MISSED_MONEY,
        "R38",
        WARN,
        MISSED,
        "The session did not take place, but money is booked on it ({detail}).",
        "Report it to billing. Billing removes it.",
    ),
)
