"""Records that contradict themselves or a rule: for each code its rule, article, sentence and next
step; and what becomes of a stored finding when the records are looked at again.

The gates say the same of one session when it is asked about; here nobody has to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.rules.reasons.reason import BILLING, CONFIRMING, FIRST, MOS
from core.vocabulary.data_issues import DataIssueCode as F
from core.vocabulary.data_issues import DataIssueStage, DataIssueStatus

HOW, WHEN = "Confirming a session", "When to confirm a session"
MISSED = "Client cancellations and no-shows"


@dataclass(frozen=True)
class Fault:
    """One kind of contradiction. `text` and `next_step` are sentences for staff; "{detail}" is
    what is particular to the record. `section` is "" where the house decided."""

    label: str
    rule: str
    article: str
    section: str
    text: str
    next_step: str

    def sentence(self, detail: str) -> str:
        """What is wrong, with the record's own detail in it."""
        return self.text.format(detail=detail)


FAULTS: Mapping[F, Fault] = {
    F.CONFIRMED_NOT_HELD: Fault(
        "Confirmed, but not held",
        "R40",
        MOS,
        MISSED,
        "The session is confirmed while its Case Activity Report says {detail}.",
        "Whoever takes the cancellation request asks the provider which of the two is true.",
    ),
    F.CONFIRMED_BEFORE_END: Fault(
        "Confirmed before its end",
        "R07",
        CONFIRMING,
        HOW,
        "The session was confirmed {detail}.",
        "A lead asks the provider when it was held; if the times are wrong, they are edited.",
    ),
    F.CONFIRMED_AFTER_DAY_30: Fault(
        "Confirmed after day 30",
        "R01",
        CONFIRMING,
        WHEN,
        "The session was confirmed {detail}.",
        "A lead asks the platform how that could be, and billing what becomes of its claim.",
    ),
    F.CONSULT_BILLED: Fault(
        "Consultation call confirmed or billed",
        "R54",
        FIRST,
        "Scheduling your first session",
        "This is a consultation call, and there is: {detail}.",
        "Support cancels it where it is confirmed; billing takes the claim back.",
    ),
    F.MOS_CHARGE: Fault(
        "Client charged for Military OneSource",
        "R38",
        MOS,
        MISSED,
        "The client is charged for a benefit that costs nothing: {detail}.",
        "Billing takes the charge out and refunds what was drawn.",
    ),
    F.MOS_MISSED_MONEY: Fault(
        "Money on a Military OneSource session that was not held",
        "R38",
        MOS,
        MISSED,
        "The session was not held, and on it there is: {detail}.",
        "Billing takes it out: nothing is billed for a cancellation or no-show.",
    ),
    F.MOS_WITHOUT_CASE: Fault(
        "Military OneSource session without a case",
        "R32",
        MOS,
        "How sessions work",
        "Military OneSource is to pay, and the session belongs to no case.",
        "The provider adds the case from the referral; without it nothing can be reported.",
    ),
    F.REPORT_WITHOUT_MOS: Fault(
        "Case Activity Report on another payer's session",
        "R34",
        MOS,
        "Payments",
        "There is a Case Activity Report, but who pays is: {detail}.",
        "A lead asks the provider which session the report belongs to.",
    ),
    F.TIMES_REVERSED: Fault(
        "Stopped before it started",
        "R03",
        CONFIRMING,
        HOW,
        "The actual times run backwards, or are the same: {detail}.",
        "The provider corrects the actual times.",
    ),
    F.HALF_TIMES: Fault(
        "Only half of its actual times",
        "R03",
        CONFIRMING,
        HOW,
        "An actual {detail}.",
        "The provider enters the one that is missing.",
    ),
    F.TOO_LONG: Fault(
        "Longer than a session can be",
        "R03",
        CONFIRMING,
        "",
        "The session would have lasted {detail}.",
        "The provider corrects the times.",
    ),
    F.OVERLAPPING_SESSIONS: Fault(
        "Two sessions of a provider at once",
        "R03",
        CONFIRMING,
        "",
        "The provider was in another session at the same time: {detail}.",
        "A lead asks the provider which of them took place, and when.",
    ),
    F.TWO_ACTIVE_PRIMARIES: Fault(
        "Two primary coverages at once",
        "R05",
        CONFIRMING,
        WHEN,
        "Two coverages are both the first to be billed on the same days: {detail}.",
        "Support asks the client which plan pays first, and has it verified.",
    ),
    F.CREDENTIAL_WITHOUT_LICENSE: Fault(
        "Credential without a license",
        "R30",
        BILLING,
        "",
        "A credential is active for {detail}, where no license is in force on any of its days.",
        "Credentialing asks the provider for the license, or ends the credential.",
    ),
}
"""Every code of the closed list is in it, once."""


class Move(StrEnum):
    """What a look does to a stored finding; also the audit entry it leaves."""

    REOPENED = "reopened"
    CHANGED = "changed"
    RESOLVED = "resolved"


def stage_of(status: DataIssueStatus, resolved_at: datetime | None) -> DataIssueStage:
    """Where a finding stands: `resolved_at` is when it was gone from the record, so one that is
    resolved without it was accepted by a person while the record still shows it."""
    if status == DataIssueStatus.OPEN:
        return DataIssueStage.OPEN
    return DataIssueStage.ACCEPTED if resolved_at is None else DataIssueStage.GONE


def move(stage: DataIssueStage, stored: str, seen: str | None) -> Move | None:
    """What becomes of a finding with the detail `stored`, seen again with `seen`, or with None no
    more. One that was accepted stays so as long as its detail is the same."""
    if seen is None:
        return None if stage == DataIssueStage.GONE else Move.RESOLVED
    if stage == DataIssueStage.GONE:
        return Move.REOPENED
    if seen == stored:
        return None
    return Move.REOPENED if stage == DataIssueStage.ACCEPTED else Move.CHANGED
