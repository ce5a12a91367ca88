"""What a search for a person asks for: a name, and what else is known of the person."""

import re
from dataclasses import dataclass
from datetime import date

from core.rules.names import fold, is_reference, name_readings
from core.rules.people.search_words import email_word, phone_word
from core.rules.time.typed_dates import UnreadableDate, read_day

_DATE = re.compile(
    r"\b\d{1,4} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4}\b"
    r"|\b[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{2,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9}\.?,? \d{2,4}\b"
    r"|\b(?:19|20)\d{6}\b|\b[01]\d[0-3]\d(?:19|20)\d\d\b",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w-])\+?[\d(][\d\s().\u2010-\u2015-]{6,}(?:(?:ext|x|#)\.? ?\d+)?(?![\w-])", re.I
)
LONGEST_REFERENCE = 16
"""Letters; of longer ones, such as a UUID, no slip is looked for: nobody types them."""
LETTERS, SIGNS = "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789.-_@+"


@dataclass(frozen=True)
class AskedPerson:
    """The text as typed, and the parts that it was read as; `readings` are the ways to understand
    the name, best first."""

    text: str
    readings: tuple[tuple[str, ...], ...]
    email: str
    phone: str
    born: date | None
    refs: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, as typed."""
        return self.readings[0] if self.readings else ()

    def slipped_refs(self, kind: str) -> tuple[str, ...]:
        """Every reference with this prefix that one slip makes of the typed one."""
        ref = self.refs[-1][2:] if self.refs and not self.readings else ""
        if not ref or len(ref) > LONGEST_REFERENCE:
            return ()
        return tuple(f"{kind}-{one}" for one in with_one_slip(ref, SIGNS[:36]))


def read_asked(text: str, today: date) -> AskedPerson:
    """The parts of `text`; what is no address, number, birth date or reference is a name."""
    tokens = text.split()
    email = next((one.strip("<>,;()") for one in tokens if "@" in one.strip("@")), "")
    rest = " ".join(one for one in tokens if one.strip("<>,;()") != email)
    born, rest = _without_birth_date(rest, today)
    found = _PHONE.search(rest)
    phone = phone_word(found[0]) if found else ""
    rest = rest.replace(found[0], " ") if found and phone else rest
    refs = _references(text) if len(tokens) == 1 and not (email or phone or born) else ()
    names = " ".join(one for one in rest.split() if not is_reference(one))
    return AskedPerson(text, tuple(name_readings(names)), email_word(email), phone, born, refs)


def _without_birth_date(text: str, today: date) -> tuple[date | None, str]:
    for found in _DATE.finditer(text):
        try:
            return read_day(found[0], today, is_birth=True), text.replace(found[0], " ")
        except UnreadableDate:
            continue
    return None, text


def _references(text: str) -> tuple[str, ...]:
    """The reference as typed and with the prefix of its kind, both in lower case."""
    ref = fold(text)
    bare = re.sub(r"^[a-z]-", "", ref)
    return tuple(dict.fromkeys([ref, *(f"{kind}-{bare}" for kind in "cp")]))


def with_one_slip(text: str, signs: str) -> list[str]:
    """Every text that becomes `text` by one slip: a sign too few, too many, another, or two
    swapped."""
    cuts = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    fewer = [left + right[1:] for left, right in cuts if right]
    other = [left + sign + right[1:] for left, right in cuts if right for sign in signs]
    more = [left + sign + right for left, right in cuts for sign in signs]
    return sorted({*swapped(text), *fewer, *other, *more} - {text})


def swapped(text: str) -> set[str]:
    """Every text of the same signs with two neighbors swapped."""
    return {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)} - {
        text
    }
