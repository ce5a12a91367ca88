"""A sign-in is a record: it ends by itself, at once when told so, and never comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from core import access, db
from core.administration.staff import SwitchOffStaff, switch_off_staff
from core.db.transaction import transaction
from core.errors import SignedOut
from core.models.audit import AuditEntry
from core.models.installation import DeskFact
from core.models.people import Staff
from core.models.personal import SignIn
from core.queries.people.sign_ins import SignedIn, keep_alive
from core.vocabulary.people import Role
from core.web.sign_in_records import end_sign_in, look_up, start_sign_in
from tests.support import make
from tests.support.make import NOW

IDLE = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


@pytest.fixture
def staff_id(engine: Engine) -> int:
    with db.writing(engine) as session:
        return make.staff(session, Role.LEAD, name="Ana Ruiz", zone="America/Chicago").key


def found(engine: Engine, token: str, after: timedelta) -> SignedIn:
    signed_in = look_up(engine, token, NOW + after)
    assert signed_in is not None
    return signed_in


def test_the_token_stands_for_the_person(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    actor = found(engine, token, SECOND).actor
    assert actor == access.Actor("Ana Ruiz", Role.LEAD, staff_id, "America/Chicago")


def test_the_token_itself_is_not_stored(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    with db.looking(engine) as session:
        stored = session.scalar(select(col(SignIn.token_hash)))
    assert stored != token
    assert look_up(engine, stored, NOW) is None


@pytest.mark.parametrize("token", [None, "", "A" * 43, "ä", "' OR 1=1 --"])
def test_any_other_token_is_nobody(engine: Engine, staff_id: int, token: str | None) -> None:
    start_sign_in(engine, staff_id, NOW)
    assert look_up(engine, token, NOW) is None


def test_idle_counts_up_to_the_limit(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    assert look_up(engine, token, NOW + IDLE) is not None


def test_idle_ends_it_past_the_limit(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    assert look_up(engine, token, NOW + IDLE + SECOND) is None


def test_doing_something_moves_the_idle_limit(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    keep_alive(engine, found(engine, token, IDLE), NOW + IDLE)
    assert look_up(engine, token, NOW + 2 * IDLE) is not None


def test_activity_is_written_down_once_a_minute(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    keep_alive(engine, found(engine, token, 59 * SECOND), NOW + 59 * SECOND)
    assert found(engine, token, 59 * SECOND).last_active_at == NOW


def test_what_was_idle_too_long_is_not_brought_back(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    signed_in = found(engine, token, IDLE)
    keep_alive(engine, signed_in, NOW + IDLE + SECOND)
    assert look_up(engine, token, NOW + IDLE + SECOND) is None


def test_twelve_hours_end_it_however_busy(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    for quarter in range(1, 48):
        keep_alive(engine, found(engine, token, quarter * IDLE), NOW + quarter * IDLE)
    assert look_up(engine, token, NOW + 48 * IDLE - SECOND) is not None
    assert look_up(engine, token, NOW + 48 * IDLE) is None


def test_signing_out_ends_it_at_once(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    end_sign_in(engine, token, NOW + SECOND)
    assert look_up(engine, token, NOW + SECOND) is None


def test_signing_out_leaves_another_browser_signed_in(engine: Engine, staff_id: int) -> None:
    here, there = (start_sign_in(engine, staff_id, NOW) for _ in range(2))
    end_sign_in(engine, here, NOW + SECOND)
    assert look_up(engine, there, NOW + SECOND) is not None


def test_a_new_sign_in_replaces_the_one_of_this_browser(engine: Engine, staff_id: int) -> None:
    old = start_sign_in(engine, staff_id, NOW)
    start_sign_in(engine, staff_id, NOW + SECOND, replaces=old)
    assert look_up(engine, old, NOW + SECOND) is None


def test_switching_a_person_off_ends_all_their_sign_ins(engine: Engine, staff_id: int) -> None:
    tokens = [start_sign_in(engine, staff_id, NOW) for _ in range(3)]
    email = make.stored(engine, Staff, staff_id).email
    with transaction(engine, access.operator("tests"), NOW) as change:
        switch_off_staff(change, SwitchOffStaff(email))
    with db.looking(engine) as session:
        ended = session.scalars(select(col(SignIn.end_reason))).all()
    assert [look_up(engine, token, NOW) for token in tokens] == [None] * 3
    assert ended == ["switched_off"] * 3


def test_a_person_who_was_switched_off_cannot_start_one(engine: Engine) -> None:
    with db.writing(engine) as session:
        gone = make.staff(session, is_active=False).key
    with pytest.raises(SignedOut):
        start_sign_in(engine, gone, NOW)


def test_a_role_that_was_changed_counts_from_the_next_look(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    with db.writing(engine) as session:
        row = session.get(Staff, staff_id)
        assert row is not None
        row.role = Role.VIEWER
    assert found(engine, token, SECOND).actor.role is Role.VIEWER


def test_signing_in_and_out_is_in_the_audit_trail(engine: Engine, staff_id: int) -> None:
    end_sign_in(engine, start_sign_in(engine, staff_id, NOW), NOW + SECOND)
    with db.looking(engine) as session:
        entries = session.execute(
            select(col(AuditEntry.action), col(AuditEntry.staff_id))
            .where(col(AuditEntry.entity) == "staff")
            .order_by(col(AuditEntry.number))
        ).all()
    assert [tuple(entry) for entry in entries] == [
        ("staff.signed_in", staff_id),
        ("staff.signed_out", staff_id),
    ]


def test_signing_out_twice_is_in_the_audit_trail_once(engine: Engine, staff_id: int) -> None:
    token = start_sign_in(engine, staff_id, NOW)
    for _ in range(2):
        end_sign_in(engine, token, NOW + SECOND)
    with db.looking(engine) as session:
        actions = session.scalars(select(col(AuditEntry.action))).all()
    assert list(actions).count("staff.signed_out") == 1


@pytest.mark.parametrize("mode", ["demo", "real"])
def test_a_sign_in_says_whether_the_desk_is_a_demo(
    engine: Engine, staff_id: int, mode: str
) -> None:
    with db.writing(engine) as session:
        session.add(DeskFact(name="mode", value=mode))
    token = start_sign_in(engine, staff_id, NOW)
    assert found(engine, token, SECOND).is_demo is (mode == "demo")
