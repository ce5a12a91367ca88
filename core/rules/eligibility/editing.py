"""May the provider edit a confirmed session? The window, five fields, the gates again (R13-R15)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from core.rules.eligibility import billing, details, military_onesource
from core.rules.eligibility.session_facts import Asked, Case
from core.rules.eligibility.verdict import Answer, Finding, answer, found
from core.rules.time import deadlines
from core.rules.time.formats import day_text, instant_text
from core.rules.time.instants import local_date
from core.vocabulary.care import SessionStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.verdicts import Code, EditField
from core.vocabulary.words import label

EDITABLE = frozenset(
    {
        *(EditField.DATE, EditField.TIME, EditField.LOCATION),
        *(EditField.CPT, EditField.DIAGNOSIS, EditField.CAR_DATE),
    }
)
"""The five fields, and the CAR date that is asked again with a date (R14)."""

ASKED_AGAIN = frozenset(f"R{number}" for number in range(17, 32))
"""What is asked of the place again, with Military OneSource's enrollment in the place of a
credential (R31); the plan (R05) is no part of an edit."""

BY_METHOD = {
    CorrectionMethod.REPLACE_VOID: Code.CLAIM_REPLACED,
    CorrectionMethod.REOPENING: Code.CLAIM_REOPENED,
    CorrectionMethod.PORTAL: Code.CLAIM_IN_PORTAL,
}
"""What is said of a claim, by the way in which its plan takes corrections."""

NEAR_DAYS = 30
"""From how many days before a plan's limit for claims on a late edit is warned of."""


@dataclass(frozen=True)
class ProposedEdit:
    """What somebody wants to change: which fields, and the session as it would be."""

    fields: frozenset[EditField]
    case: Case


def may_be_edited(asked: Asked, edit: ProposedEdit | None = None) -> Answer:
    """Allow: by the provider alone (R13). Block: not by the provider; the next step says who (R15).
    Review: a person looks first, as where the new place is not sure.

    Without `edit` only the window is looked at.
    """
    findings = [*_window(asked), *_filing_limit(asked)]
    if edit is not None:
        findings += _fields(edit)
        findings += _gates_again(asked, edit)
    return answer(findings)


def _window(asked: Asked) -> Iterator[Finding]:
    """48 hours from the first confirmation, the last instant included (R13)."""
    session = asked.case.session
    if session.status == SessionStatus.SCHEDULED:
        yield found(Code.EDIT_UNCONFIRMED)
        return
    if session.status != SessionStatus.CONFIRMED:
        yield found(Code.EDIT_CLOSED, status=label(session.status))
        return
    limit = deadlines.edit_window(session, asked.book)
    if limit is not None and limit.is_missed_by(asked.now):
        yield found(Code.EDIT_WINDOW_OVER, until=instant_text(limit.too_late_from, session.tz))
        yield from _correction(asked.case)


def _correction(case: Case) -> Iterator[Finding]:
    """How the plan takes the correction of a claim that lives (R15)."""
    if case.plan is not None and case.money.claims:
        yield found(BY_METHOD[case.plan.correction_method], plan=case.plan.name)


def _filing_limit(asked: Asked) -> Iterator[Finding]:
    """A warning from thirty days before the plan's limit for claims on, and after it (R15)."""
    case = asked.case
    if case.plan is None or case.plan.timely_filing_days is None:
        return
    last = case.day + timedelta(days=case.plan.timely_filing_days)
    if local_date(asked.now, case.session.tz) >= last - timedelta(days=NEAR_DAYS):
        yield found(Code.FILING_LIMIT, on=day_text(last))


def _fields(edit: ProposedEdit) -> Iterator[Finding]:
    """What is none of the five fields (R14)."""
    for field in sorted(edit.fields - EDITABLE):
        yield found(Code.FIELD_NOT_EDITABLE, field=label(field))


def _gates_again(asked: Asked, edit: ProposedEdit) -> Iterator[Finding]:
    """What a change runs through again (R14); a confirmation keeps its own instant."""
    again = replace(asked, case=edit.case)
    yield from _day(again)
    for gate in (details.times, details.codes, military_onesource.report_date):
        yield from gate(again)
    for finding in billing.of_session(again).findings:
        if finding.rule in ASKED_AGAIN:
            yield finding


def _day(again: Asked) -> Iterator[Finding]:
    """Neither in the future, nor so early that the confirmation came after its thirty days."""
    session = again.case.session
    if session.end_at > again.now:
        yield found(Code.DATE_IN_FUTURE, on=day_text(local_date(session.end_at, session.tz)))
    limit = deadlines.confirmation(session, again.book)
    if session.confirmed_at is not None and limit.is_missed_by(session.confirmed_at):
        yield found(Code.EDIT_OUTSIDE_30D, on=day_text(limit.last_day))
