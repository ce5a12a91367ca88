"""A desk with a confirmed session that can be cancelled."""

import pytest
from sqlalchemy import Engine

from tests.support.cancelling import Cancelling, cancelling


@pytest.fixture
def desk(engine: Engine) -> Cancelling:
    return cancelling(engine)
