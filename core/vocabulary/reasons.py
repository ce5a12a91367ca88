"""Reasons: why a verdict is what it is, why a step is refused, what is wrong with a record."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a reason does to a verdict, strongest first; the last two change nothing."""

    BLOCK = "block"
    REVIEW = "review"
    NOT_ASSESSED = "not_assessed"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True)
class Reason:
    """One fact with its sentence and its next step (who does what), both for staff; `answer` says
    both to the provider, "" where it is not theirs to know or to do.

    In the catalogue (`core.rules.reasons`) names in braces stand for what is particular to a
    record. `section` is "" where the articles are silent and the house decided.
    """

    code: str
    rule: str
    weight: Weight
    section: str
    text: str
    next_step: str
    article: str
    answer: str = ""

    @property
    def decides(self) -> bool:
        """Whether it changes a verdict; warnings and information do not."""
        return self.weight not in (Weight.WARN, Weight.INFO)

    @property
    def sentences(self) -> str:
        """The sentence and the next step, as one text."""
        return f"{self.text} {self.next_step}"
