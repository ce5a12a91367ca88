"""What every reason has: its rule, where the article says so, its sentence and the next step."""

from dataclasses import dataclass

from core.vocabulary.verdicts import Weight

CONFIRMING = "Confirming a session"
BILLING = "Billing insurance"
FIRST = "Scheduling your first session"
MOS = "Military OneSource guide"


@dataclass(frozen=True)
class Reason:
    """One reason. `text` and `next_step` are sentences for staff; names in braces are filled in.

    `section` is "" where the articles are silent and the house decided.
    """

    rule: str
    weight: Weight
    section: str
    text: str
    next_step: str
    article: str
