"""Every page of every role opens, whatever is in the database and whatever is in the address."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.access import Actor
from core.vocabulary.people import Role
from pages.navigation import SPECS, Spec
from tests.pages.conftest import As, Record
from tests.support.app import Open, shown

Mine = tuple[Role, Spec]
PERIOD = {"from": "2026-03-01", "to": "2026-04-30"}
NONSENSE = [
    {"from": "banana", "to": "9999-99-99", "status": "nonsense", "payer": "Y-0", "state": "ZZ"},
    {"from": "2026-05-01", "to": "2026-01-01", "npi": "abc", "session": "!", "provider": "%_%"},
    {"after": "S-NOBODY", "before": "' OR 1=1 --"},
    {"session": "x" * 3000, "provider": "\u202egnp", "npi": "١٢٣٤٥٦٧٨٩٠"},
    {"after": "\0"},
    {"before": "\0"},
    {"session": "\0"},
    {"provider": "\0"},
    {"provider": "P-\0"},
    {"state": "\0", "payer": "\0", "status": "\0"},
    {"from": "0001-01-01", "to": "9999-12-31"},
]
LOST = ["R-NOBODY", "S-NOBODY", "'; DROP TABLE client; --", "x" * 3000, "\0", "%", "\u202egnp"]


def may_open(role: Role, spec: Spec) -> bool:
    return spec.needs is None or Actor("Someone", role).may(spec.needs)


MINE = [(role, spec) for role in Role for spec in SPECS if may_open(role, spec)]
OTHERS = [(role, spec) for role in Role for spec in SPECS if not may_open(role, spec)]
STEPS = ["taken", "incomplete", "to_tell", "closed"]
LOOKING = [Role.VIEWER, Role.AGENT, Role.LEAD, Role.MANAGER]


def named(value: Any) -> str:
    return value.file if isinstance(value, Spec) else str(value)


def runs(at: AppTest) -> AppTest:
    assert [problem.message for problem in at.exception] == []
    return at


@pytest.mark.parametrize(("role", "spec"), MINE, ids=named)
def test_a_page_opens_on_a_database_without_records(open_as: As, role, spec):
    runs(open_as(role)(spec.file))


def address(record: Record, spec: Spec) -> dict[str, str]:
    return {
        "session.py": {"ref": record.session},
        "request.py": {"ref": record.taken},
        "client_correction.py": {"client": record.client},
        "compliance.py": PERIOD,
    }.get(spec.file, {})


@pytest.mark.parametrize(("role", "spec"), MINE, ids=named)
def test_a_page_opens_on_a_database_with_records(record: Record, open_as: As, role, spec):
    runs(open_as(role)(spec.file, **address(record, spec)))


@pytest.mark.parametrize(("role", "spec"), OTHERS, ids=named)
def test_a_page_of_another_role_is_not_there(open_as: As, role, spec):
    open_page = open_as(role)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_page(spec.file)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", LOOKING)
def test_a_request_opens_at_every_step_of_its_life(record: Record, open_as: As, role, step):
    ref = getattr(record, step)
    at = runs(open_as(role)("request.py", ref=ref))
    assert ref in at.title[0].value


@pytest.mark.parametrize("step", STEPS)
def test_whoever_has_a_request_sees_its_next_step(record: Record, open_mine: Open, step):
    ref = getattr(record, step)
    at = runs(open_mine("request.py", ref=ref))
    assert ref in at.title[0].value


@pytest.mark.parametrize("params", NONSENSE, ids=lambda params: str(params)[:50])
@pytest.mark.parametrize("file", ["sessions.py", "compliance.py"])
def test_nonsense_in_the_address_breaks_no_list(record: Record, open_as: As, file, params):
    runs(open_as(Role.LEAD)(file, **params))


@pytest.mark.parametrize("ref", LOST, ids=lambda ref: repr(ref[:10]))
@pytest.mark.parametrize("file", ["request.py", "session.py"])
def test_an_unknown_reference_is_said_in_words(record: Record, open_as: As, file, ref):
    at = runs(open_as(Role.AGENT)(file, ref=ref))
    assert 'role="alert"' in shown(at)


@pytest.mark.parametrize("file", ["request.py", "session.py"])
def test_without_a_reference_the_page_says_where_to_go(open_as: As, file):
    assert "Which " in shown(runs(open_as(Role.AGENT)(file)))


@pytest.mark.parametrize("ref", LOST, ids=lambda ref: repr(ref[:10]))
def test_a_correction_of_an_unknown_client_starts_with_the_search(open_as: As, ref):
    at = runs(open_as(Role.AGENT)("client_correction.py", client=ref))
    assert "Find the client's existing record" in shown(at)
