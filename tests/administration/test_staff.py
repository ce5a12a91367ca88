"""Who may sign in is an admin's to say; it is checked by field and written down."""

import json
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlmodel import col, select

from core import access, db
from core.administration import staff
from core.administration.staff import (
    PASSWORDS,
    AddStaff,
    ChangeRole,
    SwitchOffStaff,
    add_staff,
    change_role,
    switch_off_staff,
)
from core.db.transaction import Receipt, perform, reading, transaction
from core.errors import Conflict, InvalidInput, NotFound, NotPermitted, SignedOut
from core.models.audit import AuditEntry
from core.models.people import Staff
from core.queries.people.staff import StaffRow, list_staff
from core.vocabulary.people import Role
from core.web.sign_in_records import start_sign_in
from tests.support import make
from tests.support.make import NOW

OPERATOR = access.operator("tests")
ANA = AddStaff(
    "Ana@Clinic.Example", " Ana  Ruiz ", Role.AGENT, "America/Chicago", "correct horse battery"
)


@pytest.fixture(autouse=True)
def _hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's hash takes its time on purpose."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(staff, "PASSWORDS", cheap)


def add(engine: Engine, command: AddStaff = ANA) -> Receipt:
    with transaction(engine, OPERATOR, NOW) as change:
        return add_staff(change, command)


def people(engine: Engine) -> tuple[StaffRow, ...]:
    with reading(engine, OPERATOR, NOW) as look:
        return list_staff(look)


def audited(engine: Engine) -> list[tuple[str, str | None, str | None]]:
    with db.looking(engine) as session:
        rows = session.execute(
            select(col(AuditEntry.action), col(AuditEntry.before), col(AuditEntry.after))
            .where(col(AuditEntry.entity) == "staff")
            .order_by(col(AuditEntry.number))
        )
        return [tuple(row) for row in rows]


def test_a_person_is_added_by_a_plain_e_mail_and_name(engine: Engine) -> None:
    add(engine)
    row = people(engine)[0]
    assert (row.email, row.name, row.role) == ("ana@clinic.example", "Ana Ruiz", Role.AGENT)


