"""What reasons add up to: block beats review beats allow, and every reason is kept (A33).

*Not assessed* ranks between review and allow: it says that a part could not be judged.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.vocabulary.reasons import Reason, Weight
from core.vocabulary.verdicts import Path, Verdict

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
"""The weights of the reasons behind each verdict."""


@dataclass(frozen=True)
class Answer:
    """A verdict with every reason, strongest first."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons behind the verdict: of a block its reviews too, and nothing unjudged."""
        return tuple(one for one in self.reasons if one.weight in BEHIND[self.verdict])

    @property
    def remarks(self) -> tuple[Reason, ...]:
        """The rest: warnings, information, and what a stronger reason leaves unjudged."""
        return tuple(one for one in self.reasons if one.weight not in BEHIND[self.verdict])

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind the verdict, each once."""
        return tuple(sorted({one.rule for one in self.deciding}))

    @property
    def codes(self) -> frozenset[str]:
        """The code of every reason."""
        return frozenset(one.code for one in self.reasons)


def answer(reasons: Iterable[Reason], paths: Iterable[Path] = ()) -> Answer:
    """The answer that reasons add up to; their order and repetition change nothing."""
    ordered = tuple(sorted(set(reasons), key=_rank))
    strongest = ordered[0].weight if ordered else Weight.INFO
    verdict = DECIDES.get(strongest, Verdict.ALLOW)
    kept = () if verdict in (Verdict.BLOCK, Verdict.NOT_ASSESSED) else tuple(sorted(set(paths)))
    return Answer(verdict, ordered, kept)


def _rank(one: Reason) -> tuple[int, str, str, str]:
    return (ORDER.index(one.weight), one.rule, one.code, one.text)
