"""Nothing typed is lost: forms come back as they were, to their own person alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.administration import drafts as kept
from core.administration.drafts import SaveDraft, discard_draft, remove_old_drafts, save_draft
from core.db.transaction import transaction
from core.errors import Conflict, InvalidInput, NotStored
from core.models.audit import AuditEntry, ReadingEntry
from core.models.personal import Draft
from core.vocabulary.people import Role
from pages import context
from tests.support.app import labelled, labels, opener, shown
from tests.support.make import NOW
from tests.support.record import Record

CORRECTION, NAMED = "work/client_correction.py", "Name on record"
WAYS = {
    "work/client_correction.py": NAMED,
    "work/directory_update.py": "Full name",
    "work/directory_update.py ": "Requester's name",
}


@pytest.fixture
def anew(record: Record, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page in a new window of this person, as after a reload or a restart."""
    desk = record.desk
    return lambda role, file, **params: opener(monkeypatch, desk.engine, desk.people[role])(
        file.strip(), **params
    )


def rows(engine: Engine, table: type) -> list[object]:
    with db.looking(engine) as work:
        return list(work.query(table).all())


@pytest.mark.parametrize("file", WAYS)
def test_what_was_typed_is_there_after_a_reload(anew, file: str) -> None:
    at = anew(Role.AGENT, file)
    labelled(at.text_input, WAYS[file]).set_value("Jon Smyt").run()
    assert "Draft saved" in shown(at)
    again = anew(Role.AGENT, file)
    assert labelled(again.text_input, WAYS[file]).value == "Jon Smyt"
    assert "You started this" in shown(again)


def test_choices_and_added_lines_come_back_too(anew, record: Record) -> None:
    at = anew(Role.AGENT, CORRECTION, client=record.client)
    labelled(at.selectbox, "Requester").select_index(1).run()
    labelled(at.button, "Add a field").click().run()
    [_, field] = [one for one in at.selectbox if one.label == "Field"]
    field.select("last_name").run()
    [*_, correct] = [one for one in at.text_input if one.label == "Correct value"]
    correct.set_value("Smyth").run()
    again = anew(Role.AGENT, CORRECTION, client=record.client)
    assert [one.value for one in again.text_input if one.label == "Correct value"] == ["Smyth"]
    assert labelled(again.selectbox, "Requester").value == (
        labelled(at.selectbox, "Requester").value
    )
    assert record.client in shown(again)


def test_a_form_that_was_only_opened_leaves_no_draft(anew, engine: Engine, record: Record) -> None:
    anew(Role.AGENT, CORRECTION, client=record.client).run()
    assert rows(engine, Draft) == []


def test_a_choice_of_record_is_found_again_by_the_address(anew, record: Record) -> None:
    at = anew(Role.AGENT, CORRECTION, client=record.client)
    labelled(at.text_input, NAMED).set_value("Jon Smyt").run()
    labelled(at.button, "Choose another").click().run()
    again = anew(Role.AGENT, CORRECTION)
    assert labelled(again.text_input, NAMED).value == "Jon Smyt"
    assert "Jon Smyt" not in shown(anew(Role.AGENT, CORRECTION, client=record.client))


def test_only_the_person_who_typed_sees_it(anew) -> None:
    labelled(anew(Role.AGENT, CORRECTION).text_input, NAMED).set_value("Jon Smyt").run()
    assert "Jon Smyt" not in shown(anew(Role.LEAD, CORRECTION))
    assert "Drafts" not in [one.value for one in anew(Role.LEAD, "work/desk.py").subheader]


def test_the_desk_lists_the_draft_and_no_value(anew, record: Record) -> None:
    at = anew(Role.AGENT, CORRECTION, client=record.client)
    labelled(at.text_input, NAMED).set_value("Jon Smyt").run()
    words = shown(anew(Role.AGENT, "work/desk.py"))
    assert f"Client correction {record.client} · saved" in words
    assert "Smyt" not in words


def test_showing_a_draft_again_is_logged_and_saving_it_is_not(anew, engine: Engine) -> None:
    before = len(rows(engine, AuditEntry))
    labelled(anew(Role.AGENT, CORRECTION).text_input, NAMED).set_value("Jon Smyt").run()
    assert [one for one in rows(engine, ReadingEntry) if one.entity == "draft"] == []
    anew(Role.AGENT, CORRECTION)
    (entry,) = [one for one in rows(engine, ReadingEntry) if one.entity == "draft"]
    assert (entry.action, entry.reason) == ("view", "file-correction")
    assert len(rows(engine, AuditEntry)) == before


def test_a_discarded_draft_is_gone_from_form_and_database(anew, engine: Engine) -> None:
    labelled(anew(Role.AGENT, CORRECTION).text_input, NAMED).set_value("Jon Smyt").run()
    at = anew(Role.AGENT, CORRECTION)
    labelled(at.button, "Discard draft").click().run()
    assert labelled(at.text_input, NAMED).value == ""
    assert rows(engine, Draft) == []


