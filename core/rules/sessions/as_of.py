"""A session as it was at an earlier instant: nothing that came later is known.

What has no instant on record, such as the times that were entered or a diagnosis, is taken as it is
stored.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.rules.eligibility.session_facts import (
    BookedCoverage,
    ClientFact,
    CrisisFact,
    MoneyFact,
    MosCaseFact,
    SessionCase,
)
from core.rules.sessions.deadline_facts import CANCELING, SessionFacts
from core.rules.sessions.money import (
    GONE_CLAIMS,
    SessionCharge,
    SessionClaim,
    SessionPayout,
    standing_money,
)
from core.rules.sessions.notes import NoteFact
from core.vocabulary.care import ClaimStatus, SessionStatus
from core.vocabulary.coverage import VerificationStatus

UNDONE = CANCELING | {SessionStatus.CONFIRMED}
"""What a session can only be after its confirmation."""


def session(facts: SessionFacts, at: datetime) -> SessionFacts:
    """Without the confirmation, the cancellation, its requests and the coverages of after `at`."""
    is_confirmed = facts.confirmed_at is None or facts.confirmed_at <= at
    return replace(
        facts,
        status=_status(facts, at, is_confirmed=is_confirmed),
        confirmed_at=facts.confirmed_at if is_confirmed else None,
        cancelled_at=_by(facts.cancelled_at, at),
        cancellations=tuple(
            replace(one, withdrawn_at=_by(one.withdrawn_at, at))
            for one in facts.cancellations
            if one.asked_at <= at and is_confirmed
        ),
        coverages=tuple(one for one in facts.coverages if not _is_later(one.known_at, at)),
    )


def _status(facts: SessionFacts, at: datetime, *, is_confirmed: bool) -> SessionStatus:
    """A no-show has no instant, so it stays one."""
    if facts.status in UNDONE and not is_confirmed:
        return SessionStatus.SCHEDULED
    is_canceled = not _is_later(facts.cancelled_at, at)
    if facts.status == SessionStatus.CANCELLED:
        return facts.status if is_canceled else SessionStatus.SCHEDULED
    if facts.status == SessionStatus.CANCELLED_AFTER_CONFIRM and is_canceled:
        return facts.status
    return _once_confirmed(facts, at) if facts.status in UNDONE else facts.status


def _once_confirmed(facts: SessionFacts, at: datetime) -> SessionStatus:
    """Confirmed, or being canceled from the request on until it was withdrawn. Where no request
    here is behind it, the platform's word stands."""
    lasting = [one for one in facts.cancellations if one.withdrawn_at is None]
    withdrawn = [one for one in facts.cancellations if one.withdrawn_at is not None]
    deciding = withdrawn + (lasting if facts.status in CANCELING else [])
    if any(one.is_open_at(at) for one in deciding):
        return SessionStatus.CANCEL_REQUESTED
    is_told = facts.status == SessionStatus.CANCEL_REQUESTED and not lasting
    return SessionStatus.CANCEL_REQUESTED if is_told else SessionStatus.CONFIRMED


def notes(facts: Iterable[NoteFact], at: datetime) -> tuple[NoteFact, ...]:
    """Without notes that were begun, and signatures that were given, after `at`. What is signed
    was begun, whatever the record says of its draft."""
    begun = (one for one in facts if not _is_later(_begun_at(one), at))
    return tuple(
        replace(one, signed_at=None, late_reason=None) if _is_later(one.signed_at, at) else one
        for one in begun
    )


def _begun_at(note: NoteFact) -> datetime | None:
    return min((one for one in (note.drafted_at, note.signed_at) if one), default=None)


def money(
    claims: Iterable[SessionClaim],
    charges: Iterable[SessionCharge],
    payouts: Iterable[SessionPayout],
    at: datetime,
) -> MoneyFact:
    """What stood at `at`: a claim from its submission until its void was accepted, and a charge
    from the instant the client was charged."""
    return standing_money(
        (_claim(one, at) for one in claims if not _is_later(one.submitted_at, at)),
        (one for one in charges if not _is_later(one.charged_at, at)),
        payouts,
    )


def _claim(one: SessionClaim, at: datetime) -> SessionClaim:
    is_undone = one.status in GONE_CLAIMS and _is_later(one.void_accepted_at, at)
    return replace(one, status=ClaimStatus.SUBMITTED) if is_undone else one


def case(facts: SessionCase, at: datetime) -> SessionCase:
    """The session with everything that was known of it at `at`, and without the money that a later
    confirmation brought."""
    then, car = session(facts.session, at), facts.car
    is_undone = facts.session.confirmed_at is not None and then.confirmed_at is None
    return replace(
        facts,
        session=then,
        client=_client(facts.client, at),
        coverage=_coverage(facts.coverage, at) if facts.coverage else None,
        places=tuple(one for one in facts.places if not _is_later(one.captured_at, at)),
        visits=tuple(one for one in facts.visits if not _is_later(one.captured_at, at)),
        notes=notes(facts.notes, at),
        crisis=_crisis(facts.crisis, at) if facts.crisis else None,
        mos_case=_mos_case(facts.mos_case, at) if facts.mos_case else None,
        car=None if car and _is_later(car.completed_at, at) else car,
        attested_at=_by(facts.attested_at, at),
        money=MoneyFact() if is_undone else facts.money,
    )


def _client(facts: ClientFact, at: datetime) -> ClientFact:
    return replace(
        facts,
        payment_method_at=_by(facts.payment_method_at, at),
        forms_at=_by(facts.forms_at, at),
    )


def _coverage(facts: BookedCoverage, at: datetime) -> BookedCoverage:
    if not _is_later(facts.verified_at, at):
        return facts
    return replace(facts, status=VerificationStatus.UNVERIFIED, verified_at=None)


def _crisis(facts: CrisisFact, at: datetime) -> CrisisFact:
    """Before an import ended the approval, what it was given for was still so."""
    declined = facts.declined
    known = replace(
        facts,
        needed_at=_by(facts.needed_at, at),
        declined=None if declined and declined.at > at else declined,
    )
    if _is_later(facts.approved_at, at):
        known = replace(known, approved_by=None, approved_at=None, approved_for=None)
    if _is_later(facts.ended_at, at):
        known = replace(known, approved_for=None, ended_at=None, ended_by=None)
    return known


def _mos_case(facts: MosCaseFact, at: datetime) -> MosCaseFact:
    return replace(facts, referral_accepted_at=_by(facts.referral_accepted_at, at))


def _is_later(instant: datetime | None, at: datetime) -> bool:
    return instant is not None and instant > at


def _by(instant: datetime | None, at: datetime) -> datetime | None:
    """`instant`, unless it came after `at`."""
    return None if _is_later(instant, at) else instant
