"""Reasons about editing and canceling (R13-R16, R52, R53)."""

from functools import partial

from core.rules.reasons.articles import CONFIRMING, FIRST
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.reasons import ReasonCode as Code

BLOCK, WARN, INFO = Weight.BLOCK, Weight.WARN, Weight.INFO
EDITING, CANCELING = "Editing a confirmed session", "Canceling a confirmed session"

_of = partial(Reason, article=CONFIRMING)

EDITS = (
    _of(
        Code.EDIT_UNCONFIRMED,
        "R13",
        INFO,
        EDITING,
        "The session is not confirmed yet, so no time limit for edits applies.",
        "The provider changes it in the calendar.",
    ),
    _of(Code.EDIT_CLOSED, "R16", BLOCK, CANCELING, "{fact}", "{step}"),
    _of(
        Code.EDIT_WINDOW_OVER,
        "R15",
        BLOCK,
        EDITING,
        "The provider could edit the session until {until}.",
        "The provider asks support to edit it.",
    ),
    _of(
        Code.FILING_LIMIT,
        "R15",
        WARN,
        "When to confirm a session",
        "The plan takes claims and corrections until {on}.",
        "Ask the plan before you change anything on the claim.",
    ),
    _of(
        Code.CLAIM_REPLACED,
        "R15",
        INFO,
        "",
        "{plan} takes corrections of a claim as a replacement claim.",
        "Support edits the session. Billing sends a replacement claim.",
    ),
    _of(
        Code.CLAIM_REOPENED,
        "R15",
        INFO,
        "",
        "{plan} takes no replacement claims. It reopens a claim or takes a refund.",
        "Support edits the session. Billing asks the contractor to reopen the claim, or makes a "
        "voluntary refund.",
    ),
    _of(
        Code.CLAIM_IN_PORTAL,
        "R15",
        INFO,
        "",
        "{plan} takes corrections of a claim in its own portal.",
        "Support edits the session. Billing corrects the claim in the plan's portal.",
    ),
    _of(
        Code.FIELD_NOT_EDITABLE,
        "R14",
        BLOCK,
        EDITING,
        "The {field} of a confirmed session cannot be edited.",
        "The provider asks support to cancel the session, then books a new one.",
    ),
    _of(
        Code.DATE_IN_FUTURE,
        "R14",
        BLOCK,
        "",
        "With this change the session would end in the future, on {on}.",
        "The provider enters the time when the session took place.",
    ),
    _of(
        Code.EDIT_OUTSIDE_30D,
        "R14",
        BLOCK,
        "",
        "With this date the last day to confirm would have been {on}, before the confirmation.",
        "Keep the date. If it is wrong, the provider asks support to cancel the session.",
    ),
)

CANCELS = (
    _of(
        Code.CANCEL_BY_SUPPORT,
        "R16",
        INFO,
        CANCELING,
        "Only support can cancel a confirmed session, even in the first 48 hours.",
        "The provider asks support. Support takes back the claim, the charge and the payout.",
    ),
    _of(
        Code.CANCEL_IN_CALENDAR,
        "R53",
        INFO,
        "Contacting your provider",
        "The session is not confirmed, so support has nothing to cancel.",
        "The provider cancels it in the calendar. A client asks the provider in Messages.",
        article=FIRST,
    ),
    _of(Code.CANCEL_CLOSED, "R16", INFO, CANCELING, "{fact}", "{step}"),
)
