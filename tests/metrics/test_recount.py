"""Every metric, its rows and its CSV equal a recount of the raw rows, whatever the filters."""

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.errors import InvalidInput, NotFound, NotPermitted
from core.metrics import results
from core.metrics.contract import Money
from core.metrics.exports import export_rows
from core.metrics.registry import METRICS
from core.metrics.results import metric_result, metric_rows
from core.rules.metric_filters import DrillDown, MetricFilter
from core.rules.rates import share
from core.vocabulary.care import PayerKind
from core.vocabulary.people import Role
from tests.metrics.asking import ALL, CODES, DAYS, csv, points, reader, result, rows
from tests.metrics.conftest import SEEDS
from tests.metrics.recounts import RECOUNTS, expected_pay
from tests.support import metric_records


def every_outcome_is_met(session: Session) -> None:
    """Otherwise a recount would be compared with nothing."""
    for code, metric in METRICS.items():
        cases = list(RECOUNTS[code](session, ALL))
        assert {case.outcome for case in cases} == set(metric.outcomes), code
        if code != "open_requests":
            assert {case.series for case in cases} == set(metric.series), code


def refs(found: list[dict[str, Any]]) -> list[str]:
    return sorted(str(next(iter(row.values()))) for row in found)


def test_every_metric_has_its_recount() -> None:
    assert list(RECOUNTS) == CODES


def test_points_rows_and_csv_are_what_a_recount_of_every_row_gives(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "LIMIT", 1000)
    provider = metric_records.population(session, random.Random(seed))
    if seed == SEEDS[0]:
        every_outcome_is_met(session)
    for wanted in (
        ALL,
        MetricFilter(date(2026, 2, 20), date(2026, 3, 5)),
        MetricFilter(*DAYS, state_code=metric_records.STATES[0]),
        MetricFilter(*DAYS, payer_kind=PayerKind.INSURANCE),
        MetricFilter(*DAYS, provider_ref=provider),
        MetricFilter(*DAYS, metric_records.STATES[1], PayerKind.MOS, provider),
    ):
        for code, metric in METRICS.items():
            expected = list(RECOUNTS[code](session, wanted))
            found = result(session, code, wanted)
            assert points(found) == Counter(case[:3] for case in expected), code
            drilled = [
                (group, series, *_outcome(metric.outcomes, row), *refs([row]))
                for group, series in {(one.group, one.series) for one in found.points}
                for row in rows(session, code, wanted, DrillDown(group, series))
            ]
            counted = [_comparable(case, drilled) for case in expected]
            assert sorted(drilled) == sorted(counted), code
            every_ref = sorted(case.ref for case in expected)
            assert refs(rows(session, code, wanted)) == every_ref, code
            assert refs(csv(session, code, wanted)) == every_ref, code


def _outcome(outcomes: Any, row: dict[str, Any]) -> list[str]:
    """The code of a row's outcome, where it has one."""
    return [code for code, words in outcomes.items() if words == row.get("Outcome")]


def _comparable(case: Any, drilled: list[tuple[str, ...]]) -> tuple[str, ...]:
    has_outcome = len(drilled[0]) == len(case)
    return tuple(case) if has_outcome else (case.group, case.series, case.ref)


def test_lost_pay_is_what_a_recount_of_the_raw_rows_gives(
    session: Session, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "LIMIT", 1000)
    metric_records.population(session, random.Random(seed))
    cases = RECOUNTS["expired_sessions"](session, ALL)
    expected = {one.ref: expected_pay(session, one.ref) for one in cases if one.series == "expired"}
    found = result(session, "expired_sessions")
    lost = rows(session, "expired_sessions", drill_down=DrillDown(series="expired"))
    assert {row["Session"]: row["Pay lost"] for row in lost} == {
        ref: None if cents is None else Money(cents) for ref, cents in expected.items()
    }
    assert found.money == Money(sum(cents or 0 for cents in expected.values()))
    assert found.unpriced == sum(cents is None for cents in expected.values())


# refusals


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "wanted",
    [
        MetricFilter(date(2026, 3, 2), date(2026, 3, 1)),
        MetricFilter(date(2020, 1, 1), date(2026, 3, 1)),
        MetricFilter(*DAYS, provider_ref="P-\0"),
    ],
)
def test_filters_that_make_no_sense_are_refused(
    session: Session, code: str, wanted: MetricFilter
) -> None:
    with pytest.raises(InvalidInput):
        result(session, code, wanted)
    with pytest.raises(InvalidInput):
        csv(session, code, wanted)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN])
def test_metrics_are_for_leads_and_managers(session: Session, role: Role) -> None:
    context = reader(session, role=role)
    for code in CODES:
        with pytest.raises(NotPermitted):
            metric_result(context, code, ALL)
        with pytest.raises(NotPermitted):
            metric_rows(context, code, ALL, DrillDown())
        with pytest.raises(NotPermitted):
            export_rows(context, code, ALL, DrillDown())


def test_an_unknown_metric_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        result(session, "Notes on time")


@pytest.mark.parametrize(("number", "rate"), [(9, None), (10, 0.5)])
def test_a_rate_is_given_of_ten_cases_or_more(number: int, rate: float | None) -> None:
    assert share(5, number) == rate
