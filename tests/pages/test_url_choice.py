"""Filters in the address: codes, an unknown one said in words, and what is in it taken as it is."""

import pytest

from core.vocabulary.people import Role
from tests.pages.conftest import As
from tests.support.app import Open, beside, labelled, shown
from tests.support.record import Record

PAGES = [
    ("work/requests.py", "status", "Status"),
    ("work/requests.py", "assignee", "Assignee"),
    ("work/requests.py", "order", "Sort by"),
    ("lookup/sessions.py", "state", "State"),
    ("lookup/sessions.py", "payer", "Payer"),
    ("lookup/billing_check.py", "plan", "Plan"),
    ("lookup/billing_check.py", "state", "State"),
    ("manage/data_issues.py", "kind", "Kind"),
]


@pytest.mark.parametrize(("file", "key", "name"), PAGES)
def test_an_unknown_code_in_a_link_is_named(open_as: As, file: str, key: str, name: str) -> None:
    at = open_as(Role.LEAD)(file, **{key: "In progress"})
    assert f"names an unknown {name.lower()} “In progress”" in beside(at, name)


def test_what_is_no_date_is_named(open_as: As) -> None:
    at = open_as(Role.LEAD)("work/requests.py", **{"from": "banana"})
    assert "“banana” is not a date that we can read" in beside(at, "Received on or after")


def test_an_unknown_status_shows_the_list_without_it(record: Record, open_mine: Open) -> None:
    everything = shown(open_mine("work/requests.py")).count("/request?ref=")
    with_nonsense = shown(open_mine("work/requests.py", status="nonsense"))
    assert with_nonsense.count("/request?ref=") == everything > 0


def test_a_filter_chosen_before_the_last_was_answered_is_kept_too(open_as: As) -> None:
    at = open_as(Role.LEAD)("work/requests.py")
    labelled(at.selectbox, "Status").set_value("in_progress").run()
    del at.query_params["status"]  # the browser has not heard yet
    labelled(at.selectbox, "Kind").set_value("client_correction").run()
    assert at.query_params["status"] == "in_progress"
    at.query_params.clear()
    labelled(at.text_input, "Client").set_value("C-5H2BG3").run()
    chosen = {"status": "in_progress", "kind": "client_correction", "client": "C-5H2BG3"}
    assert {key: at.query_params[key] for key in chosen} == chosen
    at.query_params.clear()
    at.run()
    assert {key: at.query_params[key] for key in chosen} == chosen
    assert labelled(at.selectbox, "Status").value == "in_progress"


def test_another_link_to_the_same_list_shows_that_list(open_mine: Open) -> None:
    at = open_mine("work/requests.py", status="in_progress", client="C-5H2BG3")
    at.query_params["status"] = "closed"
    del at.query_params["client"]
    at.run()
    assert labelled(at.selectbox, "Status").value == "closed"
    assert labelled(at.text_input, "Client").value == ""


def test_a_choice_writes_its_code_and_begins_at_the_first_page(
    record: Record, open_mine: Open
) -> None:
    at = open_mine("work/requests.py", after=record.taken)
    labelled(at.selectbox, "Status").set_value("in_progress").run()
    assert at.query_params["status"] == "in_progress"
    assert "after" not in at.query_params
    assert record.taken in shown(at)
    assert record.incomplete not in shown(at)
