"""Every contradiction that is looked for, and what a look finds."""

from collections import defaultdict

from sqlalchemy.orm import Session

from core.data_issues.checks import (
    coverage,
    military_onesource,
    mos_referrals,
    mos_reports,
    session_times,
)
from core.data_issues.checks.scope import CheckTime, DataCheck

CHECKS: tuple[DataCheck, ...] = (
    *military_onesource.CHECKS,
    *mos_referrals.CHECKS,
    *mos_reports.CHECKS,
    *session_times.CHECKS,
    *coverage.CHECKS,
)
NAMED = 5
"""Of more that are wrong on one record in the same way, the rest is counted."""
LONGEST = 400


def found(db: Session, look: DataCheck, at: CheckTime) -> dict[int, str]:
    """The detail of each record that has this fault, by its id; one query."""
    seen = defaultdict[int, set[str]](set)
    for key, *values in db.execute(look.statement(at)):
        words = look.words(*values) if values else ""
        if words is not None:
            seen[key].add(words)
    return {key: _listed(sorted(words)) for key, words in seen.items()}


def _listed(words: list[str]) -> str:
    """The same words whatever order the rows came in."""
    more = len(words) - NAMED
    return (", ".join(words[:NAMED]) + (f" and {more} more" if more > 0 else ""))[:LONGEST]
