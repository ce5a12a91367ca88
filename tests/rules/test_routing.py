"""Who takes a matter: each vector by its name (R41, R50-R55)."""

from dataclasses import replace

import pytest

from core.rules.requests.routing import Asker, BookingChecks, ProviderCheck, open_checks, route
from core.vocabulary.routing import Desk, Matter
from tests.support.table import table

NEW, CLIENT = Asker(), Asker(has_scheduled=True, had_first=True)
BOOKED = Asker(has_scheduled=True)
PROVIDER = Asker(is_client=False)
M = Matter
ROUTES = [
    ("R50-V1", M.BOOK_FIRST, NEW, "support", "R50"),
    ("R50-V2", M.BOOK_AGAIN, CLIENT, "provider_messages", "R52"),
    ("R50-V3", M.MOS_BOOKING, PROVIDER, "support", "R41"),
    ("R51-V1", M.JOIN_CALL, CLIENT, "provider", "R51"),
    ("R51-V2", M.JOIN_CALL, PROVIDER, "provider", "R51"),
    ("R16-V3 a wrong code is no cancellation", M.EDIT_CONFIRMED, PROVIDER, "provider", "R13"),
    ("R51-V3", M.SIGN_IN, CLIENT, "support", "R51"),
    ("R52-V1", M.BOOK_FIRST, CLIENT, "provider_messages", "R52"),
    ("R52-V2", M.BOOK_FIRST, BOOKED, "support", "R50"),
    ("R52-V3", M.RESCHEDULE, CLIENT, "provider_messages", "R52"),
    ("R53-V1", M.CODING, CLIENT, "provider_messages", "R53"),
    ("R53-V2", M.CANCEL_CONFIRMED, CLIENT, "provider_messages", "R53"),
    ("R53-V3", M.CLINICAL, NEW, "support", "R53"),
    ("R53 with something scheduled", M.CANCEL_SCHEDULED, BOOKED, "provider_messages", "R53"),
    ("R16 the provider", M.CANCEL_CONFIRMED, PROVIDER, "support", "R16"),
    ("R55-V1", M.BENEFITS, CLIENT, "help_articles", "R55"),
    ("R55-V2", M.OWN_DATA, CLIENT, "own_account", "R55"),
    ("R55-V3", M.OTHER, CLIENT, "contact_form", "R55"),
    ("R27 the board", M.TEMPORARY_PRACTICE, PROVIDER, "state_board", "R27"),
    ("R42", M.MOS_CONFIRMATION, PROVIDER, "support", "R42"),
]


@pytest.mark.parametrize(("matter", "asker", "desk", "rule"), table(ROUTES))
def test_a_matter_goes_where_it_belongs(matter, asker, desk, rule):
    found = route(matter, asker)
    assert (found.desk, found.rule) == (Desk(desk), rule)
    assert found.text.endswith(".")


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize("asker", [NEW, BOOKED, CLIENT, PROVIDER])
def test_every_matter_goes_somewhere(matter, asker):
    assert route(matter, asker).desk in Desk


ALL = BookingChecks(ProviderCheck.DONE, ProviderCheck.DONE, ProviderCheck.DONE)
CHECKS = [
    ("R41-V1", ALL, 0),
    ("R41-V2", replace(ALL, external_calendar=ProviderCheck.NOT_APPLICABLE), 0),
    ("R41-V3", BookingChecks(ProviderCheck.DONE), 2),
    ("no check at all", BookingChecks(), 3),
    ("the blocks always apply", replace(ALL, unavailable_blocks=ProviderCheck.NOT_APPLICABLE), 1),
]


@pytest.mark.parametrize(("checks", "still"), table(CHECKS))
def test_support_takes_a_booking_once_the_provider_has_tried(checks, still):
    assert len(open_checks(checks)) == still
