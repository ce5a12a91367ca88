"""The form of a correction asks for the rest of an address that moves."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import beside, labelled, shown


def correcting(engine: Engine, open_as: As, state: str) -> AppTest:
    """The form for a client who lives in New York, with another home state."""
    with db.writing(engine) as work:
        client = make.client(work)
        make.home(work, client)
    at = open_as(Role.AGENT)("work/client_correction.py", client=client.ref)
    labelled(at.selectbox, "Field").select("home_state_code").run()
    return labelled(at.selectbox, "Correct value").select(state).run()


def test_a_home_outside_the_us_asks_for_its_country(engine: Engine, open_as: As) -> None:
    at = correcting(engine, open_as, "OUTSIDE")
    assert "the correct home country" in shown(at)
    labelled(at.selectbox, "Correct home country").select("CA").run()
    assert "the correct home country" not in shown(at)


def test_a_home_in_another_state_asks_for_no_country(engine: Engine, open_as: As) -> None:
    at = correcting(engine, open_as, "TX")
    assert "Correct home country" not in [one.label for one in at.selectbox]


@pytest.mark.parametrize("state", ["TX", "OUTSIDE"])
def test_a_home_that_moves_asks_for_its_address(engine: Engine, open_as: As, state: str) -> None:
    at = correcting(engine, open_as, state)
    assert "the correct home ZIP code" in shown(at)
    assert "On record: 12207" in shown(at)
    for name in ("street", "city", "ZIP code"):
        labelled(at.text_input, f"Correct home {name}").set_value("75201")
    at.run()
    assert "the correct home ZIP code" not in shown(at)


@pytest.mark.parametrize(
    ("state", "code", "where"),
    [("TX", "07102", "Texas"), ("TX", "09012", "Texas"), ("AE", "96201", "Armed Forces Europe")],
)
def test_a_zip_of_another_state_is_said_at_its_field(
    engine: Engine, open_as: As, state: str, code: str, where: str
) -> None:
    at = correcting(engine, open_as, state)
    labelled(at.text_input, "Correct home ZIP code").set_value(code)
    at = labelled(at.button, "File request").click().run()
    assert f"{code} is not in {where}" in beside(at, "Correct home ZIP code")
    assert labelled(at.text_input, "Correct home ZIP code").value == code


def test_a_zip_of_the_military_post_office_is_taken(engine: Engine, open_as: As) -> None:
    at = correcting(engine, open_as, "AE")
    labelled(at.text_input, "Correct home ZIP code").set_value("09012")
    at = labelled(at.button, "File request").click().run()
    assert "09012 is not in" not in shown(at)
