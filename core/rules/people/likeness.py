"""How a name as written differs from the right one, in words that give away neither.

Written is what was typed into a search, and right what the record has; or written is what the
record has, and right the value of a correction.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz.distance import OSA, JaroWinkler

from core.rules.names import fold, typed_words
from core.rules.people.nicknames import is_nickname
from core.rules.time.formats import count_text


class Slip(StrEnum):
    """In what two spellings of a name differ."""

    NONE = "none"
    WRITING = "writing"
    ONE_OF_SEVERAL = "one_of_several"
    BEGINNING = "beginning"
    SWAPPED = "swapped"
    MISSING = "missing"
    EXTRA = "extra"
    DIFFERENT = "different"
    NICKNAME = "nickname"
    SOUND = "sound"


@dataclass(frozen=True)
class Likeness:
    """One slip, and of how many letters where letters are counted."""

    slip: Slip
    letters: int = 0

    @property
    def text(self) -> str:
        """The slip inside a sentence: "1 letter missing"."""
        match self.slip:
            case Slip.MISSING:
                return f"{count_text(self.letters, 'letter')} missing"
            case Slip.EXTRA:
                return f"{count_text(self.letters, 'extra letter')}"
            case Slip.DIFFERENT:
                return "1 letter differs" if self.letters == 1 else f"{self.letters} letters differ"
        return SLIP_TEXT[self.slip]

    @property
    def distance(self) -> int:
        """How far apart the two are; 0 for the same name."""
        return FAR[self.slip] + 20 * max(0, self.letters - 1)


SLIP_TEXT = {
    Slip.NONE: "exact",
    Slip.WRITING: "accents, capitals or spaces differ",
    Slip.ONE_OF_SEVERAL: "one of several names",
    Slip.BEGINNING: "first letters only",
    Slip.SWAPPED: "2 letters swapped",
    Slip.NICKNAME: "nickname",
    Slip.SOUND: "sounds alike",
}
FAR = {
    Slip.NONE: 0,
    Slip.WRITING: 0,
    Slip.ONE_OF_SEVERAL: 5,
    Slip.BEGINNING: 12,
    Slip.SWAPPED: 20,
    Slip.MISSING: 21,
    Slip.EXTRA: 22,
    Slip.DIFFERENT: 23,
    Slip.NICKNAME: 30,
    Slip.SOUND: 45,
}
SHORTEST, LONG = 3, 7
"""Letters: shorter words have no slip; from so many on, two letters may be wrong."""
SOUNDING = 0.7
"""Words of one sound are alike from this similarity on; "Jo" and "Hugh" are not."""


@lru_cache(maxsize=20_000)
def word_likeness(written: str, right: str) -> Likeness | None:
    """How two folded words differ; None for two different words."""
    if written == right:
        return Likeness(Slip.NONE)
    slips = letters_wrong(written, right)
    if slips and slips.letters <= 1:
        return slips
    if is_nickname(written, right):
        return Likeness(Slip.NICKNAME)
    return slips or (Likeness(Slip.SOUND) if sounds_alike(written, right) else None)


def letters_wrong(written: str, right: str) -> Likeness | None:
    """The letters missing, extra, different or swapped: one, or two in a long word; else None."""
    shorter, longer = sorted((len(written), len(right)))
    most = 0 if shorter < SHORTEST else 1 if longer < LONG else 2
    wrong = OSA.distance(written, right, score_cutoff=most)
    if not 0 < wrong <= most:
        return None
    if len(written) == len(right) and sorted(written) == sorted(right):
        return Likeness(Slip.SWAPPED)
    if longer - shorter == wrong:
        return Likeness(Slip.MISSING if longer == len(right) else Slip.EXTRA, wrong)
    return Likeness(Slip.DIFFERENT, wrong)


def sound_of(word: str) -> str:
    """A code that words of one sound share, for folded words in Latin letters; "" for others."""
    plain = word.replace("y", "i")
    return metaphone(plain) if plain.isascii() and plain.isalpha() else ""


def sounds_alike(one: str, other: str) -> bool:
    """Whether two folded words are heard as one, such as "Smyth" and "Smith"."""
    code = sound_of(one)
    is_same = len(code) > 1 and min(len(one), len(other)) >= SHORTEST and code == sound_of(other)
    return is_same and JaroWinkler.similarity(one, other) >= SOUNDING


def part_likeness(written: str, right: str) -> Likeness | None:
    """How two spellings of a whole first name, or of a whole last name, differ: their accents and
    hyphens, one name of several ("Lopez" for "Lopez Hernandez"), their letters; else None."""
    if written == right:
        return Likeness(Slip.NONE)
    ours, theirs = typed_words(written), typed_words(right)
    if not ours or not theirs:
        return None
    if "".join(ours) == "".join(theirs) or fold(written) == fold(right):
        return Likeness(Slip.WRITING)
    if set(ours) < set(theirs) or set(theirs) < set(ours) or set(ours) == set(theirs):
        return Likeness(Slip.ONE_OF_SEVERAL)
    if len(ours[0]) == 1 and len(ours) == 1 and theirs[0].startswith(ours[0]):
        return Likeness(Slip.BEGINNING)
    if len(ours) == len(theirs):
        each = [word_likeness(*pair) for pair in zip(ours, theirs, strict=True)]
        found = [one for one in each if one is not None and one.slip is not Slip.NONE]
        if len(found) == 1 and None not in each:
            return found[0]
    return word_likeness("".join(ours), "".join(theirs))
