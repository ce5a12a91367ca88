"""What is timed is the same question: the product answers each one as plain SQL does."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bench.asked import asked
from tests.bench.data import Rows
from tests.bench.floor_tables import fill_sqlite
from tests.bench.items import ITEMS
from tests.bench.race import Column
from tests.bench.tables import NOT_YET, against_floor, differences
from tests.bench.targets import floor_sqlite, product
from tests.bench.worker import timed

RUNS = 4


@pytest.fixture(scope="module")
def both(
    rows: Rows, desk_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Any, Any]]:
    """The floor and the product with the same records."""
    path = tmp_path_factory.mktemp("floor") / "floor.sqlite"
    fill_sqlite(rows, path)
    floor = floor_sqlite.Target({"sqlite": str(path)})
    mine = product.Target({"url": desk_url})
    yield floor, mine
    floor.close()
    mine.close()


ANSWERED_BY_BOTH = [
    item for item in ITEMS if hasattr(floor_sqlite.Target, item) and item not in NOT_YET
]


@pytest.mark.parametrize("item", ANSWERED_BY_BOTH)
def test_the_product_answers_as_plain_sql_does(item, both, rows):
    for question in asked(rows).get(item, [None])[:RUNS]:
        floor, mine = (timed(target, item, question)["answer"] for target in both)
        assert mine == floor
        assert mine


def column(name: str, ms: float, answer: object) -> Column:
    return Column(name, {item: {0: ms} for item in ITEMS}, {item: {0: answer} for item in ITEMS})


def test_a_ratio_is_printed_where_both_answers_are_equal():
    columns = [column("floor", 2.0, 7), column("other", 5.0, 7)]
    assert "| 2 | 2.5 |" in against_floor(columns, {"other": "floor"})


def test_a_difference_is_printed_with_both_answers_and_no_ratio():
    columns = [column("floor", 2.0, 7), column("other", 5.0, 8)]
    assert "| 2 | differs |" in against_floor(columns, {"other": "floor"})
    assert "L1: other answers 8, floor 7" in differences(columns, {"other": "floor"})
