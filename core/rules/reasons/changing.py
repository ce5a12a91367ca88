"""Reasons about editing and cancelling (R13-R16, R52, R53)."""

from functools import partial

from core.rules.reasons.reason import CONFIRMING, FIRST, Reason
from core.vocabulary.verdicts import Code, Weight

BLOCK, WARN, INFO = Weight.BLOCK, Weight.WARN, Weight.INFO
EDITING, CANCELING = "Editing a confirmed session", "Canceling a confirmed session"

_of = partial(Reason, article=CONFIRMING)

EDITS = {
    Code.EDIT_UNCONFIRMED: _of(
        "R13",
        INFO,
        EDITING,
        "The session is not confirmed yet, so no window runs.",
        "The provider changes it in the calendar.",
    ),
    Code.EDIT_CLOSED: _of(
        "R16",
        BLOCK,
        CANCELING,
        "The session is {status}, so there is nothing to edit.",
        "The provider books a new session where one is wanted.",
    ),
    Code.EDIT_WINDOW_OVER: _of(
        "R15",
        BLOCK,
        EDITING,
        "The provider could edit it until {until}.",
        "The provider asks support, who edit it.",
    ),
    Code.FILING_LIMIT: _of(
        "R15",
        WARN,
        "When to confirm a session",
        "The plan takes claims and corrections until {on}.",
        "Support asks the plan before anything is changed on the claim.",
    ),
    Code.CLAIM_REPLACED: _of(
        "R15",
        INFO,
        "",
        "There is a claim; once {plan} has it, a correction is a replacement claim.",
        "Support edits the session and has billing send a replacement of the claim.",
    ),
    Code.CLAIM_REOPENED: _of(
        "R15",
        INFO,
        "",
        "There is a claim; once {plan} has it, it is reopened or refunded and never takes a "
        "replacement.",
        "Support edits the session; billing asks the contractor to reopen the claim, or gives the "
        "money back by a voluntary refund.",
    ),
    Code.CLAIM_IN_PORTAL: _of(
        "R15",
        INFO,
        "",
        "There is a claim; once {plan} has it, it is corrected in the plan's own portal.",
        "Support edits the session and has billing correct the claim in the plan's portal.",
    ),
    Code.FIELD_NOT_EDITABLE: _of(
        "R14",
        BLOCK,
        EDITING,
        "The {field} of a confirmed session cannot be edited.",
        "The provider has support cancel the session, and books a new one.",
    ),
    Code.DATE_IN_FUTURE: _of(
        "R14",
        BLOCK,
        "",
        "The session would end in the future, on {on}.",
        "The provider enters when it was really held.",
    ),
    Code.EDIT_OUTSIDE_30D: _of(
        "R14",
        BLOCK,
        "",
        "With that date the confirmation would have come after its last day, {on}.",
        "The date stays; support cancels the session where the date was wrong.",
    ),
}

CANCELS = {
    Code.CANCEL_BY_SUPPORT: _of(
        "R16",
        INFO,
        CANCELING,
        "A confirmed session is cancelled by support alone, also within the 48 hours.",
        "The provider asks support, who take back the claim, the charge and the payout.",
    ),
    Code.CANCEL_IN_CALENDAR: _of(
        "R53",
        INFO,
        "Contacting your provider",
        "The session is not confirmed, so support has nothing to cancel.",
        "The provider cancels it in the calendar; a client writes to the provider in Messages.",
        article=FIRST,
    ),
    Code.CANCEL_CLOSED: _of(
        "R16",
        INFO,
        CANCELING,
        "There is nothing left to cancel: the session is {status}.",
        "Nothing is to be done.",
    ),
}
