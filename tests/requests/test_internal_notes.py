"""Notes among staff."""

import pytest
from sqlalchemy import Engine

from core.errors import InvalidInput, NotFound, NotPermitted
from core.models.audit import AuditEntry
from core.models.requests import Comment
from core.requests.internal_notes import AddInternalNote, add_internal_note
from core.vocabulary.people import Role
from core.vocabulary.requests import Visibility
from tests.support import correction
from tests.support.correction import Desk
from tests.support.filling import Filling


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


def test_a_note_is_kept_for_staff_only(desk):
    ref = desk.filed()
    desk.do(add_internal_note, AddInternalNote(ref, "  Called the practice.\nNobody there. "))
    (comment,) = desk.rows(Comment)
    assert (comment.body, comment.visibility) == (
        "Called the practice.\nNobody there.",
        Visibility.INTERNAL,
    )


def test_a_note_makes_no_open_page_stale(desk):
    ref = desk.filed()
    seen = desk.request(ref).version
    desk.do(add_internal_note, AddInternalNote(ref, "Called."))
    assert desk.request(ref).version == seen


@pytest.mark.parametrize("body", ["", " \n ", "x" * 4001, "a\0b", "\u202egnp", "\ud800"])
def test_a_note_that_cannot_stand_is_said_by_field(desk, body):
    ref = desk.filed()
    with pytest.raises(InvalidInput) as caught:
        desk.do(add_internal_note, AddInternalNote(ref, body))
    assert set(caught.value.fields) == {"body"}


def test_a_note_on_no_request_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.do(add_internal_note, AddInternalNote("R-NOBODY", "Called."))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.ADMIN])
def test_only_agents_and_leads_write_notes(desk, role):
    ref = desk.filed()
    with pytest.raises(NotPermitted):
        desk.do(add_internal_note, AddInternalNote(ref, "Called."), role)


def test_clicking_twice_keeps_one_note(desk):
    ref = desk.filed()
    for _ in range(2):
        desk.do(add_internal_note, AddInternalNote(ref, "Called."), key="one-click")
    assert len(desk.rows(Comment)) == 1


def test_that_a_note_was_written_is_audited_without_its_words(desk):
    ref = desk.filed()
    desk.do(add_internal_note, AddInternalNote(ref, "John called."))
    entry = desk.rows(AuditEntry)[-1]
    assert (entry.action, entry.after, entry.reason) == ("request.commented", None, None)
