"""Filters in the address: codes, an unknown one said in words, and what is in it taken as it is."""

import pytest

from core.vocabulary.people import Role
from tests.pages.conftest import As, Record
from tests.support.app import Open, beside, labelled, shown

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


def test_a_choice_writes_its_code_and_begins_at_the_first_page(
    record: Record, open_mine: Open
) -> None:
    at = open_mine("work/requests.py", after=record.taken)
    labelled(at.selectbox, "Status").set_value("in_progress").run()
    assert at.query_params["status"] == "in_progress"
    assert "after" not in at.query_params
    assert record.taken in shown(at)
    assert record.incomplete not in shown(at)
