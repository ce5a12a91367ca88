"""What the change of a first or a last name looks like: a slip, the same name, or another one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.rules.names import GENERATIONS, typed_words
from core.rules.people.likeness import Likeness, Slip, part_likeness, sounds_alike
from core.rules.people.nicknames import full_names, short_forms
from core.vocabulary.words import sentence_case

NAMES = ("first_name", "last_name")
PARTS = frozenset({Slip.NICKNAME, Slip.BEGINNING, Slip.ONE_OF_SEVERAL})
"""What leaves another form of the same name."""
VOWELS = re.compile("[aeiou]+")
SILENT_E = re.compile(r"(?<=[aeiou][^aeiou])e$")
"""Behind a single consonant; Danielle is not Daniel."""
SHORT = 4
"""Letters: in so short a name each vowel counts; Joan is not John."""


@dataclass(frozen=True)
class IdentityLimits:
    """How much may differ and still look like a slip: one letter in every `letters_in` of a name
    and `most_letters` in all, and `digits` of a birth date. Corrections of the last `days` calendar
    days are judged together."""

    letters_in: int
    most_letters: int
    digits: int
    days: int


@dataclass(frozen=True)
class NameChange:
    """What a changed name looks like, in words. `is_writing`: no letter differs; `is_slip`: a slip
    of the hand or the ear; `is_kept`: by itself it leaves the record the same person's."""

    note: str
    is_writing: bool = False
    is_slip: bool = False
    is_kept: bool = True


OTHER_NAME = NameChange("Another name", is_kept=False)


def first_name_change(
    before: Mapping[str, str], after: Mapping[str, str], limits: IdentityLimits
) -> NameChange:
    """Of the first name, in a record `before` and `after` the correction. A name that is on the
    record as preferred, or stays there as preferred, is one of the same person."""
    old, new = before["first_name"], after["first_name"]
    found = name_change(old, new, limits)
    if found.is_kept:
        return found
    preferred = before.get("preferred_name", ""), after.get("preferred_name", "")
    if preferred[0] and name_change(preferred[0], new, limits).is_kept:
        return NameChange("On the record as the preferred name")
    if preferred[1] and name_change(old, preferred[1], limits).is_kept:
        return NameChange("The old first name stays as the preferred name")
    return found


def last_name_change(
    before: Mapping[str, str], after: Mapping[str, str], limits: IdentityLimits
) -> NameChange:
    """Of the last name. Alone, beside a birth date that stays, another last name is a new one."""
    old, new = before["last_name"], after["last_name"]
    was, becomes = generation(old), generation(new)
    if was and becomes and was != becomes:
        return NameChange("Another suffix: looks like a relative of the same name", is_kept=False)
    found = name_change(old, new, limits)
    if found.is_kept:
        return found
    if set(typed_words(old)) & set(typed_words(new)):
        return NameChange("One of two last names stays: looks like the same person")
    if not before.get("date_of_birth"):
        return NameChange("Another last name, and no birth date on record", is_kept=False)
    return NameChange("New last name, same first name and birth date: looks like a name change")


def are_exchanged(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether first and last name changed places."""
    old, new = (tuple(_joined(of[name]) for name in NAMES) for of in (before, after))
    return old == new[::-1]


def name_change(old: str, new: str, limits: IdentityLimits) -> NameChange:
    """How `new` differs from `old`, without Jr., Sr., II, III or IV."""
    before, after = _bare(old), _bare(new)
    found = part_likeness(before, after) or part_likeness(after, before)
    if found is None:
        return OTHER_NAME
    if found.distance == 0:
        return NameChange("Only accents, capitals or spaces differ", is_writing=True, is_slip=True)
    words, (one, other) = sentence_case(found.text), map(_joined, (before, after))
    if found.slip in PARTS:
        return NameChange(f"{words}: looks like the same person")
    if sounds_alike(one, other) and _is_said_alike(one, other):
        return NameChange("Sounds alike: looks like another spelling", is_slip=True)
    if found.slip is not Slip.SOUND and _is_slip(one, other, found, limits):
        return NameChange(f"{words}: looks like a typo", is_slip=True)
    return OTHER_NAME


def _is_said_alike(one: str, other: str) -> bool:
    """As many syllables and one ending: codes of sounds know no vowels, but Eric is not Erica."""
    left, right = map(_plain, (one, other))
    if min(map(len, (left, right))) <= SHORT and VOWELS.findall(left) != VOWELS.findall(right):
        return False
    is_as_long = len(VOWELS.findall(left)) == len(VOWELS.findall(right))
    return is_as_long and _ends_alike(left, right)


def _plain(name: str) -> str:
    """Without a silent h or e at the end."""
    plain = name.replace("y", "i").replace("ie", "i").removesuffix("h")
    return SILENT_E.sub("", plain)


def _ends_alike(one: str, other: str) -> bool:
    """A last a or o makes another name: Juan and Juana, Mario and Maria."""
    ends = [name[-1:] if name[-1:] in "ao" else "" for name in (one, other)]
    return ends[0] == ends[1]


def _is_slip(old: str, new: str, found: Likeness, limits: IdentityLimits) -> bool:
    """A slip seldom hits the first letter, and seldom makes one usual name of another: twins are
    often named so alike."""
    if (_is_usual(old) and _is_usual(new)) or not _ends_alike(old, new):
        return False
    most = min(limits.most_letters, len(old) // limits.letters_in)
    return found.slip is Slip.SWAPPED or (old[:1] == new[:1] and found.letters <= most)


def _is_usual(name: str) -> bool:
    return bool(short_forms(name) or full_names(name))


def _joined(name: str) -> str:
    return "".join(typed_words(name))


def _bare(name: str) -> str:
    """Without Jr., Sr., II, III or IV."""
    return " ".join(word for word in name.split() if not GENERATIONS.issuperset(typed_words(word)))


def generation(name: str) -> frozenset[str]:
    """Jr., Sr., II, III or IV in the name."""
    return GENERATIONS.intersection(typed_words(name))
