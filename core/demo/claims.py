"""Insurance claims: how far each has come since the confirmation, and how one is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from core.demo.dice import Dice
from core.demo.rows.care import ClaimRow
from core.demo.sessions import Story
from core.demo.timeline import Timeline
from core.vocabulary.care import ClaimStatus, PayerKind, SessionStatus

SUBMITTED_AFTER, ACCEPTED_AFTER, DECIDED_AFTER = (
    timedelta(hours=30),
    timedelta(days=3),
    timedelta(days=12),
)
DECISIONS = {
    ClaimStatus.PAID: 91.5,
    ClaimStatus.DENIED: 4.5,
    ClaimStatus.ACCEPTED: 1.5,
    ClaimStatus.FRONT_END_REJECTED: 1.5,
    ClaimStatus.REPLACED: 0.7,
    ClaimStatus.REFUNDED_TO_PAYER: 0.3,
}
KNOWN_TO_PAYER = {
    ClaimStatus.ACCEPTED,
    ClaimStatus.DENIED,
    ClaimStatus.PAID,
    ClaimStatus.REPLACED,
    ClaimStatus.REFUNDED_TO_PAYER,
}
DECIDED = KNOWN_TO_PAYER - {ClaimStatus.ACCEPTED}
PAID = {ClaimStatus.PAID, ClaimStatus.REPLACED, ClaimStatus.REFUNDED_TO_PAYER}
PAYING_KINDS = {PayerKind.INSURANCE, PayerKind.EAP}


def claims(story: Story, timeline: Timeline) -> Iterator[ClaimRow]:
    """The claims of a confirmed session that an insurer pays: none, one, or one and its
    replacement or the one to the second insurer."""
    session, service = story.session, story.appointment.service
    if session.confirmed_at is None or session.payer_kind not in PAYING_KINDS or not service:
        return
    dice = Dice(f"claim {story.appointment.care.person.number} {session.confirmed_at}")
    until = min(session.cancelled_at or timeline.as_of, timeline.as_of)
    first = _claim(dice, story, session.confirmed_at, until)
    undone = session.status == SessionStatus.CANCELLED_AFTER_CONFIRM
    yield _taken_back(dice, first, until, timeline) if undone else first
    if undone:
        return
    if first.status == ClaimStatus.REPLACED:
        yield _replacement(first)
    elif first.status == ClaimStatus.PAID and (second := _second_coverage(story)):
        yield replace(
            first,
            claim_id=f"{first.claim_id[:-1]}2",
            seq=2,
            coverage_id=second,
            own_control_number=f"{first.own_control_number}S",
            paid_cents=first.billed_cents // 10,
        )


def _claim(dice: Dice, story: Story, confirmed_at: datetime, until: datetime) -> ClaimRow:
    """The claim as it stands at `until`."""
    session, service = story.session, story.appointment.service
    number, billed = session.session_id[2:], service.billed_cents if service else 0
    status = _status(dice, until - confirmed_at)
    decided_at = confirmed_at + DECIDED_AFTER - dice.hours(0, 72)
    return ClaimRow(
        claim_id=f"CM-{number}-1",
        session_id=session.session_id,
        seq=1,
        frequency=1,
        replaces_claim_id=None,
        coverage_id=session.coverage_id,
        status=status,
        submitted_at=None if status == ClaimStatus.QUEUED else confirmed_at + SUBMITTED_AFTER,
        own_control_number=f"SD{number}",
        payer_control_number=f"ICN{number}" if status in KNOWN_TO_PAYER else None,
        billed_cents=billed,
        paid_cents=billed * 6 // 10 if status in PAID else 0,
        adjudicated_at=decided_at if status in DECIDED else None,
        void_requested_at=None,
        void_accepted_at=None,
        recouped_cents=0,
    )


def _status(dice: Dice, age: timedelta) -> ClaimStatus:
    decision = dice.weighted(DECISIONS)
    if age < SUBMITTED_AFTER:
        return ClaimStatus.QUEUED
    if age < ACCEPTED_AFTER:
        return ClaimStatus.SUBMITTED
    if age < DECIDED_AFTER:
        early = {ClaimStatus.FRONT_END_REJECTED: ClaimStatus.FRONT_END_REJECTED}
        return early.get(decision, ClaimStatus.ACCEPTED)
    return decision


def _replacement(first: ClaimRow) -> ClaimRow:
    """A corrected claim in place of a paid one."""
    return replace(
        first,
        claim_id=f"{first.claim_id[:-1]}2",
        seq=2,
        frequency=7,
        replaces_claim_id=first.claim_id,
        status=ClaimStatus.PAID,
        own_control_number=f"{first.own_control_number}R",
        payer_control_number=f"{first.payer_control_number}R",
    )


def _taken_back(
    dice: Dice, claim: ClaimRow, cancelled_at: datetime, timeline: Timeline
) -> ClaimRow:
    """What becomes of a claim whose session was cancelled after the confirmation."""
    if claim.status in (ClaimStatus.QUEUED, ClaimStatus.SUBMITTED):
        return replace(claim, status=ClaimStatus.WITHDRAWN, submitted_at=None)
    if claim.status == ClaimStatus.FRONT_END_REJECTED:
        return claim
    accepted_at = timeline.event(cancelled_at + dice.hours(96, 400))
    if accepted_at is None:
        status = dice.weighted({ClaimStatus.VOID_REQUESTED: 3, ClaimStatus.VOID_REJECTED: 1})
        return replace(claim, status=status, void_requested_at=cancelled_at)
    is_recouped = claim.paid_cents > 0 and dice.hits(0.7)
    return replace(
        claim,
        status=ClaimStatus.RECOUPED if is_recouped else ClaimStatus.VOIDED,
        void_requested_at=cancelled_at,
        void_accepted_at=accepted_at,
        recouped_cents=claim.paid_cents if is_recouped else 0,
    )


def _second_coverage(story: Story) -> str | None:
    day = story.session.scheduled_start.date()
    seconds = (one for one in story.appointment.care.membership.coverages if one.rank == 2)
    return next((one.coverage_id for one in seconds if one.covers(day)), None)
