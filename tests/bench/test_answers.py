"""What is timed is the same question: the product answers each one as plain SQL does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.exchange.importer import import_extracts
from tests.bench.asked import asked
from tests.bench.data import Size, platform
from tests.bench.desk import OPERATOR, begin_demo, file_requests
from tests.bench.extracts import write_extracts
from tests.bench.floor_tables import fill_sqlite
from tests.bench.items import ITEMS, NOW
from tests.bench.race import Column
from tests.bench.tables import NOT_YET, against_floor, differences
from tests.bench.targets import floor_sqlite, product
from tests.bench.worker import timed

RUNS = 4
ROWS = platform(Size(500))
ASKED = asked(ROWS)


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, engines: Any
) -> Iterator[tuple[Any, Any]]:
    """The floor and the product with the same records."""
    folder = tmp_path_factory.mktemp("bench")
    desk = folder / "desk.sqlite"
    desk.write_bytes(sqlite_template.read_bytes())
    write_extracts(ROWS, folder / "extracts")
    engine = engines(f"sqlite:///{desk}")
    begin_demo(engine)
    summary = import_extracts(engine, OPERATOR, NOW, folder / "extracts", rejects_dir=folder)
    assert summary.is_whole
    file_requests(engine, ROWS["request"])
    engine.dispose()
    fill_sqlite(ROWS, folder / "floor.sqlite")
    floor = floor_sqlite.Target({"sqlite": str(folder / "floor.sqlite")})
    mine = product.Target({"url": f"sqlite:///{desk}"})
    yield floor, mine
    floor.close()
    mine.close()


ANSWERED_BY_BOTH = [
    item for item in ITEMS if hasattr(floor_sqlite.Target, item) and item not in NOT_YET
]


@pytest.mark.parametrize("item", ANSWERED_BY_BOTH)
def test_the_product_answers_as_plain_sql_does(item, both):
    for question in ASKED.get(item, [None])[:RUNS]:
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
