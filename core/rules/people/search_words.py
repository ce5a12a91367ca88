"""The words that a person is found by. What a word is shows in how it begins: names are lower case
letters, sounds are upper case, phone numbers are digits, and addresses follow an @."""

from collections.abc import Mapping
from typing import Any

from core.rules.contacts import phone_digits
from core.rules.names import email_key, name_words
from core.rules.people.likeness import sound_of

SEARCH_COLUMNS = ("first_name", "last_name", "preferred_name", "suffix", "phone", "email")
"""What the words are made of; a provider has no preferred name, a client no suffix."""
LONGEST = 254
FEWEST_DIGITS = 7


def search_words(person: Mapping[str, Any]) -> frozenset[str]:
    """Every word of a person with these columns: the names and how they sound, the phone number and
    the e-mail address."""
    names = name_words(*(person.get(part) for part in SEARCH_COLUMNS[:4]))
    sounds = {sound_word(name) for name in names}
    contacts = {phone_word(person.get("phone")), email_word(person.get("email"))}
    return names | (sounds | contacts) - {""}


def sound_word(name: str) -> str:
    """The word for the sound of a folded name; "" for one that says too little."""
    sound = sound_of(name)
    return sound if len(sound) > 1 else ""


def phone_word(phone: str | None) -> str:
    """The word for a phone number in any writing; "" for none."""
    digits = phone_digits(phone or "")
    return digits if len(digits) >= FEWEST_DIGITS else ""


def email_word(email: str | None) -> str:
    """The word for an e-mail address; "" for none."""
    key = email_key(email)
    return f"@{key}"[:LONGEST] if key else ""
