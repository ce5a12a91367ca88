"""Every sentence that the rules say over the six hundred cases: `python -m tests.support.sentences`
writes them down, to be read whole when one of them changes."""

from collections import defaultdict

from core.rules.gates import billing, cancelling
from core.rules.gates.confirming import may_be_confirmed
from core.rules.gates.editing import may_be_edited
from core.rules.verdict import Finding
from core.settings import ROOT
from tests.oracle.facts import asked_of, edit_of
from tests.oracle.load import all_cases

PAPER = ROOT / "tests" / "rules" / "sentences.txt"


def sentences() -> str:
    """By reason: its weight, and each different pair of sentences, in the order of the alphabet."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for case in all_cases():
        asked = asked_of(case)
        answers = [may_be_confirmed(asked), billing.of_session(asked)]
        answers += [may_be_edited(asked), may_be_edited(asked, edit_of(case))]
        findings = [one for answer in answers for one in answer.findings]
        for one in (*findings, cancelling.route(asked).finding):
            said[one.code.value].add(_line(one))
    blocks = ("\n".join((code, *sorted(lines))) for code, lines in sorted(said.items()))
    return "\n\n".join(blocks) + "\n"


def _line(one: Finding) -> str:
    return f"  {one.weight} {one.rule}: {one.text} {one.next_step}"


if __name__ == "__main__":
    PAPER.write_text(sentences(), "utf-8")
