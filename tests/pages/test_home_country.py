"""The form of a correction asks for the country of a home outside the US."""

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support import make
from tests.support.app import labelled, shown


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
