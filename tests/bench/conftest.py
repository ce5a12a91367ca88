"""The records of the bench, few of them, in the product's own database."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.db.transaction import transaction
from core.exchange.importer import import_extracts
from tests.bench.data import Rows, Size, platform
from tests.bench.desk import OPERATOR, begin_demo, file_requests
from tests.bench.extracts import write_extracts
from tests.bench.items import NOW
from tests.bench.outcomes import add_outcomes, cancellations

SESSIONS = 500


@pytest.fixture(scope="package")
def rows() -> Rows:
    return platform(Size(SESSIONS))


@pytest.fixture(scope="package")
def desk_url(
    rows: Rows, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, engines: Any
) -> str:
    folder = tmp_path_factory.mktemp("bench")
    url = f"sqlite:///{folder / 'desk.sqlite'}"
    (folder / "desk.sqlite").write_bytes(sqlite_template.read_bytes())
    write_extracts(rows, folder / "extracts")
    engine = engines(url)
    begin_demo(engine)
    summary = import_extracts(engine, OPERATOR, NOW, folder / "extracts", rejects_dir=folder)
    assert summary.is_whole
    file_requests(engine, pd.concat([rows["request"], cancellations(rows)]))
    with transaction(engine, OPERATOR, NOW) as context:
        add_outcomes(context)
    engine.dispose()
    return url
