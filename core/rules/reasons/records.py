"""Reasons why a record contradicts itself or a rule (R01, R03, R05, R07, R32, R34, R54).

Contradictions that an eligibility check finds too are with the reasons of that check.
"""

from functools import partial

from core.rules.reasons.articles import CONFIRMING, FIRST, MOS
from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.reasons import ReasonCode as Code

HOW, WHEN = "Confirming a session", "When to confirm a session"

_of = partial(Reason, weight=Weight.WARN, article=CONFIRMING)

RECORDS = (
    _of(
        Code.CONFIRMED_BEFORE_END,
        "R07",
        section=HOW,
        text="The session was confirmed {detail}.",
        next_step="A lead asks the provider when it took place, and edits wrong times.",
    ),
    _of(
        Code.CONFIRMED_AFTER_DAY_30,
        "R01",
        section=WHEN,
        text="The session was confirmed {detail}, after its last day to confirm.",
        next_step="A lead asks the platform how this happened. Billing decides about the claim.",
    ),
    _of(
        Code.CONSULT_BILLED,
        "R54",
        section="Scheduling your first session",
        text="This is a consultation call, but it is confirmed or billed ({detail}).",
        next_step="Support cancels the confirmation. Billing takes back the claim.",
        article=FIRST,
    ),
    _of(
        Code.MOS_WITHOUT_CASE,
        "R32",
        section="How sessions work",
        text="The Military OneSource session belongs to no case, so it cannot be reported.",
        next_step="The provider adds the case from the referral.",
        article=MOS,
    ),
    _of(
        Code.REPORT_WITHOUT_MOS,
        "R34",
        section="Payments",
        text="The session has a Case Activity Report, but its payer is {detail}.",
        next_step="A lead asks the provider which session the report belongs to.",
        article=MOS,
    ),
    _of(
        Code.HALF_TIMES,
        "R03",
        section=HOW,
        text="{detail}",
        next_step="The provider adds the missing time.",
    ),
    _of(
        Code.OVERLAPPING_SESSIONS,
        "R03",
        section="",
        text="The provider had another session at the same time ({detail}).",
        next_step="A lead asks the provider which session took place, and when.",
    ),
    _of(
        Code.TWO_ACTIVE_PRIMARIES,
        "R05",
        section=WHEN,
        text="Two coverages are primary on the same days ({detail}).",
        next_step="Support asks the client which plan pays first, and has it verified.",
    ),
)
