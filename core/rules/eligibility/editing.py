"""Can the provider edit a confirmed session? 48 hours, five fields, the checks again (R13-R15)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from core.rules.eligibility import billing, details, military_onesource
from core.rules.eligibility.session_facts import SessionCase, SessionQuestion
from core.rules.eligibility.verdict import Answer, answer
from core.rules.reasons import concluded, reason
from core.rules.sessions.stage import SessionEnd, closed_because
from core.rules.time import deadlines
from core.rules.time.instants import local_date
from core.vocabulary.care import SessionStatus
from core.vocabulary.coverage import CorrectionMethod
from core.vocabulary.reasons import Reason
from core.vocabulary.verdicts import EditField
from core.vocabulary.words import phrase

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
    CorrectionMethod.REPLACE_VOID: "claim_replaced",
    CorrectionMethod.REOPENING: "claim_reopened",
    CorrectionMethod.PORTAL: "claim_in_portal",
}
"""What is said of a claim, by the way in which its plan takes corrections."""

NEAR_DAYS = 30
"""From how many days before a plan's limit for claims on a late edit is warned of."""


@dataclass(frozen=True)
class ProposedEdit:
    """What somebody wants to change: which fields, and the session as it would be."""

    fields: frozenset[EditField]
    case: SessionCase


def may_be_edited(asked: SessionQuestion, edit: ProposedEdit | None = None) -> Answer:
    """Allow: by the provider alone (R13). Block: not by the provider; the next step says who (R15).
    Review: a person looks first, as where the new place is not sure.

    Without `edit` only the window is looked at.
    """
    reasons = [*_window(asked), *_filing_limit(asked)]
    if edit is not None:
        reasons += _fields(edit)
        reasons += _checks_again(asked, edit)
    return answer(reasons)


def may_be_edited_late(asked: SessionQuestion, edit: ProposedEdit) -> Answer:
    """Whether support can make this edit once the provider's window is over: the checks again, and
    how the plan takes the correction of its claim (R15)."""
    reasons = [*_correction(asked.case), *_filing_limit(asked), *_fields(edit)]
    return answer([*reasons, *_checks_again(asked, edit)])


def not_edited_late(asked: SessionQuestion) -> tuple[Reason, ...]:
    """Why support does not edit this session: it is not confirmed, or the provider still can
    (R13, R15); empty where support does."""
    found = tuple(_window(asked))
    if any(one.code == "edit_window_over" for one in found):
        return ()
    limit = deadlines.edit_window(asked.case.session, asked.book)
    if asked.case.session.status == SessionStatus.CONFIRMED and limit is not None:
        return (reason("edit_by_provider", until=asked.instant_text(limit.too_late_from)),)
    return found


def _window(asked: SessionQuestion) -> Iterator[Reason]:
    """48 hours from the first confirmation, the last instant included (R13), and what can be
    changed until then (R14)."""
    session = asked.case.session
    if session.status == SessionStatus.SCHEDULED:
        yield reason("edit_unconfirmed")
        return
    if session.status != SessionStatus.CONFIRMED:
        if because := closed_because(SessionEnd.of(session)):
            yield concluded("edit_closed", because)
        return
    limit = deadlines.edit_window(session, asked.book)
    if limit is not None and limit.is_missed_by(asked.now):
        yield reason("edit_window_over", until=asked.instant_text(limit.too_late_from))
        yield from _correction(asked.case)
    else:
        yield reason("editable_fields")


def _correction(case: SessionCase) -> Iterator[Reason]:
    """How the plan takes the correction of a claim that lives (R15)."""
    if case.plan is not None and case.money.claims:
        yield reason(BY_METHOD[case.plan.correction_method], plan=case.plan.name)


def _filing_limit(asked: SessionQuestion) -> Iterator[Reason]:
    """A warning from thirty days before the plan's limit for claims on, and after it (R15)."""
    case = asked.case
    if case.plan is None or case.plan.timely_filing_days is None:
        return
    last = case.day + timedelta(days=case.plan.timely_filing_days)
    if asked.today >= last - timedelta(days=NEAR_DAYS):
        yield reason("filing_limit", on=asked.day_text(last))


def _fields(edit: ProposedEdit) -> Iterator[Reason]:
    """What is none of the five fields (R14)."""
    for field in sorted(edit.fields - EDITABLE):
        yield reason("field_not_editable", field=phrase(field))


def _checks_again(asked: SessionQuestion, edit: ProposedEdit) -> Iterator[Reason]:
    """What a change runs through again (R14); a confirmation keeps its own instant."""
    again = replace(asked, case=edit.case)
    yield from _day(again)
    for check in (details.times, details.codes, military_onesource.report_date):
        yield from check(again)
    for one in billing.of_session(again).reasons:
        if one.rule in ASKED_AGAIN:
            yield one


def _day(again: SessionQuestion) -> Iterator[Reason]:
    """Neither in the future, nor so early that the confirmation came after its thirty days."""
    session = again.case.session
    if session.end_at > again.now:
        yield reason("date_in_future", on=again.day_text(local_date(session.end_at, session.tz)))
    limit = deadlines.confirmation(session, again.book)
    if session.confirmed_at is not None and limit.is_missed_by(session.confirmed_at):
        yield reason("edit_outside_30d", on=again.day_text(limit.last_day))
