"""What a figure is asked about travels through the address of the page and comes back."""

from datetime import date

import pytest

from core.rules.metric_filters import MetricFilter, Pick, as_text, from_text
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
@pytest.mark.parametrize("pick", [Pick(), Pick("2026-02", "late"), Pick(part="open")])
def test_a_filter_and_a_mark_come_back_as_they_were(wanted: MetricFilter, pick: Pick) -> None:
    assert from_text(as_text(wanted, pick)) == (wanted, pick)


def test_the_same_question_is_always_written_the_same() -> None:
    assert as_text(WHOLE, Pick("late", "NY")) == (
        '{"bucket": "late", "from_on": "2026-01-01", "part": "NY", "payer_kind": "mos", '
        '"provider_ref": "P-1", "state_code": "NY", "to_on": "2026-03-31"}'
    )
