"""Every page of every role opens, whatever is in the database and whatever is in the address."""

import pytest
from streamlit.testing.v1 import AppTest

from core.access import ROLES, Actor
from core.vocabulary.people import Role
from core.vocabulary.requests import RequestKind
from pages.navigation import SPECS, PageSpec
from tests.pages.conftest import As
from tests.support.app import Open, heading, labels, shown
from tests.support.record import Record

PERIOD = {"from": "2026-03-01", "to": "2026-04-30"}
NONSENSE = [
    {"from": "banana", "to": "9999-99-99", "status": "nonsense", "payer": "Y-0", "state": "ZZ"},
    {"from": "2026-05-01", "to": "2026-01-01", "clock": "sundial", "provider": "%_%"},
    {"from": "0001-01-01", "to": "9999-12-31", "npi": "abc", "session": "!"},
    {"provider": "P-\0"},
]
NONSENSE_OF_SESSIONS = [
    {"after": "S-NOBODY", "before": "' OR 1=1 --"},
    {"session": "x" * 3000, "provider": "\u202egnp", "npi": "١٢٣٤٥٦٧٨٩٠"},
    {"after": "\0"},
    {"before": "\0"},
    {"session": "\0", "payer": "\0"},
]
ADDRESSES = [
    (file, params)
    for file in (
        "lookup/sessions.py",
        "manage/compliance.py",
        "work/requests.py",
        "manage/data_issues.py",
        "manage/crisis.py",
        "lookup/billing_check.py",
    )
    for params in NONSENSE
]
ADDRESSES += [
    ("manage/data_issues.py", {"after": after}) for after in ("9" * 3000, "-1", "²", "\0")
]
ADDRESSES += [("lookup/sessions.py", params) for params in NONSENSE_OF_SESSIONS]
ADDRESSES += [
    ("manage/policies.py", {"rule": rule}) for rule in ("R0", "\0", "x" * 3000, "%_ \u202e")
]
LOST = ["R-NOBODY", "'; DROP TABLE client; --", "x" * 3000, "\0\u202e%"]


@pytest.fixture
def database_url(either_database: str) -> str:
    return either_database


LOOKING_ON = [Role.VIEWER, Role.LEAD]


def pages_of(role: Role) -> list[PageSpec]:
    someone = Actor("Someone", role)
    return [spec for spec in SPECS if spec.needs is None or someone.may(spec.needs)]


def runs(at: AppTest) -> AppTest:
    """No exception, and something was drawn."""
    assert [problem.message for problem in at.exception] == [], dict(at.query_params)
    assert at.main.children
    return at


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_opens_on_a_database_without_records(open_as: As, role):
    open_page = open_as(role)
    for spec in pages_of(role):
        runs(open_page(spec.file))


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_opens_on_a_database_with_records(record: Record, open_as: As, role):
    open_page = open_as(role)
    for spec in pages_of(role):
        runs(open_page(spec.file, **address(record, spec)))


def address(record: Record, spec: PageSpec) -> dict[str, str]:
    return {
        "lookup/compare.py": {"one": record.client},
        "lookup/session.py": {"ref": record.session},
        "work/request.py": {"ref": record.taken},
        "work/client_correction.py": {"client": record.client},
        "work/directory_update.py": {"provider": record.provider},
        "work/cancellation.py": {"session": record.confirmed},
        "manage/compliance.py": PERIOD,
        "lookup/billing_check.py": {"provider": record.provider, "client": record.client},
    }.get(spec.file, {})


@pytest.mark.parametrize("role", list(Role))
def test_a_page_of_another_role_is_not_there(open_as: As, role):
    open_page = open_as(role)
    for spec in set(SPECS) - set(pages_of(role)):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            open_page(spec.file)


@pytest.mark.parametrize("role", LOOKING_ON)
def test_a_request_opens_at_every_step_of_its_life(record: Record, open_as: As, role):
    open_page = open_as(role)
    for ref in record.requests:
        assert ref in heading(runs(open_page("work/request.py", ref=ref)))


def test_whoever_has_a_request_sees_it_at_every_step_of_its_life(record: Record, open_mine: Open):
    for ref in record.requests:
        assert ref in heading(runs(open_mine("work/request.py", ref=ref)))


def test_nonsense_in_the_address_breaks_no_list(record: Record, open_as: As):
    open_page = open_as(Role.LEAD)
    for file, params in ADDRESSES:
        runs(open_page(file, **params))


def test_one_list_after_the_other_keeps_none_of_its_filters(record: Record, open_mine: Open):
    """Both have a status, of other things."""
    for file in (
        "work/requests.py",
        "lookup/sessions.py",
        "work/requests.py",
        "lookup/sessions.py",
    ):
        runs(open_mine(file))


@pytest.mark.parametrize("file", ["work/request.py", "lookup/session.py"])
def test_an_unknown_reference_is_said_in_words(record: Record, open_as: As, file):
    open_page = open_as(Role.AGENT)
    for ref in LOST:
        assert 'role="alert"' in shown(runs(open_page(file, ref=ref)))


@pytest.mark.parametrize("file", ["work/request.py", "lookup/session.py"])
def test_without_a_reference_the_page_says_where_to_go(open_as: As, file):
    assert " selected. " in shown(runs(open_as(Role.AGENT)(file)))


def test_each_kind_of_request_that_can_be_filed_is_looked_at(record: Record):
    filed = {record.desk.request(ref).kind for ref in record.requests}
    assert filed == {kind for kind in RequestKind if f"file_{kind.value}" in ROLES}


def test_a_cancellation_of_an_unknown_session_starts_with_the_search(open_as: As):
    open_page = open_as(Role.AGENT)
    for ref in LOST:
        assert "Show session" in labels(runs(open_page("work/cancellation.py", session=ref)))


def test_a_correction_of_an_unknown_client_starts_with_the_search(open_as: As):
    open_page = open_as(Role.AGENT)
    for ref in LOST:
        at = runs(open_page("work/client_correction.py", client=ref))
        assert "Find the client" in shown(at)
