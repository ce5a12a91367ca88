"""Notes on time: the figure and the sessions behind it against a recount of the raw rows."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from core.metrics.note_cases import NoteFilter, NoteOutcome
from core.metrics.notes import note_timeliness, note_timeliness_rows
from core.models.care import CareSession, Note, SessionPlace
from core.models.people import PracticeLocation, Provider
from core.vocabulary.care import NoteClass, NoteMode, SessionKind, SessionStatus
from core.vocabulary.coverage import LineOfBusiness
from core.vocabulary.states import StateCode
from tests.metrics.asking import look
from tests.support import make
from tests.support.figures import STATES, practices, rows

NOW = make.NOW
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def population(session: Session, chance: random.Random) -> list[str]:
    """Sessions of six weeks with every kind of note around every limit; their providers."""
    plan = make.plan(session, LineOfBusiness.MEDICAID)
    providers, offices = practices(session)
    clients = [make.client(session) for _ in range(6)]
    for client in clients[:3]:
        make.coverage(session, client, plan)
    for _ in range(160):
        which = chance.randrange(3)
        of = make.care_session(
            session,
            providers[which],
            chance.choice(clients),
            start=START - timedelta(minutes=chance.randrange(60 * 24 * 40)),
            status=chance.choice([SessionStatus.SCHEDULED, *SessionStatus]),
            kind=chance.choice([*[SessionKind.SESSION] * 5, SessionKind.CONSULT]),
            practice_location_id=chance.choice([None, offices[which].key]),
        )
        for ordinal in range(1, chance.randrange(3) + 1):
            make.place(session, of, chance.choice(STATES), ordinal=ordinal)
        for _ in range(chance.choice([0, 1, 1, 2])):
            limit = of.note_due_at or of.scheduled_end_at
            signed = [None, limit, limit + SECOND, limit - SECOND, of.scheduled_end_at]
            make.note(
                session,
                of,
                chance.choice(signed),
                mode=chance.choice(list(NoteMode)),
                is_discarded=chance.random() < 0.2,
            )
    return [one.ref for one in providers]


def recount(session: Session, wanted: NoteFilter) -> Counter[tuple[date, NoteClass, str]]:
    """The same figure from every raw row, one by one, without a condition in SQL."""
    found = Counter[tuple[date, NoteClass, str]]()
    providers = {one.id: one.ref for one in rows(session, Provider)}
    for of in rows(session, CareSession):
        if of.kind == SessionKind.CONSULT or of.note_due_at is None or of.note_due_on is None:
            continue
        if (
            of.status in ("cancelled", "no_show", "cancelled_after_confirm")
            or of.note_due_at >= NOW
        ):
            continue
        week = of.note_due_on - timedelta(days=of.note_due_on.isoweekday() - 1)
        if not wanted.from_week <= week <= wanted.to_week:
            continue
        if wanted.provider_ref not in ("", providers[of.provider_id]):
            continue
        if wanted.state_code not in (None, state_of(session, of)):
            continue
        if wanted.note_class in (None, of.note_class):
            found[week, of.note_class, outcome(session, of)] += 1
    return found


def state_of(session: Session, of: CareSession) -> str | None:
    places = [one for one in rows(session, SessionPlace) if one.session_id == of.id]
    if places:
        return min(places, key=lambda place: place.ordinal).state_code
    office = session.get(PracticeLocation, of.practice_location_id or 0)
    return office.state_code.value if office else None


def outcome(session: Session, of: CareSession) -> str:
    active = [
        note
        for note in rows(session, Note)
        if note.session_id == of.id and not note.is_discarded and note.mode != "none"
    ]
    signatures = [note.signed_at for note in active if note.signed_at is not None]
    if signatures and of.note_due_at is not None:
        return "on_time" if min(signatures) <= of.note_due_at else "late"
    return "unknown" if any(note.mode == "upload" for note in active) else "unsigned"


def test_the_figure_and_its_rows_are_what_a_recount_of_every_row_gives(
    session: Session, seed: int
) -> None:
    provider, *_ = population(session, random.Random(seed))
    weeks = (date(2026, 2, 9), date(2026, 3, 9))
    for wanted in (
        NoteFilter(*weeks),
        NoteFilter(*weeks, state_code=StateCode.NJ),
        NoteFilter(*weeks, note_class=NoteClass.GOVERNMENT),
        NoteFilter(*weeks, provider_ref=provider),
        NoteFilter(*weeks, StateCode.NY, NoteClass.STANDARD, provider),
    ):
        expected = recount(session, wanted)
        found = note_timeliness(look(session), wanted)
        figure = Counter[tuple[date, NoteClass, str]]()
        behind = Counter[tuple[date, NoteClass, str]]()
        for week in found.weeks:
            for kind in NoteOutcome:
                figure[week.week_on, week.note_class, kind] = getattr(week.notes, kind)
            mark = note_timeliness_rows(look(session), wanted, week.week_on, week.note_class)
            for row in mark.rows:
                behind[week.week_on, row.note_class, row.outcome] += 1
        assert +figure == expected
        assert behind == expected
        assert found.total.due + found.total.unknown == sum(expected.values())
