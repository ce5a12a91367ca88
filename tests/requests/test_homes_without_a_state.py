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


def home(desk: Desk) -> tuple[str, str]:
    (one,) = desk.rows(ClientLocation)
    return one.state_code, one.country


@pytest.mark.parametrize("code", ["AA", "AE", "AP"])
def test_a_home_at_a_military_post_office_stays_in_the_us(desk: Desk, code: str) -> None:
    desk.apply(desk.taken(Line("home_state_code", "NY", code)))
    assert home(desk) == (code, "US")


@pytest.mark.parametrize(
    "lines",
    [
        (Line("home_state_code", "NY", "OUTSIDE"), Line("home_country", "US", "CA")),
        (Line("home_country", "US", "CA"),),
    ],
)
def test_a_home_abroad_has_its_country(desk: Desk, lines: tuple[Line, ...]) -> None:
    desk.apply(desk.taken(*lines))
    assert home(desk) == ("OUTSIDE", "CA")
    sent = {one.field: one.new for one in desk.rows(OutboundChange)}
    assert sent == {"state_code": "OUTSIDE", "country": "CA"}


def test_a_home_outside_the_us_waits_for_its_country(desk: Desk) -> None:
    ref = desk.filed(Line("home_state_code", "NY", "OUTSIDE"))
    assert desk.request(ref).status == RequestStatus.NEEDS_INFORMATION
    lines = desk.rows(CorrectionLine)
    assert [(one.field, one.correct_value) for one in lines] == [
        ("home_state_code", "OUTSIDE"),
        ("home_country", ""),
    ]


@pytest.mark.parametrize("code", ["TX", "PR", "AE"])
def test_a_home_back_in_the_us_has_the_us_as_its_country(desk: Desk, code: str) -> None:
    desk.apply(desk.taken(Line("home_country", "US", "CA")))
    desk.now += timedelta(minutes=1)
    desk.apply(desk.taken(Line("home_state_code", "OUTSIDE", code)))
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
