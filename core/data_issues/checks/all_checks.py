"""Every contradiction that is looked for, and what a look finds."""

from collections import defaultdict

from core.data_issues.checks import (
    confirmed,
    contacts,
    coverage,
    foreign_records,
    histories,
    military_onesource,
    mos_referrals,
    mos_reports,
    overlaps,
    session_times,
)
from core.data_issues.checks.scope import CheckTime, DataCheck, RuleCheck, listed
from core.db.transaction import ReadContext

CHECKS: tuple[DataCheck | RuleCheck, ...] = (
    *military_onesource.CHECKS,
    *mos_referrals.CHECKS,
    *mos_reports.CHECKS,
    *session_times.CHECKS,
    *overlaps.CHECKS,
    *histories.CHECKS,
    *confirmed.CHECKS,
    *foreign_records.CHECKS,
    *coverage.CHECKS,
    *contacts.CHECKS,
)
LONGEST = 400


def found(context: ReadContext, look: DataCheck | RuleCheck, at: CheckTime) -> dict[int, str]:
    """The detail of each record that has this fault, by its id."""
    if isinstance(look, RuleCheck):
        keys = context.db.scalars(look.statement(at)).all()
        return {key: words[:LONGEST] for key, words in look.judge(context, keys, at)}
    seen = defaultdict[int, set[str]](set)
    for key, *values in context.db.execute(look.statement(at)):
        words = look.words(*values) if values else ""
        if words is not None:
            seen[key].add(words)
    return {key: listed(sorted(words))[:LONGEST] for key, words in seen.items()}
