"""Every sentence that the rules say over the six hundred cases, by reason: its weight, and each
different pair of sentences, in the order of the alphabet."""

from collections import defaultdict
from collections.abc import Iterator

from core.rules.eligibility import billing, canceling
from core.rules.eligibility.confirming import may_be_confirmed
from core.rules.eligibility.editing import may_be_edited
from core.vocabulary.reasons import Reason
from tests.oracle.facts import asked_of, edit_of
from tests.oracle.load import all_cases
from tests.support.papers.block import Block


def blocks() -> Iterator[Block]:
    said: defaultdict[str, set[str]] = defaultdict(set)
    for case in all_cases():
        asked = asked_of(case)
        answers = [may_be_confirmed(asked), billing.of_session(asked)]
        answers += [may_be_edited(asked), may_be_edited(asked, edit_of(case))]
        findings = [one for answer in answers for one in answer.reasons]
        for one in (*findings, canceling.route(asked).reason):
            said[one.code.value].add(_line(one))
    for code, lines in sorted(said.items()):
        yield code, sorted(lines)


def _line(one: Reason) -> str:
    return f"{one.weight} {one.rule}: {one.text} {one.next_step}"
