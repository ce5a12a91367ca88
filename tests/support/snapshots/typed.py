"""What is said of what can be typed or chosen anywhere: identifiers, texts, days, filters."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from core.errors import InvalidInput
from core.rules.metric_filters import (
    LONGEST,
    DrillDown,
    MetricFilter,
    check_drill_down,
    check_filter,
)
from core.rules.requests.distress import unhandled
from core.rules.requests.npi import npi_problem
from core.rules.texts import text_problem
from core.rules.time.pauses import LONGEST_DAYS, wake_problem
from tests.support.snapshots.block import Block, by_place, shown, verdict

TODAY, DAY = date(2026, 3, 16), timedelta(days=1)
NPIS = [
    "1234567893",
    "2234567891",
    "1234567890",
    "1234567839",
    "3234567893",
    "123456789",
    "",
    "1-2",
]
TEXTS = ["He said so.\n\tTwice.", "\U0001f469\u200d\U0001f373", "", " \n ", "a\0", "a\u202e"]
TEXTS += ["x" * 400, "x" * 401, "x" * 4000]
DAYS = [None, TODAY - DAY, TODAY, TODAY + DAY, TODAY + LONGEST_DAYS * DAY]
DAYS += [TODAY + LONGEST_DAYS * DAY + DAY]
FILTERS = {
    "one day": MetricFilter(TODAY, TODAY),
    "the last day before the first": MetricFilter(TODAY, TODAY - DAY),
    "three years": MetricFilter(TODAY, TODAY + LONGEST),
    "a day more": MetricFilter(TODAY, TODAY + LONGEST + DAY),
    "a reference of 40 signs": MetricFilter(TODAY, TODAY, provider_ref="x" * 40),
    "a reference of 41 signs": MetricFilter(TODAY, TODAY, provider_ref="x" * 41),
    "a reference with a line break": MetricFilter(TODAY, TODAY, provider_ref="P\n1"),
}
DRILL_DOWNS = {
    "everything": DrillDown(),
    "two codes of 40 signs": DrillDown("x" * 40, "y" * 40),
    "a group of 41 signs": DrillDown("x" * 41),
    "a series of 41 signs": DrillDown("", "x" * 41),
    "a group with a line break": DrillDown("a\nb"),
}
URGENT = {
    "an urgent request": (True, ["done"]),
    "words that suggest self-harm": (False, [None, "done", "wants to die"]),
    "any other words": (False, ["done", None]),
}


def blocks() -> Iterator[Block]:
    yield "an NPI", (f"'{npi}': {verdict(npi_problem(npi))}" for npi in NPIS)
    said = partial(text_problem, missing="Say why.")
    yield "a text", (f"{shown(one)}: {verdict(said(one))}" for one in TEXTS)
    longer = text_problem("x" * 4001, "Say why.", 4000)
    yield "a longer text", [f"4001 signs: {verdict(longer)}"]
    yield (
        "a day to wake, on 16 March",
        (f"{day}: {verdict(wake_problem(day, TODAY))}" for day in DAYS),
    )
    for name, wanted in FILTERS.items():
        yield f"a metric of {name}", _refused(partial(check_filter, wanted))
    for name, pick in DRILL_DOWNS.items():
        yield f"the rows of {name}", _refused(partial(check_drill_down, pick))
    for name, (is_urgent, texts) in URGENT.items():
        yield f"ended early: {name}", _unhandled(is_urgent, texts)


def _refused(look: Callable[[], None]) -> list[str]:
    try:
        look()
    except InvalidInput as problem:
        return by_place(problem.fields)
    return by_place({})


def _unhandled(is_urgent: bool, texts: Iterable[str | None]) -> list[str]:
    found = [f"{one.code} {one.rule}: {one.text}" for one in unhandled(is_urgent, texts)]
    return found or ["nothing against it"]