def test_a_note_that_is_added_takes_its_draft_along(anew, engine: Engine, record: Record) -> None:
    at = anew(Role.AGENT, "work/request.py", ref=record.taken)
    labelled(at.text_area, "Internal note").set_value("Called.").run()
    (draft,) = rows(engine, Draft)
    assert (draft.form, draft.subject) == ("internal-note", record.taken)
    at = anew(Role.AGENT, "work/request.py", ref=record.taken)
    assert labelled(at.text_area, "Internal note").value == "Called."
    labelled(at.button, "Add note").click().run()
    assert rows(engine, Draft) == []
    assert labelled(at.text_area, "Internal note").value == ""


def test_a_refused_form_keeps_its_draft(anew, engine: Engine) -> None:
    at = anew(Role.AGENT, CORRECTION)
    labelled(at.text_input, NAMED).set_value("Jon Smyt").run()
    labelled(at.button, "File request").click().run()
    assert "Enter who asked" in shown(at)
    assert len(rows(engine, Draft)) == 1


def test_of_two_windows_the_later_asks_before_it_saves_over(anew, engine: Engine) -> None:
    first, second = anew(Role.AGENT, CORRECTION), anew(Role.AGENT, CORRECTION)
    labelled(first.text_input, NAMED).set_value("Jon Smyt").run()
    labelled(second.text_input, NAMED).set_value("Jon Smith").run()
    assert "open in another window" in shown(second)
    assert "Jon Smyt" in rows(engine, Draft)[0].body
    labelled(second.button, "Keep this one").click().run()
    assert "Jon Smith" in rows(engine, Draft)[0].body
    labelled(first.text_input, NAMED).set_value("Jon Smythe").run()
    labelled(first.button, "Use the other one").click().run()
    assert labelled(first.text_input, NAMED).value == "Jon Smith"


def test_a_draft_discarded_elsewhere_does_not_come_back_unasked(anew, engine: Engine) -> None:
    first = anew(Role.AGENT, CORRECTION)
    labelled(first.text_input, NAMED).set_value("Jon Smyt").run()
    labelled(anew(Role.AGENT, CORRECTION).button, "Discard draft").click().run()
    labelled(first.text_input, NAMED).set_value("Jon Smith").run()
    assert "sent or discarded this draft" in shown(first)
    assert rows(engine, Draft) == []
    labelled(first.button, "Keep this one").click().run()
    assert "Jon Smith" in rows(engine, Draft)[0].body


def test_a_draft_that_cannot_be_saved_says_so_and_keeps_the_words(
    anew, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = anew(Role.AGENT, CORRECTION)
    with monkeypatch.context() as busy:
        busy.setattr(context, "keep", refuse)
        labelled(at.text_input, NAMED).set_value("Jon Smyt").run()
    assert "Draft not saved. Busy." in shown(at)
    assert labelled(at.text_input, NAMED).value == "Jon Smyt"
    labelled(at.button, "Save draft").click().run()
    assert "Jon Smyt" in rows(engine, Draft)[0].body
    assert "Save draft" not in labels(at)


def refuse(*_: object) -> None:
    raise NotStored("Busy.")


def test_a_filed_request_ends_its_draft_in_the_same_moment(
    anew, engine: Engine, record: Record
) -> None:
    at = anew(Role.AGENT, CORRECTION, client=record.client)
    labelled(at.text_input, "Requester's name").set_value("Dana Provider").run()
    assert len(rows(engine, Draft)) == 1
    labelled(at.button, "File request").click().run()
    assert "filed" in shown(at)
    assert rows(engine, Draft) == []


@pytest.fixture
def change(engine: Engine, record: Record):
    actor = record.desk.people[Role.AGENT]

    def act(action, command, now=NOW, who=actor):
        with transaction(engine, who, now) as context:
            return action(context, command)

    return act


def test_nobody_saves_over_or_discards_the_draft_of_another(
    change, engine: Engine, record: Record
) -> None:
    done = change(save_draft, SaveDraft("form", "", {"a": "mine"}))
    lead = record.desk.people[Role.LEAD]
    with pytest.raises(Conflict):
        change(
            save_draft,
            SaveDraft("form", "C-1", {"a": "theirs"}, done.draft_id, done.version),
            who=lead,
        )
    change(discard_draft, done.draft_id, who=lead)
    assert len(rows(engine, Draft)) == 1


@pytest.mark.parametrize(
    "command",
    [SaveDraft("form", "", {"a": "x" * (kept.LONGEST + 1)}), SaveDraft("form", "S" * 41, {})],
)
def test_a_draft_that_is_too_long_is_refused(change, command: SaveDraft) -> None:
    with pytest.raises(InvalidInput):
        change(save_draft, command)


def test_no_log_or_traceback_shows_what_was_typed() -> None:
    assert "secret" not in repr(SaveDraft("form", "", {"a": "secret"}))


def test_a_draft_is_deleted_after_seven_days_without_a_save(change, engine: Engine) -> None:
    change(save_draft, SaveDraft("form", "old", {}))
    change(save_draft, SaveDraft("form", "new", {}), now=NOW + timedelta(seconds=1))
    remove_old_drafts(engine, NOW + timedelta(days=7, seconds=1))
    assert [one.subject for one in rows(engine, Draft)] == ["new"]
