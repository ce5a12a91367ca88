"""A desk with a confirmed session that can be cancelled."""

import pytest
from sqlalchemy import Engine

from tests.support.cancelling import Cancelling, cancelling
from tests.support.filling import Filling


@pytest.fixture
def desk(engine: Engine, filled: Filling) -> Cancelling:
    return filled(engine, cancelling)
