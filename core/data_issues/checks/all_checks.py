"""Every contradiction that is looked for, and what a look finds."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, select

from core.data_issues.checks import (
    confirmed,
    contacts,
    coverage,
    duplicates,
    foreign_records,
    histories,
    military_onesource,
    mos_referrals,
    mos_reports,
    overlaps,
    session_times,
)
from core.data_issues.checks.scope import CheckTime, DataCheck, RuleCheck, listed
from core.db.transaction import Context

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
    *duplicates.CHECKS,
)
LONGEST = 400


def check_of(code: str, entity: str) -> DataCheck | RuleCheck:
    """The check that finds this contradiction."""
    return next(one for one in CHECKS if (one.code, one.entity) == (code, entity))


def found(context: Context, look: DataCheck | RuleCheck, at: CheckTime) -> dict[int, str]:
    """The detail of each record that has this fault, by its id."""
    return _found(context, look, at, look.statement(at))


def found_on(context: Context, look: DataCheck | RuleCheck, at: CheckTime, key: int) -> str | None:
    """The detail of this fault on the record `key`; None where it does not have it."""
    if isinstance(look, RuleCheck) and look.beside:
        statement = look.beside(at, key)
    else:
        rows = look.statement(at).subquery()
        statement = select(rows).where(next(iter(rows.c)) == key)
    return _found(context, look, at, statement).get(key)


def _found(
    context: Context, look: DataCheck | RuleCheck, at: CheckTime, statement: Select[Any]
) -> dict[int, str]:
    if isinstance(look, RuleCheck):
        keys = context.db.scalars(statement).all()
        return {key: words[:LONGEST] for key, words in look.judge(context, keys, at)}
    seen = defaultdict[int, set[str]](set)
    for key, *values in context.db.execute(statement):
        words = look.words(*values) if values else ""
        if words is not None:
            seen[key].add(words)
    return {key: listed(sorted(words))[:LONGEST] for key, words in seen.items()}
