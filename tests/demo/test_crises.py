"""The crises of a demo that wait for a manager."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from core.access import Actor, operator
from core.db.transaction import reading, transaction
from core.demo.crises import WAITING, date_crises
from core.demo.period import Period
from core.queries.sessions.crises import CrisisList, crisis_exceptions
from core.vocabulary.care import CrisisStage
from core.vocabulary.people import Role
from tests.demo.conftest import LAST_DAY

NOON = Period(LAST_DAY).until
UNABLE = text(
    """
    SELECT count(*) FROM care_session s
    JOIN coverage v ON v.id = s.coverage_id
    WHERE s.is_crisis = 1 AND s.status = 'scheduled' AND s.confirm_blocked_from > :now
      AND s.exception_approved_at IS NULL AND s.exception_declined_at IS NULL
      AND EXISTS (
        SELECT 1 FROM session_place p
        WHERE p.session_id = s.id AND p.state_code <> 'OUTSIDE'
          AND NOT (
            EXISTS (
              SELECT 1 FROM license l
              WHERE l.provider_id = s.provider_id AND l.state_code = p.state_code
                AND l.status = 'active' AND l.from_on <= s.date_of_service
                AND coalesce(l.to_on, '9999-12-31') >= s.date_of_service
            )
            AND EXISTS (
              SELECT 1 FROM credential c
              WHERE c.provider_id = s.provider_id AND c.state_code = p.state_code
                AND c.plan_id = v.plan_id AND c.status = 'active' AND c.is_on_headway = 1
                AND c.from_on <= s.date_of_service
                AND coalesce(c.to_on, '9999-12-31') >= s.date_of_service
            )
          )
      )
    """
)
"""Open crises at a place where the provider lacks a license or the plan's credential, in SQL."""


@pytest.fixture
def engine(taken_in) -> Engine:
    with transaction(taken_in[0], operator("tests"), NOON) as context:
        date_crises(context)
    return taken_in[0]


def listed(engine: Engine, stage: CrisisStage = CrisisStage.WAITING) -> CrisisList:
    with reading(engine, Actor("Someone", Role.LEAD), NOON) as look:
        return crisis_exceptions(look, stage)


def test_two_named_crises_wait_and_the_first_is_overdue(engine) -> None:
    assert {row.ref for row in listed(engine).rows} >= set(WAITING)
    assert "S-EXCEPT1" in {row.ref for row in listed(engine, CrisisStage.OVERDUE).rows}
    (due,) = [row for row in listed(engine).rows if row.ref == "S-EXCEPT2"]
    assert (due.missing, due.due_at > NOON) == ((), True)


def test_the_list_counts_what_plain_sql_counts(engine) -> None:
    found = listed(engine)
    with engine.connect() as connection:
        plain = connection.scalar(UNABLE, {"now": NOON.strftime("%Y-%m-%d %H:%M:%S.%f")})
    assert found.counts[CrisisStage.WAITING] == len(found.rows) == plain
    assert plain >= len(WAITING)


def test_a_decision_of_the_demo_is_due_a_business_day_after_the_import(engine) -> None:
    for row in listed(engine).rows:
        if row.ref in WAITING:
            assert timedelta(days=1) < row.due_at - row.needed_at < timedelta(days=5)
