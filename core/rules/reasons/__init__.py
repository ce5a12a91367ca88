"""The one catalogue of reasons: for each code its rule, article, sentence and next step."""

from collections.abc import Mapping
from dataclasses import replace

from core.rules.reasons import billing, changing, confirming, mos, records, requests
from core.vocabulary.reasons import Reason, ReasonCode

ENTRIES: tuple[Reason, ...] = (
    *confirming.STATUSES,
    *confirming.DETAILS,
    *confirming.READINESS,
    *billing.STATES,
    *billing.BLUES,
    *billing.PLACES,
    *billing.CRISIS,
    *mos.REFERRAL,
    *mos.REPORT,
    *mos.MISSED_ONES,
    *changing.EDITS,
    *changing.CANCELS,
    *records.RECORDS,
    *requests.SHARED,
    *requests.APPROVALS,
    *requests.KINDS,
)
CATALOGUE: Mapping[ReasonCode, Reason] = {one.code: one for one in ENTRIES}
"""Every code of the closed list, once."""


def reason(code: ReasonCode, **details: str) -> Reason:
    """The reason of `code`, its sentences filled in with `details`; KeyError without one."""
    entry = CATALOGUE[code]
    text, next_step = entry.text.format_map(details), entry.next_step.format_map(details)
    return replace(entry, text=text, next_step=next_step)


def concluded(code: ReasonCode, because: Reason) -> Reason:
    """The reason of `code` in the words of the one behind it: the same fact, asked another way."""
    return reason(code, fact=because.text, step=because.next_step)
