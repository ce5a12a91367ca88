"""A client may live where no session can be billed; the record says where, billing says why."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.errors import InvalidInput
from core.models.exchange import OutboundChange
from core.models.people import Client, ClientLocation
from core.models.requests import CorrectionLine
from core.rules.requests.corrections import Line
from core.vocabulary.requests import RequestStatus
from core.vocabulary.states import StateCode, place_label
from tests.support import correction, make
from tests.support.correction import Desk


@pytest.fixture
def desk(engine: Engine) -> Desk:
    made = correction.desk(engine)
    with db.writing(engine) as work:
        client = work.get(Client, made.client_id)
        assert client is not None
        make.home(work, client)
    return made


def at(street: str, city: str, code: str) -> tuple[Line, ...]:
    """The rest of an address, which moves with its state or country."""
    return (
        Line("home_line1", "", street),
        Line("home_city", "", city),
        Line("home_zip", "", code),
    )


ABROAD = at("5 King Street", "Toronto", "M5V 2T6")
IN_THE_US = {
    "AA": at("PSC 1 Box 2", "APO", "34002"),
    "AE": at("PSC 1 Box 2", "APO", "09012"),
    "AP": at("PSC 1 Box 2", "APO", "96201"),
    "TX": at("5 Elm Street", "Dallas", "75201"),
    "PR": at("5 Calle Sol", "San Juan", "00901"),
}


def home(desk: Desk) -> tuple[str, str]:
    (one,) = desk.rows(ClientLocation)
    return one.state_code, one.country


@pytest.mark.parametrize("code", ["AA", "AE", "AP"])
def test_a_home_at_a_military_post_office_stays_in_the_us(desk: Desk, code: str) -> None:
    desk.apply(desk.taken(Line("home_state_code", "NY", code), *IN_THE_US[code]))
    assert home(desk) == (code, "US")


@pytest.mark.parametrize(
    "lines",
    [
        (Line("home_state_code", "NY", "OUTSIDE"), Line("home_country", "US", "CA")),
        (Line("home_country", "US", "CA"),),
    ],
)
def test_a_home_abroad_has_its_country(desk: Desk, lines: tuple[Line, ...]) -> None:
    desk.apply(desk.taken(*lines, *ABROAD))
    assert home(desk) == ("OUTSIDE", "CA")
    sent = {one.field: one.new for one in desk.rows(OutboundChange)}
    assert (sent["state_code"], sent["country"], sent["zip"]) == ("OUTSIDE", "CA", "M5V 2T6")


def test_a_home_outside_the_us_waits_for_its_address(desk: Desk) -> None:
    ref = desk.filed(Line("home_state_code", "NY", "OUTSIDE"))
    assert desk.request(ref).status == RequestStatus.NEEDS_INFORMATION
    lines = desk.rows(CorrectionLine)
    assert [(one.field, one.correct_value) for one in lines] == [
        ("home_state_code", "OUTSIDE"),
        ("home_country", ""),
        ("home_line1", ""),
        ("home_city", ""),
        ("home_zip", ""),
    ]


@pytest.mark.parametrize("code", ["TX", "NJ", "AE"])
def test_a_home_in_another_state_waits_for_its_address(desk: Desk, code: str) -> None:
    ref = desk.filed(Line("home_state_code", "NY", code))
    assert desk.request(ref).status == RequestStatus.NEEDS_INFORMATION
    asked = {one.field for one in desk.rows(CorrectionLine) if not one.correct_value}
    assert asked == {"home_line1", "home_city", "home_zip"}


def test_a_wrong_state_beside_a_right_zip_is_corrected_alone(desk: Desk) -> None:
    with db.writing(desk.engine) as work:
        work.query(ClientLocation).one().state_code = "NJ"
    desk.apply(desk.taken(Line("home_state_code", "NJ", "NY")))
    assert home(desk) == ("NY", "US")


def test_a_part_that_stays_the_same_is_confirmed_and_not_sent(desk: Desk) -> None:
    lines = at("5 Elm Street", "Albany", "75201")
    desk.apply(desk.taken(Line("home_state_code", "", "TX"), *lines))
    assert {one.field for one in desk.rows(OutboundChange)} == {"state_code", "zip"}


@pytest.mark.parametrize(
    "lines",
    [
        (Line("home_zip", "", "75201"),),
        (Line("home_state_code", "", "TX"), *at("5 Elm Street", "Dallas", "12207")),
        (Line("home_state_code", "", "TX"), *at("5 Elm Street", "Dallas", "07102")),
    ],
)
def test_a_zip_of_another_state_is_refused_at_its_field(
    desk: Desk, lines: tuple[Line, ...]
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        desk.filed(*lines)
    assert list(wrong.value.fields) == [f"lines.{len(lines) - 1}.correct_value"]
    assert "Correct the ZIP code" in str(wrong.value)


@pytest.mark.parametrize("code", ["TX", "PR", "AE"])
def test_a_home_back_in_the_us_has_the_us_as_its_country(desk: Desk, code: str) -> None:
    desk.apply(desk.taken(Line("home_country", "US", "CA"), *ABROAD))
    desk.now += timedelta(minutes=1)
    desk.apply(desk.taken(Line("home_state_code", "OUTSIDE", code), *IN_THE_US[code]))
    assert home(desk) == (code, "US")


def test_a_home_in_another_country_has_no_us_state(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as wrong:
        desk.filed(Line("home_state_code", "NY", "TX"), Line("home_country", "US", "CA"))
    assert "Texas is in the US" in wrong.value.fields["lines.1.correct_value"]


def test_a_choice_of_states_names_the_state_and_its_code() -> None:
    labels = [place_label(code) for code in StateCode]
    assert len(set(labels)) == 56
    assert {"Texas (TX)", "District of Columbia (DC)", "US Virgin Islands (VI)"} <= set(labels)
    assert (place_label("AE"), place_label("OUTSIDE")) == (
        "Armed Forces Europe (AE)",
        "Outside the US",
    )
