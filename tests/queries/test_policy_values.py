"""The dated values of a database, all of them."""

from datetime import date

import pytest
from sqlalchemy import Engine

from core import db
from core.administration.policies import baseline
from core.db.transaction import reading
from core.models.policies import Policy
from core.queries.policy_values import policy_values
from core.vocabulary.administration import PolicyOrigin
from core.vocabulary.people import Role
from tests.support import make
from tests.support.make import NOW

FUTURE = date(2030, 1, 1)


@pytest.fixture
def actor(engine: Engine):
    with db.writing(engine) as work:
        return make.actor(work, Role.VIEWER)


def read(engine, actor):
    with reading(engine, actor, NOW) as look:
        return policy_values(look)


def test_a_new_database_has_every_value_of_the_baseline(engine, actor):
    found = {(one.key, one.effective_from, one.value) for one in read(engine, actor)}
    assert found == {(entry["key"], entry["from"], entry["value"]) for entry in baseline()}


def test_a_value_of_the_future_stands_before_the_one_in_force(engine, actor):
    with db.writing(engine) as work:
        row = {"policy_key": "edit_hours", "value": "24", "unit": "hours", "rule": "R13"}
        dates = {"from_on": FUTURE, "created_at": NOW, "updated_at": NOW}
        work.add(Policy(**row, **dates, origin=PolicyOrigin.OURS, citation="Internal rule: a test"))
    spans = [one for one in read(engine, actor) if one.key == "edit_hours"]
    assert [(one.number, one.origin) for one in spans] == [(24, "ours"), (48, "article")]
    assert spans[0].effective_from == FUTURE
