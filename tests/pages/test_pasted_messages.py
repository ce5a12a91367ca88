"""A message is pasted: what it says is offered, accepted or not, and its text is never kept."""

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from core import db
from core.models.people import Client
from core.models.requests import CorrectionLine, SupportRequest
from core.vocabulary.people import Role
from core.vocabulary.requests import Priority
from tests.pages.conftest import As
from tests.support.app import labelled, labels, shown
from tests.support.record import Record

CORRECTION = (
    "Hi team, I entered my client Ines Walde wrong. It says Ines Walde and it should be Ines "
    "Walder.\n\nRosa Marsh, LCSW\nrosa@practice.example"
)
LISTING = (
    "The Evernorth directory has the wrong phone, it should be 312-555-0174 (they have "
    "312-555-0147).\nGreta Halvorsen, LCPC\nNPI 1730482159"
)
DANGER = "My client says: I want to end my life.\n\n"


def paste(at: AppTest, text: str) -> AppTest:
    labelled(at.text_area, "Message").set_value(text)
    return at.run()


def box(at: AppTest, label: str) -> str:
    return str(labelled(at.text_input, label).value)


def test_a_pasted_correction_fills_the_form_at_one_click(open_as: As) -> None:
    at = paste(open_as(Role.AGENT)("work/client_correction.py"), CORRECTION)
    assert "0 of 4 accepted" in shown(at)
    labelled(at.button, "Accept all").click().run()
    assert box(at, "Name on record") == "Ines Walde"
    assert labelled(at.selectbox, "Field").value == "last_name"
    assert box(at, "Value now") == "Walde"
    assert box(at, "Correct value") == "Walder"
    assert box(at, "Requester's name") == "Rosa Marsh"
    assert box(at, "Reply to") == "rosa@practice.example"
    assert box(at, "Find the client") == "Ines Walde"
    assert "4 of 4 accepted" in shown(at)


def test_undo_empties_only_what_was_filled(open_as: As) -> None:
    at = paste(open_as(Role.AGENT)("work/client_correction.py"), CORRECTION)
    labelled(at.button, "Accept all").click().run()
    labelled(at.text_input, "Requester's name").set_value("Rosa M. Marsh").run()
    labelled(at.button, "Undo").click().run()
    assert box(at, "Requester's name") == "Rosa M. Marsh"
    assert box(at, "Name on record") == ""
    assert labelled(at.selectbox, "Field").value is None
    assert "0 of 4 accepted" in shown(at)


def test_what_a_person_typed_is_never_overwritten(open_as: As) -> None:
    at = open_as(Role.AGENT)("work/client_correction.py")
    labelled(at.text_input, "Reply to").set_value("312-555-0142").run()
    at = paste(at, CORRECTION)
    labelled(at.button, "Accept reply to").click().run()
    assert box(at, "Reply to") == "312-555-0142"
    assert "Not changed: you filled this in." in shown(at)


def test_a_pasted_listing_fills_provider_and_values(open_as: As) -> None:
    at = paste(open_as(Role.AGENT)("work/directory_update.py"), LISTING)
    labelled(at.button, "Accept all").click().run()
    assert box(at, "Full name") == "Greta Halvorsen"
    assert box(at, "NPI, as") == "1730482159"
    assert box(at, "Listed value") == "312-555-0147"
    assert box(at, "Correct value") == "312-555-0174"


def test_a_pasted_cancellation_shows_its_session(open_as: As, record: Record) -> None:
    text = f"Please cancel session {record.confirmed}, confirmed by mistake.\nRosa Marsh"
    at = paste(open_as(Role.AGENT)("work/cancellation.py"), text)
    labelled(at.button, "Accept session").click().run()
    assert "What happens next" in shown(at)
    labelled(at.button, "Accept requester").click().run()
    assert box(at, "Requester's name") == "Rosa Marsh"


def test_a_message_for_another_form_says_which(open_as: As) -> None:
    at = paste(open_as(Role.AGENT)("work/client_correction.py"), LISTING)
    assert "This reads like a directory update." in shown(at)


@pytest.mark.parametrize("text", ["??", "Thanks so much!"])
def test_a_message_that_says_nothing_leads_to_the_form(open_as: As, text: str) -> None:
    at = paste(open_as(Role.AGENT)("work/client_correction.py"), text)
    assert "Nothing recognized. Fill in below." in shown(at)
    assert "Accept all" not in labels(at)


def test_a_message_of_danger_makes_the_request_urgent(open_as: As, engine: Engine) -> None:
    at = paste(open_as(Role.AGENT)("work/client_correction.py"), DANGER + CORRECTION)
    assert "Words in this message suggest self-harm." in shown(at)
    labelled(at.button, "Accept all").click().run()
    paste(at, "")
    labelled(at.button, "File").click().run()
    with db.looking(engine) as session:
        request = session.scalars(select(SupportRequest)).one()
        lines = session.scalars(select(CorrectionLine)).all()
        assert request.priority == Priority.URGENT
        assert [line.correct_value for line in lines] == ["Walder"]


def test_a_pasted_message_is_nowhere_after_filing(open_as: As, engine: Engine) -> None:
    at = paste(open_as(Role.AGENT)("work/client_correction.py"), CORRECTION)
    labelled(at.button, "Accept all").click().run()
    labelled(at.button, "File").click().run()
    kept = at.session_state._state.filtered_state
    assert not [key for key, value in kept.items() if "Hi team" in str(value)]
    with db.looking(engine) as session:
        for table in SupportRequest.metadata.sorted_tables:
            rows = session.execute(select(table)).all()
            assert not [row for row in rows if "Hi team" in str(row)], table.name


def test_a_near_match_is_shown_before_filing(open_as: As, record: Record, engine: Engine) -> None:
    with db.looking(engine) as session:
        client = session.scalars(select(Client).where(col(Client.ref) == record.client)).one()
        written = f"{client.first_name} {client.last_name}x"
    at = open_as(Role.AGENT)("work/client_correction.py", client=record.client)
    labelled(at.text_input, "Name on record").set_value(written).run()
    assert "Near match (last name: 1 extra letter)." in shown(at)
