"""Every metric of the registry fills the contract, and the docs say what it says."""

import pytest
from sqlalchemy.orm import Session

from core.metrics.contract import Metric
from core.metrics.registry import METRICS
from tests.metrics.asking import ALL, reader
from tests.support import metrics_page

EACH = pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))


def test_the_docs_of_metrics_are_those_of_the_registry() -> None:
    assert metrics_page.PAGE.read_text("utf-8") == metrics_page.page(), (
        "python -m tests.support.metrics_page"
    )


@EACH
def test_a_metric_is_complete_in_words(metric: Metric) -> None:
    said = (metric.name, metric.title, metric.question, metric.formula, metric.cohort)
    assert all(said)
    assert metric.question.endswith("?")
    for sentence in (metric.formula, metric.cohort):
        assert sentence.endswith("."), sentence
    for label in (metric.name, metric.title, *metric.exclusions, *metric.outcomes.values()):
        assert not label.endswith("."), label


@EACH
def test_the_codes_that_a_metric_names_are_its_own(metric: Metric) -> None:
    assert metric.code.isidentifier()
    rate = metric.rate
    named = {*rate.numerator, *rate.denominator} if rate else set()
    assert named <= set(metric.outcomes)
    assert {*metric.charted, metric.first_series} - {""} <= set(metric.series)


@EACH
def test_a_population_has_the_columns_of_the_contract(session: Session, metric: Metric) -> None:
    columns = metric.population(reader(session), ALL).subquery().c
    needed = {"id", "group", "series", "outcome"}
    needed |= {"cents"} if metric.money_name else set()
    needed |= {"started_at", "ended_at"} if metric.median_name else set()
    assert needed <= set(columns.keys())
