"""The reference lists as an admin sees them: what is loaded, its days, and a warning at its end."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from core import access, db
from core.administration.diagnosis_file import read_list
from core.administration.diagnosis_lists import LoadDiagnosisList, load_diagnosis_list
from core.db.transaction import reading, transaction
from core.models.coverage import PlanServiceArea
from core.queries.reference_lists import ReferenceLists, reference_lists
from core.vocabulary.states import StateCode
from tests.support import make
from tests.support.icd import CODES, code_file
from tests.support.statements import counted

WHO = access.operator("tests")


def lists(engine: Engine, on: date = date(2026, 3, 16)) -> ReferenceLists:
    at = datetime(on.year, on.month, on.day, 15, tzinfo=UTC)
    with reading(engine, WHO, at) as context:
        return reference_lists(context)


@pytest.fixture
def loaded(engine: Engine, tmp_path) -> None:
    path = code_file(tmp_path / "icd10cm-codes-2027.txt", CODES | {"F43.82"})
    with transaction(engine, WHO, make.NOW) as context:
        load_diagnosis_list(context, LoadDiagnosisList(path, read_list(path)))


def test_what_comes_with_the_product_is_listed_with_its_days(engine: Engine) -> None:
    assert [(one.name, one.days, one.source) for one in lists(engine).lists] == [
        ("ICD-10-CM, April 2026, parts", "Oct 1, 2025 – Sep 30, 2026", "Session Desk"),
        ("Minutes of CPT codes", "As of Nov 22, 2026", "Session Desk"),
        ("States of ZIP codes", "As of Nov 22, 2026", "Session Desk"),
        ("Areas of Blue plans", "None imported", "plan_areas.csv"),
    ]


def test_a_loaded_list_comes_first_with_who_loaded_it_and_when(engine, loaded) -> None:
    first = lists(engine).lists[0]
    assert (first.name, first.days) == ("ICD-10-CM, October 2026", "Oct 1, 2026 – Sep 30, 2027")
    assert (first.count, first.source, first.loaded_at) == (3518, "Operator tests", make.NOW)


def test_blue_areas_are_as_of_their_last_change(engine: Engine) -> None:
    with db.writing(engine) as work:
        plan = make.plan(work)
        for state in (StateCode.NY, StateCode.NJ):
            area = PlanServiceArea(
                ref=f"A-{state}",
                plan_id=plan.key,
                state_code=state,
                created_at=make.NOW,
                updated_at=make.NOW,
            )
            make.add(work, area)
    areas = lists(engine).lists[-1]
    assert (areas.count, areas.days) == (2, "As of Mar 16, 2026")


def test_an_admin_is_warned_in_the_last_30_days_of_the_last_list(engine: Engine) -> None:
    assert lists(engine, date(2026, 8, 31)).warning is None
    assert "ends in 29 days, Sep 30, 2026" in (lists(engine, date(2026, 9, 1)).warning or "")
    assert "ended Sep 30, 2026" in (lists(engine, date(2026, 11, 27)).warning or "")


def test_the_next_release_ends_the_warning(engine, loaded) -> None:
    assert lists(engine, date(2026, 9, 1)).warning is None
    assert lists(engine, date(2026, 11, 27)).warning is None
    assert "Sep 30, 2027" in (lists(engine, date(2027, 9, 30)).warning or "")


def test_a_process_reads_the_codes_of_a_list_once(engine, loaded) -> None:
    lists(engine)
    with counted(engine) as sent:
        lists(engine)
    assert not any("diagnosis_release.codes" in text for text, _ in sent)
