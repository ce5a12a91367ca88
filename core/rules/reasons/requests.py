"""Reasons why a step of a request is refused (R16, R28, R45-R49, R53)."""

from functools import partial

from core.rules.reasons.articles import BILLING, CONFIRMING, FIRST, MOS
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.reasons import ReasonCode as Code

LISTING = "Updating your MOS status or Evernorth directory listing"

_of = partial(Reason, weight=Weight.BLOCK, section="", article=MOS)
_listing = partial(Reason, weight=Weight.BLOCK, section=LISTING, article=MOS)
_cancel = partial(Reason, weight=Weight.BLOCK, section="", article=CONFIRMING)
_urgent = partial(Reason, weight=Weight.BLOCK, section="", article=FIRST)

SHARED = (
    _of(
        Code.NOT_TAKEN,
        "R46",
        text="This request is not assigned to you.",
        next_step="Take the request first.",
    ),
    _of(
        Code.TAKEN,
        "R46",
        text="This request is assigned to {name}.",
        next_step="Ask a lead to assign it to you.",
    ),
    _of(
        Code.ANOTHERS,
        "R46",
        text="This request is assigned to someone else.",
        next_step="Ask the assignee or a lead.",
    ),
    _of(
        Code.REQUEST_ENDED,
        "R46",
        text="This request is closed.",
        next_step="Reopen it, or file a new request.",
    ),
    _of(
        Code.WORK_DONE,
        "R46",
        text="The work on this request is done.",
        next_step="Reply to the requester. The reply closes the request.",
    ),
    _of(
        Code.NOT_REOPENED,
        "R46",
        text="A {kind} cannot be reopened.",
        next_step="File a new request.",
    ),
    _cancel(
        Code.OWN_STEP,
        "R16",
        text="A {kind} has its own last step, which releases what is on hold.",
        next_step="Finish or withdraw the {kind} on its page.",
    ),
    _urgent(
        Code.URGENT,
        "R53",
        text="Words in this request suggest self-harm.",
        next_step="Act on them first and mark the request as handled. Then end it.",
    ),
    _urgent(
        Code.URGENT_WORDS,
        "R53",
        text="These words suggest self-harm.",
        next_step="Add them as a note, which makes the request urgent. Act on them first.",
    ),
    _urgent(
        Code.NOT_URGENT,
        "R53",
        text="This request is not urgent.",
        next_step="Load the page again to see its status.",
    ),
)

APPROVALS = (
    _of(
        Code.NO_APPROVAL_NEEDED,
        "R45",
        text="This request needs no approval.",
        next_step="Continue with the request.",
    ),
    _of(
        Code.APPROVAL_ASKED,
        "R45",
        text="An approval has already been requested.",
        next_step="Wait until a lead or manager decides.",
    ),
    _of(
        Code.OWN_REQUEST,
        "R45",
        text="You worked on this request yourself.",
        next_step="Ask another lead or manager to approve it.",
    ),
    _cancel(
        Code.APPROVAL_OF_MONEY,
        "R16",
        text="The payer has paid this claim, and nobody has approved returning the money.",
        next_step="Request approval from a lead or manager.",
    ),
    _of(
        Code.APPROVAL_OF_IDENTITY,
        "R45",
        text="Name and birth date change together, which could turn this record into another "
        "person's.",
        next_step="Request approval from a lead or manager.",
    ),
)

KINDS = (
    _of(
        Code.NOTHING_TO_CORRECT,
        "R45",
        text="The record already has these values.",
        next_step="Enter the correct values, then correct the record.",
    ),
    Reason(
        Code.NOTHING_TO_DECIDE,
        "R28",
        Weight.BLOCK,
        "",
        "The location passes, so there is no exception to decide.",
        "No action needed.",
        BILLING,
    ),
    _cancel(
        Code.OPEN_STEP,
        "R16",
        text="A step is open ({step}).",
        next_step="{todo}",
    ),
    _cancel(
        Code.NOT_REQUESTED,
        "R16",
        text="The platform no longer shows this session as being canceled.",
        next_step="Look at the session, then ask a lead.",
    ),
    _cancel(
        Code.TAKEN_BACK,
        "R16",
        text="{step} is already taken back.",
        next_step="Finish the cancellation.",
    ),
    _cancel(
        Code.FINISH_INSTEAD,
        "R16",
        text="A cancellation cannot be withdrawn after something was taken back.",
        next_step="Finish the cancellation. The provider then books and confirms a new session.",
    ),
    _listing(
        Code.OTHER_DIRECTORY,
        "R47",
        text="Only Evernorth's directory can be updated this way.",
        next_step="File other help for another plan's directory, and tell the provider.",
    ),
    _listing(
        Code.NOT_ENROLLED,
        "R47",
        text="The provider is not enrolled with Military OneSource, so the listing cannot say "
        "that they take its clients.",
        next_step="Tell the provider how to enroll.",
    ),
    _listing(
        Code.NOT_SUBMITTED,
        "R49",
        text="The listing is not with Evernorth now.",
        next_step="Submit it to Evernorth first.",
    ),
    _listing(
        Code.SUBMITTED_ALREADY,
        "R49",
        text="The listing is already with Evernorth.",
        next_step="Check the listing, or record that Evernorth returned it.",
    ),
)
