"""What the form and the request of a correction say, and how a long search ends."""

import pytest
from sqlalchemy import Engine

from core import db
from core.models.people import Client
from core.rules.requests.corrections import Line
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import correction, make
from tests.support.app import labelled, section, shown

SEARCHES = [
    ("work/client_correction.py", "Find the client", "Find", {}),
    ("work/directory_update.py", "Find the provider", "Find", {}),
    ("lookup/billing_check.py", "Client", "", {"provider": "1999999984"}),
    ("lookup/billing_check.py", "Provider", "", {}),
]


def test_the_fields_to_correct_are_named_without_their_kind(engine: Engine, open_as: As) -> None:
    with db.writing(engine) as work:
        client = make.client(work)
        make.home(work, client)
    at = open_as(Role.AGENT)("work/client_correction.py", client=client.ref)
    assert {"E-mail", "Home state", "Date of birth"} <= set(labelled(at.selectbox, "Field").options)
    labelled(at.text_input, "Received (New York time)")


def test_a_refused_correction_is_not_called_ready_to_file(open_as: As) -> None:
    at = open_as(Role.AGENT)("work/client_correction.py")
    assert "You can file this now." in shown(at)
    at = labelled(at.button, "File request").click().run()
    assert "The request was not filed." in shown(at)
    assert "You can file this now." not in shown(at)


def test_a_request_names_the_fields_that_insurers_know(engine: Engine, open_as: As) -> None:
    desk = correction.desk(engine)
    phone = Line("phone", "", "212-555-0111")
    ref = desk.taken(phone, Line("last_name", "", "Ríos"), Line("first_name", "", "John"))
    said = section(open_as(Role.AGENT)("work/request.py", ref=ref), "Requested correction")
    assert "Insurers identify the client by last name and first name." in said
    assert '<span class="label">Last name</span>' in said


def test_a_request_says_what_each_change_looks_like(engine: Engine, open_as: As) -> None:
    desk = correction.desk(engine)
    ref = desk.taken(Line("first_name", "", "Ashley"), Line("last_name", "", "Okoye"))
    at = open_as(Role.LEAD)("work/request.py", ref=ref)
    assert "Another name" in section(at, "Requested correction")
    assert "First name and last name both become other names." in shown(at)


def test_after_a_correction_the_request_says_whom_the_record_looks_like(
    engine: Engine, open_as: As
) -> None:
    desk = correction.desk(engine)
    ref = desk.taken()
    with db.writing(engine) as work:
        other = make.client(work, first_name="John", last_name="Rivera").ref
    assert other not in shown(open_as(Role.AGENT)("work/request.py", ref=ref))
    desk.apply(ref)
    drawn = shown(open_as(Role.AGENT)("work/request.py", ref=ref))
    assert f"{other} (J. R.): Same name, same birth date." in drawn
    assert other not in shown(open_as(Role.VIEWER)("work/request.py", ref=ref))


def test_the_form_says_what_each_change_looks_like(engine: Engine, open_as: As) -> None:
    desk = correction.desk(engine)
    at = open_as(Role.AGENT)("work/client_correction.py", client=desk.client_ref)
    labelled(at.selectbox, "Field").select("first_name").run()
    labelled(at.text_input, "Correct value").input("John").run()
    assert "looks like" in shown(at)
    labelled(at.text_input, "Correct value").input("Ashley").run()
    assert "This looks like another person." in shown(at)
    assert "A lead or manager other than you" in shown(at)


def test_after_the_change_the_record_is_compared_again(engine: Engine, open_as: As) -> None:
    desk = correction.desk(engine)
    ref = desk.taken(Line("phone", "", "212-555-0111"))
    desk.apply(ref)
    said = section(open_as(Role.AGENT)("work/request.py", ref=ref), "Correction made")
    assert "On the record as requested" in said
    with db.writing(engine) as work:
        work.get_one(Client, desk.client_id).phone = "212-555-0177"
    said = section(open_as(Role.AGENT)("work/request.py", ref=ref), "Correction made")
    assert "The record has another value now: 212-555-0177" in said


def test_a_request_without_a_deadline_says_when_it_starts(engine: Engine, open_as: As) -> None:
    ref = correction.desk(engine).filed(Line("phone", "", ""))
    at = open_as(Role.AGENT)("work/request.py", ref=ref)
    assert "The deadline starts when all information is in." in section(at, "Deadlines")


@pytest.mark.parametrize(("file", "box", "button", "params"), SEARCHES)
def test_a_search_with_more_matches_asks_for_more_of_the_name(
    engine: Engine, open_as: As, file: str, box: str, button: str, params: dict[str, str]
) -> None:
    with db.writing(engine) as work:
        make.provider(work, first_name="Ada", last_name="Other", npi="1999999984")
        for _ in range(12):
            make.client(work, first_name="Ana", last_name="Gomez")
            make.provider(work, first_name="Ana", last_name="Gomez")
    at = open_as(Role.AGENT)(file, **params)
    labelled(at.text_input, box).set_value("Ana Gomez")
    at = labelled(at.button, button).click().run() if button else at.run()
    assert "The 5 best matches. Type more of the name." in shown(at)
