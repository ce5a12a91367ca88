"""How two birth dates differ: by a slip of the hand, or as those of two people do."""

from dataclasses import dataclass
from datetime import date

from core.vocabulary.words import sentence_case

CENTURY = 100


@dataclass(frozen=True)
class BirthDateDifference:
    """What differs, in words inside a sentence, and whether one slip explains it."""

    words: str
    is_slip: bool

    @property
    def text(self) -> str:
        """What it looks like, as a sentence."""
        looks = "a typo" if self.is_slip else "another birth date"
        return f"{sentence_case(self.words)}: looks like {looks}"


def birth_date_difference(old: date, new: date, digits: int) -> BirthDateDifference:
    """How `new` differs from `old`; up to `digits` wrong digits count as a slip."""
    if (old.year, old.month, old.day) == (new.year, new.day, new.month):
        return BirthDateDifference("day and month swapped", True)
    if (new.month, new.day) == (old.month, old.day) and abs(new.year - old.year) == CENTURY:
        return BirthDateDifference("exactly 100 years apart", True)
    if _is_swapped(_parts(old), _parts(new)):
        return BirthDateDifference("2 digits swapped", True)
    count = sum(one != other for one, other in zip(_digits(old), _digits(new), strict=True))
    words = "1 digit differs" if count == 1 else f"{count} digits differ"
    return BirthDateDifference(words, count <= digits)


def _is_swapped(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Whether two neighboring digits of the year, the month or the day changed places."""
    changed = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    if len(changed) != 1:
        return False
    one, other = changed[0]
    swaps = (one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1))
    return other in swaps


def _digits(day: date) -> str:
    return "".join(_parts(day))


def _parts(day: date) -> tuple[str, str, str]:
    return f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
