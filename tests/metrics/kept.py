"""Whether answers from kept counts are those of the rows, and random changes of these rows."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from core import access, db
from core.db.transaction import ReadContext
from core.facts.due_instants import rewrite_cancellations
from core.metrics.keeping import checked
from core.metrics.kept_counts import Tallies, Tally, counted, tallies
from core.metrics.registry import METRICS
from core.models.care import CareSession, Note, Payout, SessionPlace
from core.models.people import Client, PracticeLocation, Provider
from core.models.requests import (
    CancellationCase,
    DirectoryLine,
    DirectorySubmission,
    ListingCheck,
    SupportRequest,
)
from core.rules.metric_filters import MetricFilter
from core.vocabulary.care import NoteMode, PayerKind, PayoutStatus, SessionStatus
from core.vocabulary.people import Role
from tests.support import make, metric_records
from tests.support.metric_records import CODES, STATES

DAYS = (date(2025, 12, 10), date(2026, 5, 20))
FILTERS = (
    MetricFilter(*DAYS),
    MetricFilter(date(2026, 2, 3), date(2026, 3, 11)),
    MetricFilter(*DAYS, state_code=STATES[0]),
    MetricFilter(*DAYS, payer_kind=PayerKind.INSURANCE),
    MetricFilter(*DAYS, STATES[1], PayerKind.MOS),
)
KEPT = [metric for metric in METRICS.values() if metric.kept_by is not None]


def answers_are_those_of_the_rows(engine: Engine, now: datetime) -> int:
    """For each metric and filter; returns how many cases there are without a filter."""
    with db.looking(engine) as look:
        context = ReadContext(look, access.Actor("Someone", Role.MANAGER), now)
        for metric in KEPT:
            for wanted in FILTERS:
                kept = tallies(context, metric, wanted)
                rows = counted(context, metric, wanted, "group", "series", "outcome")
                assert _sorted(kept) == _sorted(rows), (metric.code, wanted)
        return sum(
            tally.count
            for metric in KEPT
            for tally in tallies(context, metric, FILTERS[0]).values()
        )


def _sorted(found: Tallies) -> dict[Any, Tally]:
    return {
        key: replace(tally, durations=tuple(sorted(tally.durations)))
        for key, tally in found.items()
    }


def every_kept_count_is_right(engine: Engine, now: datetime) -> int:
    """Of periods that nothing marked; returns how many there are."""
    found = list(checked(engine, now))
    assert [(one.metric.code, one.first_on) for one, is_right in found if not is_right] == []
    return len(found)


def change_something(session: Session, chance: random.Random) -> None:
    """One random change of a row that metrics count, as somebody might write it by hand."""
    chance.choice(CHANGES)(session, chance)
    session.flush()


def _some(session: Session, chance: random.Random, table: Any) -> Any:
    return session.get(table, chance.choice(list(session.scalars(select(table.id)))))


def _status(session: Session, chance: random.Random) -> None:
    _some(session, chance, CareSession).status = chance.choice(list(SessionStatus))


def _confirm(session: Session, chance: random.Random) -> None:
    of = _some(session, chance, CareSession)
    of.confirmed_at = chance.choice([None, of.confirm_blocked_from, of.scheduled_end_at])


def _payer(session: Session, chance: random.Random) -> None:
    _some(session, chance, CareSession).payer_kind = chance.choice(list(PayerKind))


def _code(session: Session, chance: random.Random) -> None:
    _some(session, chance, CareSession).cpt = chance.choice(CODES)


def _move(session: Session, chance: random.Random) -> None:
    of, by = _some(session, chance, CareSession), timedelta(days=chance.choice([-40, -8, 1, 30]))
    for name in ("note_due_on", "note_due_at", "confirm_last_on", "confirm_blocked_from"):
        before = getattr(of, name)
        setattr(of, name, before and before + by)
    of.date_of_service += by


def _provider(session: Session, chance: random.Random) -> None:
    other = _some(session, chance, CareSession).provider_id
    _some(session, chance, CareSession).provider_id = other


def _office(session: Session, chance: random.Random) -> None:
    _some(session, chance, PracticeLocation).state_code = chance.choice(STATES)


def _other_office(session: Session, chance: random.Random) -> None:
    office = _some(session, chance, PracticeLocation)
    _some(session, chance, CareSession).practice_location_id = chance.choice([None, office.id])


def _place(session: Session, chance: random.Random) -> None:
    _some(session, chance, SessionPlace).state_code = chance.choice(STATES).value


def _add_note(session: Session, chance: random.Random) -> None:
    of = _some(session, chance, CareSession)
    signed = chance.choice([None, of.note_due_at, of.scheduled_end_at])
    make.note(session, of, signed, mode=chance.choice(list(NoteMode)))


def _note(session: Session, chance: random.Random) -> None:
    note = _some(session, chance, Note)
    note.mode = chance.choice(list(NoteMode))
    note.is_discarded = chance.random() < 0.3
    note.signed_at = chance.choice([None, note.drafted_at])
    note.session_id = chance.choice([note.session_id, _some(session, chance, CareSession).id])


def _remove(table: Any) -> Any:
    def remove(session: Session, chance: random.Random) -> None:
        session.execute(delete(table).where(table.id == _some(session, chance, table).id))

    return remove


def _pay(session: Session, chance: random.Random) -> None:
    of = _some(session, chance, CareSession)
    make.payout(session, of, amount_cents=chance.randrange(5000, 20000))


def _payout(session: Session, chance: random.Random) -> None:
    payout = _some(session, chance, Payout)
    payout.status = chance.choice(list(PayoutStatus))
    payout.amount_cents = chance.randrange(5000, 20000)


def _new(session: Session, chance: random.Random) -> None:
    like = _some(session, chance, CareSession)
    made = make.care_session(
        session,
        session.get_one(Provider, like.provider_id),
        session.get_one(Client, like.client_id),
        start=like.scheduled_start_at + timedelta(days=chance.choice([-3, 4])),
        payer_kind=like.payer_kind,
        cpt=like.cpt,
    )
    make.place(session, made, chance.choice(STATES))


def _settle(session: Session, chance: random.Random) -> None:
    case = _some(session, chance, CancellationCase)
    case.settled_at = chance.choice([None, case.settle_late_from, make.NOW])


def _ready(session: Session, chance: random.Random) -> None:
    case = _some(session, chance, CancellationCase)
    of = session.get_one(SupportRequest, case.request_id)
    of.ready_at = chance.choice([None, of.received_at, of.received_at - timedelta(days=9)])
    session.flush()
    rewrite_cancellations(session, col(CancellationCase.request_id) == of.key)


def _end(session: Session, chance: random.Random) -> None:
    of = _some(session, chance, SupportRequest)
    action = chance.choice(["request.withdrawn", "request.reopened"])
    metric_records.happened(session, of, action, of.received_at)


def _submission(session: Session, chance: random.Random) -> None:
    one = _some(session, chance, DirectorySubmission)
    one.late_after_on += timedelta(days=chance.choice([-9, 0, 2]))
    one.returned_on = chance.choice([None, one.late_after_on])


def _line(session: Session, chance: random.Random) -> None:
    one = _some(session, chance, DirectoryLine)
    one.reflected_on = chance.choice([None, make.NOW.date()])


def _look(session: Session, chance: random.Random) -> None:
    of = session.get_one(SupportRequest, _some(session, chance, DirectorySubmission).request_id)
    metric_records.line(session, of, make.NOW.date() - timedelta(days=chance.randrange(40)))


CHANGES = [
    *(
        _status,
        _confirm,
        _payer,
        _code,
        _move,
        _provider,
        _office,
        _other_office,
        _place,
        _add_note,
        _note,
    ),
    *(_remove(Note), _remove(Payout), _remove(SessionPlace), _pay, _payout, _new),
    *(_settle, _ready, _end, _submission, _line, _look, _remove(ListingCheck)),
    _remove(CancellationCase),
]
