"""Every parameter of every address: what is wrong with it is said in words, and the page is drawn.

Which parameters a page reads is noted while it runs, so that a new one is tried by itself.
"""

from collections import defaultdict
from typing import Any

import pytest
from streamlit.runtime.state.query_params_proxy import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from core.vocabulary.people import Role
from pages import page_changes
from pages.navigation import SPECS, PageSpec, may_open
from tests.pages.conftest import As
from tests.pages.test_every_page import address
from tests.support.app import Open, shown
from tests.support.field_cases import inputs
from tests.support.record import Record

WRONG = ["' OR 1=1; --", "X-NOPE\0\u202e" + "x" * 200]
SAID = (
    'role="alert"',
    "No session matches",
    "No policy or rule matches",
    "<strong>0</strong> requests",
)
"""What a page shows about a wrong value: a problem, or that nothing matches."""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The names of the parameters that each page reads from its address, by file."""
    found: dict[str, set[str]] = defaultdict(set)
    get, enter = QueryParamsProxy.get, page_changes.enter_page

    def note_page(address: str) -> None:
        found["now"].clear()  # of the desk, which each test of a page passes through
        enter(address)

    def note_get(self: Any, key: str, default: Any = None) -> Any:
        found["now"].add(key)
        return get(self, key, default)

    monkeypatch.setattr(QueryParamsProxy, "get", note_get)
    monkeypatch.setattr(page_changes, "enter_page", note_page)
    return found


def opened(open_page: Open, spec: PageSpec, **params: str | list[str]) -> AppTest:
    at = open_page(spec.file, **params)
    assert [problem.message for problem in at.exception] == [], params
    return at


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.address or "desk")
def test_each_wrong_parameter_of_a_page_is_said_in_words(
    record: Record, open_as: As, read: dict[str, set[str]], spec: PageSpec
) -> None:
    role = next(one for one in (Role.LEAD, Role.ADMIN) if may_open(record.desk.people[one], spec))
    sound = address(record, spec)
    read["now"].clear()
    before = shown(opened(open_as(role), spec, **sound))
    for key in sorted(read["now"]):
        for wrong in WRONG:
            drawn = shown(opened(open_as(role), spec, **sound | {key: wrong}))
            said = any(drawn.count(words) > before.count(words) for words in SAID)
            assert said, f"{spec.address}?{key}={wrong!r}"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.address or "desk")
def test_an_empty_or_doubled_parameter_of_a_page_is_no_incident(
    record: Record, open_as: As, read: dict[str, set[str]], spec: PageSpec
) -> None:
    role = next(one for one in (Role.LEAD, Role.ADMIN) if may_open(record.desk.people[one], spec))
    sound = address(record, spec)
    read["now"].clear()
    open_page = open_as(role)
    opened(open_page, spec, **sound)
    for key in sorted(read["now"]):
        assert shown(opened(open_page, spec, **sound | {key: ""}))
        doubled = opened(open_page, spec, **sound | {key: [WRONG[0], sound.get(key, "")]})
        assert "OR 1=1" not in shown(doubled), f"{spec.address}?{key}: the last one counts"


PLACES = [(file, key, ref) for file, at in inputs(50).items() for key, ref in at.items()]


@pytest.mark.parametrize(
    ("file", "key", "place"),
    [
        *PLACES,
        ("lookup/sessions.py", "before", "S-NOPE"),
        ("lookup/sessions.py", "after", "R-NOPE"),
        ("work/requests.py", "after", "999999999"),
        ("manage/data_issues.py", "after", "999999999"),
        ("manage/data_issues.py", "after", "R-NOPE"),
    ],
)
def test_a_stale_page_position_starts_from_the_top_and_says_so(
    record: Record, open_as: As, file: str, key: str, place: str
) -> None:
    open_page = open_as(Role.LEAD)
    rows = shown(open_page(file)).count("?ref=")
    drawn = shown(open_page(file, **{key: place}))
    assert drawn.count("?ref=") == rows
    assert "The list starts from the top." in drawn
