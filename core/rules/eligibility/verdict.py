"""Findings, and the answer they add up to: block beats review beats allow, and all are kept (A33).

*Not assessed* stands between review and allow: it says that a part could not be judged.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.rules.reasons import TABLE
from core.rules.reasons.reason import Reason
from core.vocabulary.verdicts import Code, Path, Verdict, Weight

ORDER = tuple(Weight)
DECIDES = {
    Weight.BLOCK: Verdict.BLOCK,
    Weight.REVIEW: Verdict.REVIEW,
    Weight.NOT_ASSESSED: Verdict.NOT_ASSESSED,
}
BEHIND: dict[Verdict, frozenset[Weight]] = {
    Verdict.BLOCK: frozenset({Weight.BLOCK, Weight.REVIEW}),
    Verdict.REVIEW: frozenset({Weight.REVIEW}),
    Verdict.NOT_ASSESSED: frozenset({Weight.NOT_ASSESSED}),
    Verdict.ALLOW: frozenset(),
}
"""The weights of the findings that stand behind a verdict."""


@dataclass(frozen=True)
class Finding:
    """One reason with what is particular to the case; `weight` may differ from the table's."""

    code: Code
    weight: Weight
    details: tuple[tuple[str, str], ...] = ()

    @property
    def reason(self) -> Reason:
        """What the table says of the code."""
        return TABLE[self.code]

    @property
    def rule(self) -> str:
        """The number of the rule behind it."""
        return self.reason.rule

    @property
    def text(self) -> str:
        """The sentence for staff, filled in."""
        return self.reason.text.format_map(dict(self.details))

    @property
    def next_step(self) -> str:
        """Who does what now, filled in."""
        return self.reason.next_step.format_map(dict(self.details))

    @property
    def decides(self) -> bool:
        """Whether it has a say in the verdict: warnings and information have none."""
        return self.weight in DECIDES


def found(code: Code, **details: str) -> Finding:
    """A finding with the weight that the table gives it."""
    return Finding(code, TABLE[code].weight, tuple(sorted(details.items())))


def weighed(finding: Finding, weight: Weight) -> Finding:
    """The same finding with another weight: an approved exception makes a block information."""
    return replace(finding, weight=weight)


@dataclass(frozen=True)
class Answer:
    """A verdict with every finding, the weightiest first."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings behind the verdict: of a block its reviews too, and nothing unjudged."""
        return tuple(one for one in self.findings if one.weight in BEHIND[self.verdict])

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """All the others: warnings, information, and what a stronger finding leaves unjudged."""
        return tuple(one for one in self.findings if one.weight not in BEHIND[self.verdict])

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind the verdict, each once."""
        return tuple(sorted({one.rule for one in self.deciding}))

    @property
    def codes(self) -> frozenset[Code]:
        """Every code that was found."""
        return frozenset(one.code for one in self.findings)


def answer(findings: Iterable[Finding], paths: Iterable[Path] = ()) -> Answer:
    """The answer that findings add up to; their order and repetition change nothing."""
    ordered = tuple(sorted(set(findings), key=_rank))
    heaviest = ordered[0].weight if ordered else Weight.INFO
    verdict = DECIDES.get(heaviest, Verdict.ALLOW)
    kept = () if verdict in (Verdict.BLOCK, Verdict.NOT_ASSESSED) else tuple(sorted(set(paths)))
    return Answer(verdict, ordered, kept)


def _rank(finding: Finding) -> tuple[int, str, str, tuple[tuple[str, str], ...]]:
    return (ORDER.index(finding.weight), finding.rule, finding.code, finding.details)
