"""What a figure is asked about: the filters that all share, and the mark whose rows are wanted."""

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
    """What counts: limits that fall in the days from `from_on` to `to_on`, both included, and of
    these only one state, payer kind or provider where given."""

    from_on: date
    to_on: date
    state_code: StateCode | None = None
    payer_kind: PayerKind | None = None
    provider_ref: str = ""


@dataclass(frozen=True)
class Pick:
    """One mark of a chart by its two names; "" stands for every one."""

    bucket: str = ""
    part: str = ""


def check(wanted: MetricFilter) -> None:
    """Raises InvalidInput for days out of order or too many, and for what is no reference."""
    if wanted.to_on < wanted.from_on:
        raise InvalidInput({"to_on": "The last day is before the first. Swap them."})
    if wanted.to_on - wanted.from_on > LONGEST:
        raise InvalidInput({"from_on": "Choose three years at most."})
    if not wanted.provider_ref.isprintable() or len(wanted.provider_ref) > 40:
        raise InvalidInput({"provider_ref": "Give the provider's reference: P-…"})


def check_pick(pick: Pick) -> None:
    """Raises InvalidInput for names that no mark can have."""
    if any(len(name) > 40 or not name.isprintable() for name in (pick.bucket, pick.part)):
        raise InvalidInput({"bucket": "Choose one of the marks of the chart."})


def as_text(wanted: MetricFilter, pick: Pick) -> str:
    """Both as one line of JSON, from which `from_text` makes them again."""
    return json.dumps({**asdict(wanted), **asdict(pick)}, default=date.isoformat, sort_keys=True)


def from_text(text: str) -> tuple[MetricFilter, Pick]:
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
    return wanted, Pick(found["bucket"], found["part"])
