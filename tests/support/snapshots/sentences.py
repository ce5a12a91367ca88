"""What the rules say over the six hundred cases: for each reason and weight one sentence, and the
number of its fillings."""

from collections import defaultdict
from collections.abc import Iterator

from core.rules.eligibility import billing, canceling
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from tests.oracle.facts import asked_of, edit_of
from tests.oracle.load import all_cases
from tests.support.snapshots.block import Block


def blocks() -> Iterator[Block]:
    said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for case in all_cases():
        asked = asked_of(case)
        answers = [may_be_confirmed(asked), billing.of_session(asked)]
        answers += [may_be_edited(asked), may_be_edited(asked, edit_of(case))]
        reasons = [one for answer in answers for one in answer.reasons]
        for one in (*reasons, canceling.route(asked).reason):
            said[one.code][one.weight.value].add(one.sentences)
    for code, by_weight in sorted(said.items()):
        yield code, [_line(weight, every) for weight, every in sorted(by_weight.items())]


def _line(weight: str, every: set[str]) -> str:
    ways = f" ({len(every)} ways)" if len(every) > 1 else ""
    return f"{weight}: {min(every)}{ways}"
