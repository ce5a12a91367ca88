"""What a metric is asked about: filters that all metrics share, and the drill-down to its rows."""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from core.errors import InvalidInput
from core.vocabulary.care import PayerKind
from core.vocabulary.states import StateCode

LONGEST = timedelta(weeks=161)


@dataclass(frozen=True)
class MetricFilter:
    """Deadlines from `from_on` to `to_on`, both included; one state, payer or provider if given."""

    from_on: date
    to_on: date
    state_code: StateCode | None = None
    payer_kind: PayerKind | None = None
    provider_ref: str = ""


@dataclass(frozen=True)
class DrillDown:
    """The rows of one data point, by the codes of its group and series; "" stands for all."""

    group: str = ""
    series: str = ""


def check_filter(wanted: MetricFilter) -> None:
    """Raises InvalidInput for days out of order or too many, and for what is no reference."""
    if wanted.to_on < wanted.from_on:
        raise InvalidInput({"to_on": "The last day is before the first. Swap them."})
    if wanted.to_on - wanted.from_on > LONGEST:
        raise InvalidInput({"from_on": "Choose a period of at most three years."})
    if not wanted.provider_ref.isprintable() or len(wanted.provider_ref) > 40:
        raise InvalidInput({"provider_ref": "Enter the provider's reference: P-…"})


def check_drill_down(rows: DrillDown) -> None:
    """Raises InvalidInput for codes that no data point can have."""
    if any(len(code) > 40 or not code.isprintable() for code in (rows.group, rows.series)):
        raise InvalidInput({"group": "Choose a bar or point of the chart."})


def as_text(wanted: MetricFilter, rows: DrillDown) -> str:
    """Both as one line of JSON, from which `from_text` makes them again."""
    return json.dumps({**asdict(wanted), **asdict(rows)}, default=date.isoformat, sort_keys=True)


def from_text(text: str) -> tuple[MetricFilter, DrillDown]:
    """What `as_text` was given."""
    found: dict[str, Any] = json.loads(text)
    state, payer = found["state_code"], found["payer_kind"]
    wanted = MetricFilter(
        from_on=date.fromisoformat(found["from_on"]),
        to_on=date.fromisoformat(found["to_on"]),
        state_code=StateCode(state) if state else None,
        payer_kind=PayerKind(payer) if payer else None,
        provider_ref=found["provider_ref"],
    )
    return wanted, DrillDown(found["group"], found["series"])
