"""Whether the client and the note are ready: payment method, forms, plan, signature (R05, R08)."""

from collections.abc import Iterator
from datetime import datetime

from core.rules.eligibility.session_facts import SessionQuestion
from core.rules.reasons import reason
from core.rules.sessions.notes import TEMPLATES
from core.rules.time import deadlines
from core.vocabulary.care import NoteClass, PayerKind
from core.vocabulary.reasons import Reason
from core.vocabulary.words import phrase

CHARGED = frozenset({PayerKind.INSURANCE, PayerKind.SELF_PAY})
"""Whose clients pay something, so that a payment method is wanted (A11, A36)."""


def client(asked: SessionQuestion) -> Iterator[Reason]:
    """Payment method and forms, at the moment of confirming (R05)."""
    case = asked.case
    if case.session.payer_kind in CHARGED and not _by(case.client.payment_method_at, asked.now):
        yield reason("payment_method_missing")
    if not _by(case.client.forms_at, asked.now):
        yield reason("forms_missing")


def plan(asked: SessionQuestion) -> Iterator[Reason]:
    """The plan it is booked to: active on the date of service, and verified by now (R05)."""
    case = asked.case
    if not case.is_billed_to_a_plan:
        return
    coverage = case.coverage if case.plan else None
    if coverage is None:
        yield reason("plan_missing")
    elif not coverage.covers(case.day):
        yield reason("plan_inactive", on=asked.day_text(case.day))
    if coverage is None or not coverage.is_verified_at(asked.now):
        yield reason("plan_unverified")


def note(asked: SessionQuestion) -> Iterator[Reason]:
    """A template that was begun is signed first; an upload or no note holds nothing up (R08)."""
    begun = (one for one in asked.case.notes if one.mode in TEMPLATES and not one.is_discarded)
    if any(not _by(one.signed_at, asked.now) for one in begun):
        yield reason("template_unsigned")


def coverage_known_late(asked: SessionQuestion) -> Iterator[Reason]:
    """That Medicare or Medicaid became known only after the stricter deadline (R11)."""
    session = asked.case.session
    if deadlines.note_class(session) == NoteClass.STANDARD:
        for one in deadlines.government_coverages(session):
            yield reason("coverage_known_late", line=phrase(one.line))


def _by(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