def test_the_password_is_kept_as_an_argon2id_hash(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff, "PASSWORDS", PASSWORDS)
    add(engine)
    stored = make.stored(engine, Staff, people(engine)[0].staff_id).password_hash
    assert stored.startswith("$argon2id$")
    assert PASSWORDS.verify(stored, "correct horse battery")
    assert not PASSWORDS.check_needs_rehash(stored)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "ana"),
        ("email", "ana@clinic"),
        ("email", "ana@clinic.example, bo@clinic.example"),
        ("name", "   "),
        ("name", "A" * 121),
        ("name", "Ana\x00"),
        ("zone", ""),
        ("zone", "Chicago"),
        ("zone", "../etc/passwd"),
        ("password", None),
        ("password", "elevenchars"),
        ("password", "x" * 257),
    ],
)
def test_what_does_not_hold_is_named_by_its_field(
    engine: Engine, field: str, value: str | None
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(engine, replace(ANA, **{field: value}))
    assert list(refused.value.fields) == [field]


def test_everything_that_does_not_hold_is_named_at_once(engine: Engine) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(engine, AddStaff("", "", Role.AGENT, "", ""))
    assert set(refused.value.fields) == {"email", "name", "zone", "password"}


def test_an_e_mail_in_use_in_another_case_is_refused(engine: Engine) -> None:
    add(engine)
    with pytest.raises(InvalidInput, match="already on the list"):
        add(engine, replace(ANA, email="ANA@clinic.example"))


def test_only_a_fictional_person_goes_without_a_password(engine: Engine) -> None:
    add(engine, replace(ANA, password=None, is_fictional=True))
    assert people(engine)[0].is_fictional


def test_a_password_shows_nowhere_in_the_command(engine: Engine) -> None:
    assert "horse" not in repr(ANA)


def test_adding_is_audited_without_the_password(engine: Engine) -> None:
    add(engine)
    action, before, after = audited(engine)[0]
    assert (action, before) == ("staff.added", None)
    assert set(json.loads(after or "")) == {"email", "name", "role", "zone"}


def test_the_same_form_sent_twice_adds_one_person(engine: Engine) -> None:
    with db.writing(engine) as session:
        admin = make.actor(session, Role.ADMIN)
    receipts = {perform(engine, admin, NOW, add_staff, ANA, "key-1") for _ in range(2)}
    assert len(receipts) == 1
    assert len(people(engine)) == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
@pytest.mark.parametrize(
    ("action", "command"),
    [
        (add_staff, ANA),
        (change_role, ChangeRole("ana@clinic.example", Role.ADMIN)),
        (switch_off_staff, SwitchOffStaff("ana@clinic.example")),
    ],
)
def test_only_an_admin_says_who_may_sign_in(
    engine: Engine, role: Role, action: object, command: object
) -> None:
    with db.writing(engine) as session:
        other = make.actor(session, role)
    with pytest.raises(NotPermitted), transaction(engine, other, NOW) as change:
        action(change, command)  # type: ignore[operator]


def test_a_role_is_changed_and_audited(engine: Engine) -> None:
    add(engine)
    with transaction(engine, OPERATOR, NOW) as change:
        change_role(change, ChangeRole(" ANA@clinic.example", Role.LEAD))
    assert people(engine)[0].role is Role.LEAD
    assert audited(engine)[1] == ("staff.role_changed", '{"role": "agent"}', '{"role": "lead"}')


def test_the_role_that_someone_has_already_changes_nothing(engine: Engine) -> None:
    add(engine)
    with transaction(engine, OPERATOR, NOW) as change:
        change_role(change, ChangeRole("ana@clinic.example", Role.AGENT))
    assert [entry[0] for entry in audited(engine)] == ["staff.added"]


def test_a_role_changed_meanwhile_by_another_is_a_conflict(engine: Engine) -> None:
    add(engine)
    seen = ChangeRole("ana@clinic.example", Role.LEAD, version=1)
    with transaction(engine, OPERATOR, NOW) as change:
        change_role(change, seen)
    with pytest.raises(Conflict), transaction(engine, OPERATOR, NOW) as change:
        change_role(change, replace(seen, role=Role.MANAGER))


def test_a_role_taken_away_counts_from_the_next_action(engine: Engine) -> None:
    with db.writing(engine) as session:
        admin = make.actor(session, Role.ADMIN)
        email = session.scalar(select(col(Staff.email)))
    with transaction(engine, OPERATOR, NOW) as change:
        change_role(change, ChangeRole(str(email), Role.VIEWER))
    with pytest.raises(NotPermitted), transaction(engine, admin, NOW) as change:
        add_staff(change, ANA)


def test_someone_who_was_switched_off_does_nothing_more(engine: Engine) -> None:
    with db.writing(engine) as session:
        admin = make.actor(session, Role.ADMIN)
        email = session.scalar(select(col(Staff.email)))
    with transaction(engine, OPERATOR, NOW) as change:
        switch_off_staff(change, SwitchOffStaff(str(email)))
    with pytest.raises(SignedOut), transaction(engine, admin, NOW) as change:
        add_staff(change, ANA)


def test_switching_off_says_how_many_sign_ins_it_ended(engine: Engine) -> None:
    add(engine)
    for _ in range(2):
        start_sign_in(engine, people(engine)[0].staff_id, NOW)
    with transaction(engine, OPERATOR, NOW) as change:
        switch_off_staff(change, SwitchOffStaff("ana@clinic.example"))
    assert audited(engine)[-1][2] == '{"is_active": false, "sign_ins_ended": 2}'


def test_switching_off_twice_is_audited_once(engine: Engine) -> None:
    add(engine)
    for _ in range(2):
        with transaction(engine, OPERATOR, NOW) as change:
            switch_off_staff(change, SwitchOffStaff("ana@clinic.example"))
    actions = [entry[0] for entry in audited(engine)]
    assert actions == ["staff.added", "staff.switched_off"]


@pytest.mark.parametrize(
    ("action", "command"),
    [
        (change_role, ChangeRole("nobody@clinic.example", Role.LEAD)),
        (change_role, ChangeRole("nobody\0", Role.LEAD)),
        (switch_off_staff, SwitchOffStaff("nobody@clinic.example")),
    ],
)
def test_someone_who_is_not_on_the_list_is_not_found(
    engine: Engine, action: object, command: object
) -> None:
    with pytest.raises(NotFound), transaction(engine, OPERATOR, NOW) as change:
        action(change, command)  # type: ignore[operator]


def test_the_list_ends_with_those_who_were_switched_off(engine: Engine) -> None:
    with db.writing(engine) as session:
        make.staff(session, name="Abel", is_active=False)
        make.staff(session, name="Zoe")
    assert [row.name for row in people(engine)] == ["Zoe", "Abel"]


def test_the_list_says_when_someone_was_last_active(engine: Engine) -> None:
    add(engine)
    start_sign_in(engine, people(engine)[0].staff_id, NOW)
    assert people(engine)[0].last_active_at == NOW
