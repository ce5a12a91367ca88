"""What processes keep in memory is read again after a change, and only then."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, update

from core import db
from core.db.reference_versions import unchanging
from core.facts.plans import all_plans
from core.facts.policies import dated_rules
from core.models.all_tables import metadata
from core.models.installation import ReferenceVersion
from core.models.policies import HolidayOverride
from core.vocabulary.administration import HolidayOverrideKind
from tests.support import make
from tests.support.statements import counted

TIMES = {"created_at": make.NOW, "updated_at": make.NOW}
DAY = date(2026, 3, 3)
POLICY = {"policy_key": "k", "value": "1", "unit": "days", "from_on": DAY}
LIST = {"release": "2027", "from_on": DAY, "to_on": DAY, "covers": "F", "codes": "F41.1"}
ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "policy": (
        "policies",
        TIMES | POLICY | {"version": 1, "origin": "ours", "rule": "R01", "citation": "Article"},
    ),
    "payer": (
        "plans",
        TIMES | {"version": 1, "ref": "Y-1", "name": "P", "payer_class": "mos", "is_bcbs": False},
    ),
    "diagnosis_release": (
        "diagnoses",
        LIST | {"count": 1, "digest": "d", "loaded_at": make.NOW, "loaded_by": "Ada"},
    ),
}


def token(engine: Engine, kind: str) -> str:
    with db.looking(engine) as look:
        return look.get_one(ReferenceVersion, kind).token


def closed_day() -> HolidayOverride:
    return HolidayOverride(**TIMES, day=DAY, name="Moving", kind=HolidayOverrideKind.CLOSED)


@pytest.mark.parametrize("table", list(ROWS))
def test_every_change_of_a_row_gives_a_new_token(engine: Engine, table: str) -> None:
    kind, values = ROWS[table]
    of = metadata.tables[table]
    seen = [token(engine, kind)]
    number = "version" if "version" in of.c else "count"
    changes = (insert(of).values(values), update(of).values({number: 2}), delete(of))
    for change in changes:
        with db.writing(engine) as work:
            work.execute(change)
        seen.append(token(engine, kind))
    assert len(set(seen)) == len(seen)


def test_plans_are_read_again_only_after_a_change(engine: Engine) -> None:
    def known() -> list[str]:
        with db.looking(engine) as look:
            return [one.ref for one in all_plans(look).by_id.values()]

    with db.writing(engine) as work:
        first = make.plan(work).ref
    assert known() == [first]
    with counted(engine) as sent:
        assert known() == [first]
    assert not [text for text, _ in sent if "plan_service_area" in text]
    with db.writing(engine) as work:
        second = make.plan(work).ref
    assert known() == [first, second]


def test_a_change_of_its_own_counts_at_once_and_is_gone_with_it(engine: Engine) -> None:
    with db.writing(engine) as work:
        assert dated_rules(work).calendar.is_business_day(DAY)
        work.add(closed_day())
        assert not dated_rules(work).calendar.is_business_day(DAY)
        work.rollback()
    with db.looking(engine) as look:
        assert dated_rules(look).calendar.is_business_day(DAY)


def test_a_transaction_that_may_see_later_states_keeps_nothing(engine: Engine) -> None:
    loaded = []
    for opened in (db.writing, db.writing, db.looking, db.looking, db.writing):
        with opened(engine) as work:
            unchanging(work, "plans", loaded.append)
    assert len(loaded) == 3
