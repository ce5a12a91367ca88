"""Showing one field of a client: who may, with which reason, and what is written down."""

import pytest
from sqlalchemy import Engine, func, select

from core import access, db
from core.administration.reveals import REVEALABLE, RevealClientField, Revealed, reveal_client_field
from core.db.transaction import reading
from core.errors import InvalidInput, NotFound, NotPermitted
from core.models.audit import AuditEntry, ReadingEntry
from core.vocabulary.people import Role
from tests.support import make

WHY = "The client called about a bill"
VALUES = {
    "name": "María García",
    "date_of_birth": "1990-01-31",
    "email": "maria@mail.example",
    "phone": "212-555-0100",
    "address": "5 Elm Street, Albany, NY, 12207",
    "member_id": "M-FIRST",
}


@pytest.fixture
def maria(engine: Engine) -> str:
    with db.writing(engine) as session:
        client = make.client(
            session,
            first_name="María",
            last_name="García",
            email="maria@mail.example",
            phone="212-555-0100",
        )
        make.home(session, client)
        make.coverage(session, client, make.plan(session), member_id="M-FIRST")
        make.coverage(
            session, client, make.plan(session), ref="V-2ND", member_id="M-SECOND", rank=2
        )
        return client.ref


def reveal(engine: Engine, command: RevealClientField, role: Role = Role.AGENT) -> Revealed:
    with reading(engine, access.Actor("Someone", role), make.NOW) as context:
        return reveal_client_field(context, command)


def read(engine: Engine) -> list[ReadingEntry]:
    with db.looking(engine) as session:
        return list(session.scalars(select(ReadingEntry)))


@pytest.mark.parametrize("field", REVEALABLE)
def test_each_field_is_shown_as_it_is(engine: Engine, maria: str, field: str) -> None:
    assert reveal(engine, RevealClientField(maria, field)).value == VALUES[field]


def test_the_member_id_is_that_of_the_coverage_asked_for(engine: Engine, maria: str) -> None:
    asked = RevealClientField(maria, "member_id", coverage_ref="V-2ND")
    assert reveal(engine, asked).value == "M-SECOND"


def test_nothing_on_record_is_shown_as_nothing(engine: Engine) -> None:
    with db.writing(engine) as session:
        ref = make.client(session, email=None).ref
    assert [
        reveal(engine, RevealClientField(ref, field)).value for field in ("email", "address")
    ] == [
        "",
        "",
    ]


@pytest.mark.parametrize("role", sorted(access.NEEDS_REASON))
@pytest.mark.parametrize("reason", ["", "          ", "a b c d e", "123456789"])
def test_a_viewer_and_a_manager_must_say_why(
    engine: Engine, maria: str, role: Role, reason: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        reveal(engine, RevealClientField(maria, "email", reason), role)
    assert list(refused.value.fields) == ["reason"]
    assert read(engine) == []


@pytest.mark.parametrize("role", sorted(access.LOOKING))
def test_every_look_is_written_down(engine: Engine, maria: str, role: Role) -> None:
    reveal(engine, RevealClientField(maria, "email", f"  {WHY} "), role)
    (entry,) = read(engine)
    assert (entry.action, entry.entity, entry.field) == ("unmask", "client", "email")
    assert (entry.actor, entry.reason, entry.at) == ("Someone", WHY, make.NOW)


def test_the_value_is_nowhere_in_what_is_written_down(engine: Engine, maria: str) -> None:
    shown = reveal(engine, RevealClientField(maria, "email", WHY))
    assert "maria" not in f"{shown}{read(engine)[0].model_dump()}"


def test_a_look_is_no_change_and_leaves_no_audit_entry(engine: Engine, maria: str) -> None:
    with db.looking(engine) as session:
        before = session.scalar(select(func.count()).select_from(AuditEntry))
    reveal(engine, RevealClientField(maria, "email"))
    with db.looking(engine) as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_an_admin_sees_no_client_field(engine: Engine, maria: str) -> None:
    with pytest.raises(NotPermitted):
        reveal(engine, RevealClientField(maria, "email", WHY), Role.ADMIN)
    assert read(engine) == []


@pytest.mark.parametrize("field", ["first_name", "version", "", "__class__"])
def test_another_field_cannot_be_asked_for(engine: Engine, maria: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        reveal(engine, RevealClientField(maria, field))
    assert list(refused.value.fields) == ["field"]


@pytest.mark.parametrize("reason", ["x" * 401, "a reason with \x00 in it"])
def test_a_reason_that_cannot_be_kept_is_refused(engine: Engine, maria: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        reveal(engine, RevealClientField(maria, "email", reason))
    assert list(refused.value.fields) == ["reason"]


@pytest.mark.parametrize("ref", ["C-none", "", "C-\x00"])
def test_an_unknown_client_is_not_found(engine: Engine, ref: str) -> None:
    with pytest.raises(NotFound):
        reveal(engine, RevealClientField(ref, "email"))


def test_a_coverage_of_somebody_else_is_not_found(engine: Engine, maria: str) -> None:
    with db.writing(engine) as session:
        other = make.client(session)
        make.coverage(session, other, make.plan(session), ref="V-OTHER")
    with pytest.raises(NotFound):
        reveal(engine, RevealClientField(maria, "member_id", coverage_ref="V-OTHER"))
