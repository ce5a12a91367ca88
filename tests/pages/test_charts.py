"""The specs of charts: built once for each metric, without data."""

import json

import pytest

from core.metrics.contract import Metric
from core.metrics.registry import METRICS
from core.vocabulary.metrics import ChartForm
from pages.components.charts import FORMS, POINT
from pages.manage.metric_view import _spec


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_a_spec_is_built_once_and_holds_no_data(metric: Metric) -> None:
    spec = _spec(metric)
    assert _spec(metric) is spec
    text = json.dumps(spec)
    assert '"data"' not in text
    assert '"datasets"' not in text
    assert f'"name": "{POINT}"' in text


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_a_chart_names_its_series_and_what_it_counts(metric: Metric) -> None:
    text = json.dumps(_spec(metric), ensure_ascii=False)
    for words in (metric.grouping.name, metric.series_name):
        assert f'"title": "{words}"' in text
    for code in metric.charted or metric.series:
        assert metric.series[code] in text


def test_pages_can_draw_every_form_that_a_metric_may_name() -> None:
    assert FORMS.keys() == set(ChartForm)
