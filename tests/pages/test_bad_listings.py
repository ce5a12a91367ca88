"""What is wrong with a directory update is said beside its field, and what was typed stays."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core import db
from core.models.requests import DirectorySubmission, SupportRequest
from core.requests.assignment import AssignRequest, assign_request
from core.rules.requests.npi import check_digit
from core.vocabulary.people import Role
from core.vocabulary.requests import DirectoryTopic
from pages import context
from tests.support import listing, make
from tests.support.app import Open, beside, labelled, labels, opener, shown
from tests.support.filling import Filling
from tests.support.listing import NPI, Listings

NAME, NPI_FIELD = "Full name, as the requester gave it", "NPI, as the requester gave it"
CAME_IN = "Received"
GROUP = "1098765432"[:9] + check_digit("109876543")
DAY = timedelta(days=1)


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Listings:
    return filled(engine, listing.listings)


@pytest.fixture
def open_mine(desk: Listings, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(monkeypatch, desk.engine, desk.people[Role.AGENT])


@pytest.fixture
def form(desk: Listings, open_mine: Open) -> AppTest:
    """The form with everything right in it."""
    at = open_mine("work/directory_update.py", provider=desk.provider_ref)
    labelled(at.text_input, NAME).set_value("Rosa Marsh")
    labelled(at.text_input, NPI_FIELD).set_value(NPI)
    labelled(at.text_input, "Requester's name").set_value("Rosa Marsh")
    labelled(at.selectbox, "Field").set_value(DirectoryTopic.PHONE)
    at.run()
    labelled(at.text_input, "Listed value").set_value("212-555-0100")
    labelled(at.text_input, "Correct value").set_value("212-555-0199")
    return at


def file(at: AppTest) -> AppTest:
    return labelled(at.button, "File request").click().run()


def test_with_everything_right_it_is_filed(desk, form):
    file(form)
    assert len(desk.rows(SupportRequest)) == 1


@pytest.mark.parametrize(
    ("npi", "words"),
    [
        ("1234567890", "One digit is wrong, or two are swapped"),
        ("123456789", "Enter the 10 digits of the NPI"),
        (GROUP, "It may be a group&#39;s or another provider&#39;s"),
    ],
)
def test_an_npi_that_cannot_be_the_providers_is_said_at_it(desk, form, npi, words):
    labelled(form.text_input, NPI_FIELD).set_value(npi)
    at = file(form)
    assert words in beside(at, NPI_FIELD)
    assert labelled(at.text_input, NPI_FIELD).value == npi
    assert labelled(at.text_input, "Correct value").value == "212-555-0199"
    assert desk.rows(SupportRequest) == []


def test_the_npi_of_another_provider_is_said_at_it(desk, form):
    with db.writing(desk.engine) as work:
        other = make.provider(work).npi
    labelled(form.text_input, NPI_FIELD).set_value(other)
    assert "another provider" in beside(file(form), NPI_FIELD)


def test_the_npi_of_nobody_here_may_be_a_groups(desk, form):
    labelled(form.button, "Choose another provider").click().run()
    labelled(form.text_input, NPI_FIELD).set_value(GROUP)
    at = file(form)
    assert "No provider here has this NPI. It may be a group" in beside(at, NPI_FIELD)


def test_a_field_equal_to_what_is_listed_is_said_at_it(desk, form):
    labelled(form.text_input, "Correct value").set_value("212-555-0100")
    assert "The listing already shows this" in beside(file(form), "Correct value")
    assert desk.rows(SupportRequest) == []


def test_a_receipt_in_the_future_is_said_at_it(desk, form):
    labelled(form.text_input, f"{CAME_IN} (").set_value(typed(context.now() + DAY))
    assert "This is in the future" in beside(file(form), CAME_IN)


def typed(at: datetime) -> str:
    """As the field has it; a day more or less is far from its edge, also in another zone."""
    return f"{at:%m/%d/%Y %I:%M %p}"


def submit(at: AppTest, reference: str = "EV-NEW", at_time: datetime | None = None) -> AppTest:
    labelled(at.text_input, "Evernorth").set_value(reference)
    if at_time is not None:
        labelled(at.text_input, "Submitted").set_value(typed(at_time))
    return labelled(at.button, "Record submission").click().run()


@pytest.mark.parametrize(
    ("gap", "words"),
    [(-1000 * DAY, "before the request was received"), (2 * DAY, "This is in the future")],
)
def test_a_submission_before_the_receipt_or_in_the_future_is_said_at_it(
    desk, open_mine, gap, words
):
    ref = desk.taken()
    at = submit(open_mine("work/request.py", ref=ref), at_time=context.now() + gap)
    assert words in beside(at, "Submitted")
    assert labelled(at.text_input, "Evernorth").value == "EV-NEW"
    assert desk.lines(ref)[0].evernorth_status == "to_submit"


def test_a_reference_used_before_names_the_other_request(desk, open_mine):
    other = desk.taken()
    desk.submit(other, reference="EV-OLD")
    at = submit(open_mine("work/request.py", ref=desk.taken()), "ev-old")
    assert f"already used for {other}" in beside(at, "Evernorth")


def test_a_look_at_nothing_and_one_that_says_nothing_are_said_in_the_form(desk, open_mine):
    at = open_mine("work/request.py", ref=desk.submitted())
    labelled(at.button, "Save check").click().run()
    assert "Check at least one field" in shown(at)


def test_while_a_field_is_not_right_nothing_offers_to_close(desk, open_mine):
    ref = desk.submitted()
    desk.look(ref, False)
    offered = labels(open_mine("work/request.py", ref=ref))
    assert "Save check" in offered
    assert "Close request" not in offered


def test_what_somebody_else_did_meanwhile_is_said_and_what_was_typed_stays(desk, open_mine):
    ref = desk.taken()
    at = open_mine("work/request.py", ref=ref)
    desk.submit(ref, reference="EV-THEIRS")
    at = submit(at, "EV-MINE")
    assert "changed this" in shown(at)
    assert [row.submission_reference for row in desk.rows(DirectorySubmission)] == ["EV-THEIRS"]


def test_what_was_typed_outlives_a_request_given_away_and_back(desk, open_mine):
    ref = desk.taken()
    at = open_mine("work/request.py", ref=ref)
    for role in (Role.LEAD, Role.AGENT):
        to = desk.people[role].staff_id
        desk.do(
            assign_request, AssignRequest(ref, desk.request(ref).version, to, "Yours"), Role.LEAD
        )
    at = submit(at)
    assert "changed this" in shown(at)
    assert labelled(at.text_input, "Evernorth").value == "EV-NEW"
    assert desk.rows(DirectorySubmission) == []
    submit(at)
    assert len(desk.rows(DirectorySubmission)) == 1
