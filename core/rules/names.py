"""How names and e-mail addresses are compared: as they are heard, however they are written."""

import re
import unicodedata
from itertools import pairwise

GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What follows the name of a child named like a parent."""

LONGEST_WORD = 80

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain letter and its accent."""

_SILENT = re.compile("['’‘‛`´ʻʼʽʹ′＇.]")
_BETWEEN = re.compile(r"[\s,;:/\"“”„()\[\]\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")


def fold(text: str) -> str:
    """`text` in lower case without accents, with single blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.casefold().translate(_PLAIN).split())


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a name as typed: without apostrophes and points, apart at hyphens and commas."""
    return _words(_SILENT.sub("", text))


def name_words(*parts: str | None) -> frozenset[str]:
    """Every word that a person with a name of these parts (first, last, suffix) is found by: each
    word, what stands on either side of an apostrophe, and each part written as one word."""
    found: set[str] = set()
    for part in parts:
        words = typed_words(part or "")
        found.update(words, _words(_SILENT.sub(" ", part or "")))
        found.update(_words("".join(words)))
    return frozenset(found)


def name_readings(text: str) -> list[tuple[str, ...]]:
    """The ways to understand a typed name, best first: as typed, with two neighboring words as one
    ("De Luca" for Deluca), and all of that without Jr, Sr, II, III or IV."""
    words = typed_words(text)
    bare = tuple(word for word in words if word not in GENERATIONS)
    found: list[tuple[str, ...]] = []
    for each in dict.fromkeys([words, bare]):
        joined = [
            (*each[:at], first + second, *each[at + 2 :])
            for at, (first, second) in enumerate(pairwise(each))
        ]
        found += [each, *joined] if each else []
    return found


def is_same_name(typed: str, first: str, last: str, suffix: str | None = None) -> bool:
    """Whether `typed` names the person of a record: a word of the first and one of the last name,
    in any order, and nothing that is not on the record. Jr beside Sr is another person."""
    given, family = name_words(first), name_words(last)
    known = name_words(first, last, suffix)
    theirs, said = known & GENERATIONS, GENERATIONS.intersection(typed_words(typed))
    if theirs and said and theirs != said:
        return False
    return any(
        all(not part or part.intersection(words) for part in (given, family))
        and known.issuperset(words)
        for words in name_readings(typed)
    )


def is_reference(text: str) -> bool:
    """Whether `text` is a reference, such as C-QPSBNC or a UUID, and not a name: one word that has
    a digit, or begins as references of clients and providers do."""
    return re.fullmatch(r"\S*\d\S*|[CP]-\S+", text, re.I) is not None


def email_key(email: str | None) -> str | None:
    """An e-mail address as it is compared; None stays None."""
    return email.strip().casefold() if email and email.strip() else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in fold(_BETWEEN.sub(" ", text)).split())
