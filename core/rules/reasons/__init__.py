"""The one table of reasons: for each code its rule, article, sentence and next step."""

from collections.abc import Mapping

from core.rules.reasons import billing, changing, confirming, mos
from core.rules.reasons.reason import Reason
from core.vocabulary.verdicts import Code

TABLE: Mapping[Code, Reason] = {
    **confirming.STANDING,
    **confirming.DETAILS,
    **confirming.READINESS,
    **billing.STATES,
    **billing.BLUES,
    **billing.PLACES,
    **billing.CRISIS,
    **mos.REFERRAL,
    **mos.REPORT,
    **mos.MISSED_ONES,
    **changing.EDITS,
    **changing.CANCELS,
}
"""Every code of the closed list is in it, once."""
