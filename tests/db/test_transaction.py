"""All of an action happens or none of it, audit entries included, whoever else is at work."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlmodel import col

from core import db
from core.access import Actor
from core.db.transaction import ReadContext, Receipt, WriteContext, perform, reading, transaction
from core.errors import Conflict, SignedOut
from core.models.audit import AuditEntry, ReadingEntry
from core.models.installation import DeskFact, StoredReceipt
from core.models.people import Staff
from core.models.personal import SignIn
from core.vocabulary.administration import ReadingAction
from core.vocabulary.people import Role
from tests.support import make
from tests.support.dump import dump
from tests.support.make import NOW

THREADS, TURNS = 8, 25
SPAN = {"started_at": NOW, "last_active_at": NOW, "expires_at": NOW}


class Mishap(Exception):
    """What goes wrong here."""


@dataclass(frozen=True)
class NoteFact:
    """Note one fact of this installation; with `fails`, everything but the end of it happens."""

    name: str
    fails: bool = False


def note_fact(context: WriteContext, command: NoteFact) -> Receipt:
    """The smallest of actions: a row, an audit entry, a receipt."""
    context.db.add(DeskFact(name=command.name, value="noted"))
    context.db.flush()
    context.record("fact.noted", "desk_fact", context.staff_id, after={"name": command.name})
    if command.fails:
        raise Mishap
    return Receipt(command.name, f"{command.name} is noted.")


@pytest.fixture
def actor(engine: Engine) -> Actor:
    with db.writing(engine) as work:
        return make.actor(work)


def at_once(turn: Callable[[int], Any]) -> list[Any]:
    """`turn` of every thread's number, all of them started together; what each gave back."""
    start = Barrier(THREADS)

    def one(number: int) -> Any:
        start.wait()
        return turn(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def numbers(engine: Engine) -> list[int]:
    with db.looking(engine) as look:
        return list(look.scalars(select(AuditEntry.number).order_by(AuditEntry.number)))


def noted(engine: Engine) -> list[str]:
    """The facts that are there."""
    with db.looking(engine) as look:
        return sorted(look.scalars(select(DeskFact.name)))


def told_of(engine: Engine) -> list[str]:
    """The facts that audit entries tell of."""
    with db.looking(engine) as look:
        entries = look.scalars(select(AuditEntry.after).where(AuditEntry.action == "fact.noted"))
        return sorted(str(after).removeprefix('{"name": "').removesuffix('"}') for after in entries)


def test_what_was_done_is_kept_with_its_entry(engine, actor):
    before = len(numbers(engine))
    with transaction(engine, actor, NOW) as context:
        note_fact(context, NoteFact("a"))
    assert (noted(engine), told_of(engine)) == (["a"], ["a"])
    assert len(numbers(engine)) == before + 1


def test_nothing_is_kept_of_an_action_that_raises_at_its_end(engine, actor):
    before = dump(engine)
    with pytest.raises(Mishap):
        perform(engine, actor, NOW, note_fact, NoteFact("a", fails=True), "key")
    assert dump(engine) == before


def test_nothing_is_kept_when_the_entry_cannot_be_written(engine, actor):
    def note_nonsense(context: WriteContext, command: NoteFact) -> Receipt:
        context.record("nonsense.noted", "desk_fact", 1, after={"name": object()})
        return note_fact(context, command)

    before = dump(engine)
    with pytest.raises(TypeError):
        perform(engine, actor, NOW, note_nonsense, NoteFact("a"), "key")
    assert dump(engine) == before


def test_nothing_is_kept_when_the_database_refuses_one_row(engine, actor):
    def note_with_a_stray(context: WriteContext, command: NoteFact) -> Receipt:
        context.db.add(SignIn(token_hash="x", staff_id=999_999, **SPAN))
        return note_fact(context, command)

    before = dump(engine)
    with pytest.raises(IntegrityError):
        perform(engine, actor, NOW, note_with_a_stray, NoteFact("a"), "key")
    assert dump(engine) == before


def test_a_key_of_an_action_that_failed_is_free_again(engine, actor):
    with pytest.raises(Mishap):
        perform(engine, actor, NOW, note_fact, NoteFact("a", fails=True), "key")
    assert perform(engine, actor, NOW, note_fact, NoteFact("a"), "key").ref == "a"


def test_entries_are_numbered_without_a_gap_past_a_failure(engine, actor):
    for number in range(6):
        try:
            with transaction(engine, actor, NOW) as context:
                note_fact(context, NoteFact(f"f{number}", fails=bool(number % 2)))
        except Mishap:
            continue
    assert numbers(engine) == list(range(1, len(numbers(engine)) + 1))
    assert noted(engine) == ["f0", "f2", "f4"]


def test_an_entry_if_and_only_if_the_change_by_many_at_once(engine, actor):
    def turn(thread: int) -> None:
        for number in range(TURNS):
            command = NoteFact(f"t{thread}-{number:02d}", fails=number % 5 == 4)
            try:
                perform(engine, actor, NOW, note_fact, command, command.name)
            except Mishap:
                continue

    at_once(turn)
    assert numbers(engine) == list(range(1, len(numbers(engine)) + 1))
    assert noted(engine) == told_of(engine)
    assert len(noted(engine)) == THREADS * TURNS * 4 // 5


def test_the_same_key_by_many_at_once_makes_one_effect_and_one_receipt(engine, actor):
    for number in range(5):
        command = NoteFact(f"k{number}")
        receipts = at_once(lambda _, c=command: perform(engine, actor, NOW, note_fact, c, c.name))
        assert set(receipts) == {Receipt(command.name, f"{command.name} is noted.")}
    assert noted(engine) == told_of(engine) == [f"k{number}" for number in range(5)]
    with db.looking(engine) as look:
        assert look.scalar(select(func.count()).select_from(StoredReceipt)) == 5


def test_the_same_key_with_another_command_is_a_conflict(engine, actor):
    perform(engine, actor, NOW, note_fact, NoteFact("a"), "key")
    before = dump(engine)
    with pytest.raises(Conflict):
        perform(engine, actor, NOW, note_fact, NoteFact("b"), "key")
    assert dump(engine) == before


def test_nobody_gets_a_receipt_by_the_key_of_another(engine, actor):
    perform(engine, actor, NOW, note_fact, NoteFact("a"), "key")
    with db.writing(engine) as work:
        other = make.actor(work)
    with pytest.raises(Conflict):
        perform(engine, other, NOW, note_fact, NoteFact("a"), "key")


def test_no_edit_is_lost_when_many_edit_one_row(engine, actor):
    with db.writing(engine) as work:
        key = make.staff(work).key

    def turn(_thread: int) -> int:
        return sum(edited(engine, actor, key) for _ in range(TURNS))

    acknowledged = sum(at_once(turn))
    final = make.stored(engine, Staff, key)
    assert final.version - 1 == int(final.name) == acknowledged
    assert acknowledged > 0


def edited(engine: Engine, actor: Actor, key: int) -> bool:
    """One person's look and save; whether it was acknowledged."""
    seen = make.stored(engine, Staff, key)
    try:
        with transaction(engine, actor, NOW) as context:
            row = context.lock(Staff, key, seen.version)
            row.name = str(seen.version)
    except Conflict:
        return False
    return True


def test_a_row_that_is_gone_is_a_conflict(engine, actor):
    with pytest.raises(Conflict), transaction(engine, actor, NOW) as context:
        context.lock(Staff, 999_999)


def switch(engine: Engine, actor: Actor, **values: Any) -> None:
    with db.writing(engine) as work:
        edit = {**values, "version": col(Staff.version) + 1}
        work.execute(update(Staff).where(col(Staff.id) == actor.staff_id).values(edit))


def test_a_person_who_was_switched_off_does_nothing_more(engine, actor):
    switch(engine, actor, is_active=False)
    before = dump(engine)
    with pytest.raises(SignedOut):
        perform(engine, actor, NOW, note_fact, NoteFact("a"), "key")
    assert dump(engine) == before


def test_a_person_who_was_switched_off_reads_nothing_more(engine, actor):
    switch(engine, actor, is_active=False)
    with pytest.raises(SignedOut), reading(engine, actor, NOW):
        pass


def test_a_person_nobody_knows_does_nothing(engine, actor):
    with (
        pytest.raises(SignedOut),
        transaction(engine, replace(actor, staff_id=999_999), NOW),
    ):
        pass


def test_a_role_given_a_moment_ago_counts_already(engine, actor):
    switch(engine, actor, role=Role.VIEWER)
    with transaction(engine, actor, NOW) as context:
        assert context.actor.role == Role.VIEWER
    with reading(engine, actor, NOW) as look:
        assert look.actor.role == Role.VIEWER


def test_an_action_that_needs_a_member_of_staff_refuses_the_command_line(engine):
    with (
        pytest.raises(SignedOut),
        transaction(engine, Actor("operator ci", Role.ADMIN), NOW) as context,
    ):
        note_fact(context, NoteFact("a"))


def read_entries(engine: Engine) -> list[tuple[str, int | None]]:
    with db.looking(engine) as look:
        return [(row.action, row.entity_id) for row in look.scalars(select(ReadingEntry))]


def test_what_was_read_is_logged_when_the_answer_is_there(engine, actor):
    def answer() -> str:
        with reading(engine, actor, NOW) as look:
            look.log(ReadingAction.VIEW, "client", 7)
            return "Jane"

    assert answer() == "Jane"
    assert read_entries(engine) == [(ReadingAction.VIEW, 7)]


def test_a_query_that_raises_gave_no_answer_and_logs_none(engine, actor):
    def query(look: ReadContext) -> str:
        look.log(ReadingAction.VIEW, "client", 7)
        raise Mishap

    with pytest.raises(Mishap), reading(engine, actor, NOW) as look:
        query(look)
    assert read_entries(engine) == []


def test_without_its_log_there_is_no_answer(engine, actor):
    with pytest.raises(IntegrityError), reading(engine, actor, NOW) as look:
        look.log(ReadingAction.VIEW, None, 7)  # type: ignore[arg-type]
    assert read_entries(engine) == []


def test_what_a_query_writes_is_refused_or_forgotten(engine, actor):
    before = dump(engine)
    with suppress(OperationalError, InternalError), reading(engine, actor, NOW) as look:
        look.db.add(DeskFact(name="a", value="noted"))
        look.db.flush()
    assert dump(engine) == before


def test_a_query_sees_one_state_from_its_beginning_to_its_end(engine, actor):
    with reading(engine, actor, NOW) as look:
        first = look.db.scalars(select(DeskFact.name)).all()
        with transaction(engine, actor, NOW + timedelta(seconds=1)) as context:
            note_fact(context, NoteFact("meanwhile"))
        assert look.db.scalars(select(DeskFact.name)).all() == first
    assert noted(engine) == ["meanwhile"]
