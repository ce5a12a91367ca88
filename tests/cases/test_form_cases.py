"""Values that forms once refused, or should have, typed into each form that asks for one."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.models.people import ClientLocation
from core.models.requests import CorrectionLine, SupportRequest
from core.requests.assignment import TakeRequest, take_request
from core.vocabulary.people import Role
from tests.support import correction, listing, make
from tests.support.app import Open, beside, labelled, opener
from tests.support.correction import Desk
from tests.support.field_cases import inputs
from tests.support.filling import Filling
from tests.support.listing import NPI, Listings


def correcting(desk: Desk, open_page: Open, field: str) -> AppTest:
    """The form of a correction, complete but for the correct value."""
    at = open_page("work/client_correction.py", client=desk.client_ref)
    labelled(at.text_input, "Name on record").set_value("Jonh Rivera")
    labelled(at.text_input, "Requester's name").set_value("Dana Provider")
    return labelled(at.selectbox, "Field").set_value(field).run()


def listing_phone(desk: Listings, open_page: Open) -> AppTest:
    """The form of a directory update, complete but for the correct phone number."""
    at = open_page("work/directory_update.py", provider=desk.provider_ref)
    labelled(at.text_input, "Full name").set_value("Rosa Marsh")
    labelled(at.text_input, "NPI").set_value(NPI)
    labelled(at.text_input, "Requester's name").set_value("Rosa Marsh")
    return labelled(at.selectbox, "Field").set_value("phone").run()


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Desk:
    return filled(engine, correction.desk)


@pytest.fixture
def open_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(monkeypatch, desk.engine, desk.people[Role.AGENT])


@pytest.fixture(params=["Correct value", "Reply to", "Listed phone"])
def phone(request: pytest.FixtureRequest, desk: Desk, open_page: Open) -> tuple[AppTest, str]:
    """A form with everything but a phone number, and the box for it."""
    if request.param == "Listed phone":
        asked = listing.listings(desk.engine, desk.people)
        return listing_phone(asked, open_page), "Correct value"
    at = correcting(desk, open_page, "phone")
    if request.param == "Reply to":
        labelled(at.text_input, "Correct value").set_value("212-555-0111")
    return at, request.param


def filed(at: AppTest, box: str, value: str) -> AppTest:
    labelled(at.text_input, box).set_value(value)
    return labelled(at.button, "File request").click().run()


@pytest.mark.parametrize("number", [*inputs(40), "1 (212) 555-0177", "+52 55 1234 5678 #9"])
def test_a_phone_number_is_filed_as_it_is_written(
    desk: Desk, phone: tuple[AppTest, str], number: str
) -> None:
    filed(*phone, number)
    assert len(desk.rows(SupportRequest)) == 1


IMPOSSIBLE = {
    "012-555-0177": "this area code",
    "112–555–0177 ext. 4": "this area code",
    "12125550177 2": "this one has 12",
    "212-555-017": "this one has 9",
    "212-055-0177": "after the area code",
    "212-555-0177 ext": "in digits",
}


def test_an_impossible_phone_number_is_refused_and_kept(
    desk: Desk, phone: tuple[AppTest, str]
) -> None:
    at, box = phone
    for number, told in IMPOSSIBLE.items():
        at = filed(at, box, number)
        assert told in beside(at, box), number
        assert labelled(at.text_input, box).value == number
    assert desk.rows(SupportRequest) == []


MOVED = {
    "OUTSIDE": {"street": "5 Lindenweg", "city": "Berlin", "ZIP code": "10115"},
    "AA": {"street": "PSC 1 Box 2", "city": "APO", "ZIP code": "34002"},
    "AE": {"street": "PSC 1 Box 2", "city": "APO", "ZIP code": "09012"},
    "AP": {"street": "PSC 1 Box 2", "city": "APO", "ZIP code": "96201"},
    "PR": {"street": "5 Calle Sol", "city": "San Juan", "ZIP code": "00901"},
}


@pytest.mark.parametrize("code", [*inputs(37), "AA", "AP", "PR"])
def test_a_home_anywhere_is_filed_and_recorded(desk: Desk, open_page: Open, code: str) -> None:
    with db.writing(desk.engine) as work:
        make.home(work, work.get_one(make.Client, desk.client_id))
    at = correcting(desk, open_page, "home_state_code")
    labelled(at.selectbox, "Correct value").set_value(code).run()
    if code == "OUTSIDE":
        labelled(at.selectbox, "Correct home country").set_value("DE").run()
    for part, value in MOVED.get(code, {}).items():
        labelled(at.text_input, f"Correct home {part}").set_value(value)
    labelled(at.button, "File request").click().run()
    [request] = desk.rows(SupportRequest)
    assert (code, request.ref) in {
        (line.correct_value, request.ref) for line in desk.rows(CorrectionLine)
    }
    desk.do(take_request, TakeRequest(request.ref, request.version))
    desk.apply(request.ref)
    [home] = desk.rows(ClientLocation)
    assert (home.state_code, home.country) == (code, "DE" if code == "OUTSIDE" else "US")


def test_a_home_zip_that_is_none_is_refused_and_kept(desk: Desk, open_page: Open) -> None:
    with db.writing(desk.engine) as work:
        make.home(work, work.get_one(make.Client, desk.client_id))
    at = correcting(desk, open_page, "home_zip")
    for wrong in [*inputs(19)["zip"], "10007.0", "07302-12"]:
        at = filed(at, "Correct value", wrong)
        assert "Enter a ZIP code, such as" in beside(at, "Correct value"), wrong
        assert labelled(at.text_input, "Correct value").value == wrong
    assert desk.rows(SupportRequest) == []


def test_another_link_opens_the_form_on_its_own_client(desk: Desk, open_page: Open) -> None:
    with db.writing(desk.engine) as work:
        other = make.client(work, first_name="Other", last_name="Person").ref
    at = correcting(desk, open_page, "phone")
    at = open_page("work/client_correction.py", client=other)
    labelled(at.text_input, "Name on record").set_value("Other Person")
    labelled(at.text_input, "Requester's name").set_value("Dana Provider")
    labelled(at.selectbox, "Field").set_value("phone").run()
    filed(at, "Correct value", "212-555-0111")
    [request] = desk.rows(SupportRequest)
    assert request.client_id != desk.client_id
