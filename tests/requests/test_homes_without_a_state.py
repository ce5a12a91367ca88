"""A client may live where no session can be billed; the record says where, billing says why."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from core import db
from core.models.people import Client, ClientLocation
from core.rules.requests.corrections import Line
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


@pytest.mark.parametrize("code", ["AA", "AE", "AP", "OUTSIDE"])
def test_a_home_abroad_is_filed_and_corrected(desk: Desk, code: str) -> None:
    ref = desk.taken(Line("home_state_code", "NY", code))
    desk.apply(ref)
    (home,) = desk.rows(ClientLocation)
    assert home.state_code == code


def test_a_home_abroad_can_be_corrected_back(desk: Desk) -> None:
    for now, right in (("NY", "AE"), ("AE", "TX")):
        desk.apply(desk.taken(Line("home_state_code", now, right)))
        desk.now += timedelta(minutes=1)
    (home,) = desk.rows(ClientLocation)
    assert home.state_code == "TX"


def test_a_choice_of_states_names_the_state_and_its_code() -> None:
    labels = [place_label(code) for code in StateCode]
    assert len(set(labels)) == 56
    assert {"Texas (TX)", "District of Columbia (DC)", "US Virgin Islands (VI)"} <= set(labels)
    assert (place_label("AE"), place_label("OUTSIDE")) == (
        "Armed Forces Europe (AE)",
        "Outside the US",
    )
