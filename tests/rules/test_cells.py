"""A cell that no spreadsheet runs, and that gives its exact text back."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.cells import MARK, SIGNS, UNSEEN, as_cell, guarded
from core.vocabulary.care import PayerKind

VALUES = [
    (None, ""),
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (date(2026, 3, 16), "2026-03-16"),
    (datetime(2026, 3, 16, 15, 4, 5, tzinfo=UTC), "2026-03-16T15:04:05Z"),
    (datetime(2026, 3, 16, 15, tzinfo=timezone(timedelta(hours=-4))), "2026-03-16T19:00:00Z"),
    (PayerKind.SELF_PAY, "self_pay"),
    (("F41.1", "F32.0"), "F41.1;F32.0"),
    ("Núñez", "Núñez"),
]


@pytest.mark.parametrize(("value", "cell"), VALUES)
def test_a_value_is_written_as_the_platform_writes_it(value: object, cell: str) -> None:
    assert as_cell(value) == cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1", "＝1", "－1", " =1", "\ufeff=1"]
)
def test_what_may_be_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ng", "O'Hara", "1990-01-31", "212-555-0100", "a=b"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text(alphabet=st.sampled_from([*SIGNS, *UNSEEN, "'", "a", "1"])))
def test_the_text_comes_back_and_its_cell_begins_with_nothing_that_runs(text: str) -> None:
    cell = guarded(text)
    assert cell.removeprefix(MARK) == text
    assert cell.lstrip(UNSEEN)[:1] not in SIGNS
