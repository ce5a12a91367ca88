"""The filters and drill-down of a metric survive being stored as text."""

from datetime import date

import pytest

from core.rules.metric_filters import DrillDown, MetricFilter, as_text, from_text
from core.vocabulary.care import PayerKind
from core.vocabulary.states import StateCode

FROM, TO = date(2026, 1, 1), date(2026, 3, 31)
WHOLE = MetricFilter(FROM, TO, StateCode.NY, PayerKind.MOS, "P-1")


@pytest.mark.parametrize(
    "wanted",
    [
        MetricFilter(FROM, TO),
        WHOLE,
        MetricFilter(FROM, TO, payer_kind=PayerKind.SELF_PAY),
        MetricFilter(FROM, TO, state_code=StateCode.PR),
    ],
)
@pytest.mark.parametrize(
    "rows", [DrillDown(), DrillDown("2026-02", "late"), DrillDown(series="open")]
)
def test_filters_and_drill_down_come_back_as_they_were(
    wanted: MetricFilter, rows: DrillDown
) -> None:
    assert from_text(as_text(wanted, rows)) == (wanted, rows)


def test_the_same_question_is_always_written_the_same() -> None:
    assert as_text(WHOLE, DrillDown("2026-02", "late")) == (
        '{"from_on": "2026-01-01", "group": "2026-02", "payer_kind": "mos", '
        '"provider_ref": "P-1", "series": "late", "state_code": "NY", "to_on": "2026-03-31"}'
    )
