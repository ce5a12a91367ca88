"""The scenario book after an import: found by reference, with the deadlines that the rules give."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from core.db import looking
from core.demo.scenarios import all_scenarios
from core.models.care import CareSession, CarReport, ClientCharge, Payout
from core.vocabulary.care import CarOutcome, NoteClass, SessionStatus


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


STORED: dict[str, dict[str, Any]] = {
    "S-MOS0310": {"car_entered_due_on": date(2026, 3, 11), "date_of_service": date(2026, 3, 10)},
    "S-MOS2330": {"car_entered_due_on": date(2026, 3, 11), "date_of_service": date(2026, 3, 10)},
    "S-MOS0331": {"car_entered_due_on": date(2026, 4, 1), "charge_due_on": None},
    "S-MOSMEDI01": {"note_class": NoteClass.STANDARD},
    "S-NOSHOW02": {
        "confirm_last_on": None,
        "note_due_at": None,
        "car_entered_due_on": date(2026, 4, 22),
    },
    "S-BLUEADV01": {
        "note_class": NoteClass.GOVERNMENT,
        "note_due_at": utc("2026-04-23T15:45:00"),
    },
    "S-BLUEMCD01": {
        "note_class": NoteClass.GOVERNMENT,
        "note_due_at": utc("2026-04-24T15:45:00"),
    },
    "S-BLUE0NY": {"note_class": NoteClass.STANDARD},
    "S-DAY30": {
        "date_of_service": date(2026, 1, 31),
        "confirm_last_on": date(2026, 3, 2),
        "confirm_blocked_from": utc("2026-03-03T05:00:00"),
    },
    "S-DAY31": {"confirm_blocked_from": utc("2026-03-03T05:00:00")},
    "S-NIGHT0310": {
        "date_of_service": date(2026, 3, 10),
        "confirm_last_on": date(2026, 4, 9),
        "note_due_at": utc("2026-03-14T04:25:00"),
    },
    "S-JUNE0630": {
        "date_of_service": date(2026, 6, 30),
        "confirm_last_on": date(2026, 7, 30),
        "confirm_blocked_from": utc("2026-07-31T07:00:00"),
    },
    "S-MOVED1001": {
        "date_of_service": date(2026, 10, 2),
        "confirm_last_on": date(2026, 11, 1),
        "confirm_blocked_from": utc("2026-11-02T05:00:00"),
    },
    "S-FORMS0202": {"confirm_last_on": date(2026, 3, 4)},
    "S-SECOND0307": {
        "note_class": NoteClass.GOVERNMENT,
        "note_due_at": utc("2026-03-09T15:00:00"),
    },
    "S-FEB0227": {"note_class": NoteClass.GOVERNMENT, "note_due_at": utc("2026-03-01T16:00:00")},
    "S-TURN0331": {"note_class": NoteClass.STANDARD},
    "S-RETRO0422": {"note_class": NoteClass.STANDARD},
    "S-SPRING0306NY": {
        "note_due_at": utc("2026-03-09T20:00:00"),
        "edit_until_at": utc("2026-03-09T18:00:00"),
    },
    "S-SPRING0306AZ": {"note_due_at": utc("2026-03-09T22:00:00")},
    "S-AUTUMN1030": {
        "note_due_at": utc("2026-11-02T21:00:00"),
        "edit_until_at": utc("2026-11-02T16:00:00"),
    },
    "S-AUTUMN1102": {
        "date_of_service": date(2025, 11, 2),
        "note_due_at": utc("2025-11-05T06:15:00"),
    },
    "S-GUAM0308": {"date_of_service": date(2026, 3, 8), "charge_due_on": date(2026, 3, 8)},
    "S-EDIT4801": {"edit_until_at": utc("2026-04-16T18:00:00")},
    "S-CALL15": {"confirm_last_on": None, "note_due_at": None},
}


def stored(engine: Engine, ref: str) -> CareSession:
    with looking(engine) as db:
        return db.scalars(select(CareSession).where(col(CareSession.ref) == ref)).one()


def test_no_row_is_rejected_on_the_last_day_either(taken_in) -> None:
    assert sum(one.rejected for one in taken_in[1].files) == 0


@pytest.mark.parametrize("one", all_scenarios(), ids=lambda one: one.key)
def test_the_session_of_a_scenario_is_found_by_its_reference(taken_in, one) -> None:
    assert stored(taken_in[0], one.session_ref).ref == one.session_ref


@pytest.mark.parametrize("ref", STORED)
def test_its_deadlines_are_stored_as_the_rules_give_them(taken_in, ref: str) -> None:
    found = stored(taken_in[0], ref)
    assert {name: getattr(found, name) for name in STORED[ref]} == STORED[ref]


def test_sessions_that_break_a_rule_are_stored_as_they_came(taken_in) -> None:
    engine = taken_in[0]
    confirmed, missed = stored(engine, "S-MOSCONF01"), stored(engine, "S-NOSHOW03")
    same_day = stored(engine, "S-MOS0310SAME")
    with looking(engine) as db:
        cars = {row.session_id: row for row in db.scalars(select(CarReport))}
        charged = {row.session_id for row in db.scalars(select(ClientCharge))}
    assert confirmed.status == SessionStatus.CANCEL_REQUESTED
    assert confirmed.confirmed_at is not None
    assert cars[confirmed.key].outcome == CarOutcome.NO_SHOW
    assert missed.key in charged
    assert cars[same_day.key].entered_on == same_day.date_of_service


def test_the_pay_of_31_march_belongs_to_march(taken_in) -> None:
    engine = taken_in[0]
    session = stored(engine, "S-MOS0331")
    with looking(engine) as db:
        pay = db.scalars(select(Payout).where(col(Payout.session_id) == session.key)).one()
    assert (pay.period, pay.amount_cents) == ("2026-03", 10_000)
