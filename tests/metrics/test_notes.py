"""Notes on time: every limit at its exact second, and the sessions behind a mark."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core import access, db
from core.db.transaction import ReadContext, reading
from core.errors import InvalidInput, NotFound, NotPermitted
from core.metrics import notes
from core.metrics.note_cases import NoteFilter, NoteOutcome, monday
from core.metrics.notes import Timeliness, note_timeliness, note_timeliness_rows
from core.models.care import CareSession
from core.vocabulary.care import NoteClass, NoteMode, SessionKind, SessionStatus
from core.vocabulary.people import Role
from tests.metrics.asking import look
from tests.support import make

NOW = make.NOW
WEEK_ON = date(2026, 3, 9)
START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=45, hours=72)
SECOND = timedelta(seconds=1)
ALL = NoteFilter(date(2026, 2, 2), date(2026, 3, 20))


def care(session: Session, **given: Any) -> CareSession:
    return make.care_session(
        session, make.provider(session), make.client(session), **{"start": START, **given}
    )


def counted(session: Session, now: datetime = NOW, **wanted: Any) -> Timeliness:
    values = {"from_week": WEEK_ON, "to_week": WEEK_ON, **wanted}
    return note_timeliness(look(session, now), NoteFilter(**values)).total


@pytest.mark.parametrize(
    ("late", "expected"), [(timedelta(0), Timeliness(1, 0, 0, 0)), (SECOND, Timeliness(0, 1, 0, 0))]
)
def test_a_note_signed_at_the_very_limit_is_on_time_and_a_second_after_late(
    session: Session, late: timedelta, expected: Timeliness
) -> None:
    make.note(session, care(session), DUE + late)
    assert counted(session) == expected


@pytest.mark.parametrize(("now", "due"), [(DUE, 0), (DUE + SECOND, 1)])
def test_a_note_counts_only_once_its_limit_has_passed(
    session: Session, now: datetime, due: int
) -> None:
    care(session)
    assert counted(session, now).due == due


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, Timeliness(0, 0, 1, 0)),
        ({}, Timeliness(0, 0, 1, 0)),
        ({"mode": NoteMode.NONE}, Timeliness(0, 0, 1, 0)),
        ({"mode": NoteMode.UPLOAD}, Timeliness(0, 0, 0, 1)),
        ({"mode": NoteMode.UPLOAD, "signed_at": START}, Timeliness(1, 0, 0, 0)),
        ({"is_discarded": True, "signed_at": START}, Timeliness(0, 0, 1, 0)),
    ],
)
def test_no_note_and_a_draft_are_unsigned_and_an_upload_may_be_unknown(
    session: Session, given: dict[str, Any] | None, expected: Timeliness
) -> None:
    of = care(session)
    if given is not None:
        make.note(session, of, **given)
    assert counted(session) == expected


def test_the_first_of_several_signatures_decides(session: Session) -> None:
    of = care(session)
    make.note(session, of, DUE + SECOND)
    make.note(session, of, DUE)
    assert counted(session) == Timeliness(1, 0, 0, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"status": SessionStatus.CANCELLED},
        {"status": SessionStatus.NO_SHOW},
        {"status": SessionStatus.CANCELLED_AFTER_CONFIRM},
        {"kind": SessionKind.CONSULT},
    ],
)
def test_what_did_not_take_place_and_consultations_are_not_counted(
    session: Session, given: dict[str, Any]
) -> None:
    care(session, **given)
    assert counted(session) == Timeliness(0, 0, 0, 0)


@pytest.mark.parametrize(("number", "rate"), [(9, None), (10, 1.0)])
def test_a_rate_is_given_of_ten_notes_or_more(
    session: Session, number: int, rate: float | None
) -> None:
    for _ in range(number):
        make.note(session, care(session), DUE)
    assert counted(session).rate == rate


def test_the_unknown_are_no_part_of_the_rate_and_their_share_is_told() -> None:
    figure = Timeliness(on_time=15, late=3, unsigned=2, unknown=5)
    assert (figure.due, figure.rate, figure.unknown_share) == (20, 0.75, 0.2)


def test_a_week_is_the_platforms_and_begins_on_monday(session: Session) -> None:
    """Due on Sunday at 23:59:59 in New York, when it is Monday in UTC, and one second later."""
    start = datetime(2026, 3, 13, 3, 14, 59, tzinfo=UTC)
    care(session, start=start)
    care(session, start=start + SECOND)
    found = note_timeliness(look(session, NOW + timedelta(days=9)), ALL)
    assert [week.week_on for week in found.weeks] == [date(2026, 3, 9), date(2026, 3, 16)]


@pytest.mark.parametrize(
    "weeks", [(WEEK_ON, WEEK_ON - timedelta(days=1)), (date(2020, 1, 1), WEEK_ON)]
)
def test_weeks_out_of_order_or_too_many_are_refused(
    session: Session, weeks: tuple[date, date]
) -> None:
    with pytest.raises(InvalidInput):
        note_timeliness(look(session), NoteFilter(*weeks))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN])
def test_the_figure_is_for_leads_and_managers(session: Session, role: Role) -> None:
    asking = ReadContext(session, access.Actor("Someone", role), NOW)
    with pytest.raises(NotPermitted):
        note_timeliness(asking, ALL)
    with pytest.raises(NotPermitted):
        note_timeliness_rows(asking, ALL, WEEK_ON, NoteClass.STANDARD)


def test_the_rows_of_one_outcome_are_only_those(session: Session) -> None:
    late = care(session)
    make.note(session, late, DUE + SECOND)
    make.note(session, care(session), DUE)
    found = note_timeliness_rows(look(session), ALL, WEEK_ON, NoteClass.STANDARD, NoteOutcome.LATE)
    assert [(row.session_ref, row.due_at, row.signed_at) for row in found.rows] == [
        (late.ref, DUE, DUE + SECOND)
    ]


def test_the_rows_behind_a_mark_go_on_page_by_page(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "LIMIT", 2)
    made = [care(session).ref for _ in range(5)]
    seen: list[str] = []
    more = True
    while more:
        found = note_timeliness_rows(
            look(session), ALL, WEEK_ON, NoteClass.STANDARD, after=seen[-1] if seen else ""
        )
        seen += [row.session_ref for row in found.rows]
        more = found.has_more
    assert seen == made


def test_rows_after_an_unknown_session_are_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        note_timeliness_rows(look(session), ALL, WEEK_ON, NoteClass.STANDARD, after="S-none")


def test_no_client_is_named_in_the_rows(engine: Engine) -> None:
    with db.writing(engine) as session:
        client = make.client(session, first_name="Zyxfirst", last_name="Zyxlast")
        make.care_session(session, make.provider(session), client, start=START)
    for role in access.MANAGING:
        with reading(engine, access.Actor("Someone", role), NOW) as asking:
            found = note_timeliness_rows(asking, ALL, WEEK_ON, NoteClass.STANDARD)
        assert found.rows[0].client == "Z. Z."
        assert "zyx" not in repr(found).casefold()


@pytest.mark.parametrize("day", range(7))
def test_any_day_of_a_week_stands_for_its_monday(day: int) -> None:
    assert monday(WEEK_ON + timedelta(days=day)) == WEEK_ON
