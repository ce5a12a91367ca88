"""Who the demo's clients are: characters first, then people by chance, some of them confusable."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from core.demo.book import Character, State, book
from core.demo.dice import Dice
from core.demo.timeline import Timeline
from core.vocabulary.people import Sex

TWINS_EVERY, DOUBLES_EVERY = 150, 70


@dataclass(frozen=True)
class Identity:
    """What tells a person apart."""

    first_name: str
    last_name: str
    date_of_birth: date
    sex: Sex
    preferred_name: str | None = None
    character: Character | None = None


def identity(number: int, timeline: Timeline) -> Identity:
    """The client of this number: a character, a twin or a misspelt double of the one before, or
    someone new."""
    characters = book().characters
    if number < len(characters):
        return _of(characters[number])
    if number % TWINS_EVERY == TWINS_EVERY - 1:
        return _twin(identity(number - 1, timeline))
    if number % DOUBLES_EVERY == DOUBLES_EVERY - 1:
        return _double(identity(number - 1, timeline))
    return _someone(Dice(f"identity {number}"), timeline)


def age(person: Identity, day: date) -> int:
    """Full years on `day`."""
    born = person.date_of_birth
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def email_of(person: Identity, number: int, dice: Dice) -> str | None:
    """An address at a domain that cannot exist; a few people have none."""
    if person.character and person.character.email is not None:
        return person.character.email or None
    if dice.hits(0.03):
        return None
    domain = dice.choice(["mail.example", "mail.example", "post.example", "inbox.example"])
    return f"{_plain(person.first_name)}.{_plain(person.last_name)}{number}@{domain}"


def phone_of(person: Identity, state: State, dice: Dice) -> str | None:
    """A number of the block kept for fiction, written in the ways people write them."""
    if person.character and person.character.phone is not None:
        return person.character.phone or None
    if dice.hits(0.05):
        return None
    code, last = dice.choice(state.area_codes), dice.randint(0, 99)
    styles = ["{}-555-01{:02d}"] * 8 + ["({}) 555-01{:02d}", "{}55501{:02d}"]
    return dice.choice(styles).format(code, last)


def _of(character: Character) -> Identity:
    return Identity(
        first_name=character.first_name,
        last_name=character.last_name,
        date_of_birth=character.date_of_birth,
        sex=Sex(character.sex),
        preferred_name=character.preferred_name,
        character=character,
    )


def _someone(dice: Dice, timeline: Timeline) -> Identity:
    names = book().names
    sex = dice.weighted({Sex.FEMALE: 58, Sex.MALE: 37, Sex.OTHER: 3, Sex.UNKNOWN: 2})
    own = {Sex.FEMALE: names["female"], Sex.MALE: names["male"]}.get(sex, names["either"])
    first = dice.choice(names["either"] if dice.hits(0.15) else own)
    years = dice.weighted({(14, 17): 3, (18, 34): 45, (35, 49): 27, (50, 64): 13, (65, 84): 12})
    return Identity(
        first_name=first,
        last_name=dice.choice(names["last"]),
        date_of_birth=timeline.today - timedelta(days=dice.randint(years[0] * 366, years[1] * 365)),
        sex=sex,
        preferred_name=dice.choice(names["either"]) if dice.hits(0.06) else None,
    )


def _twin(other: Identity) -> Identity:
    names = book().names[other.sex if other.sex in ("female", "male") else "either"]
    first = (
        names[(names.index(other.first_name) + 1) % len(names)]
        if (other.first_name in names)
        else names[0]
    )
    return Identity(first, other.last_name, other.date_of_birth, other.sex)


def _double(other: Identity) -> Identity:
    """The same person entered again with two letters swapped."""
    name = other.last_name
    return Identity(
        other.first_name,
        name[:-2] + name[-1] + name[-2] if len(name) > 3 else name,
        other.date_of_birth,
        other.sex,
    )


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "".join(letter for letter in folded if letter.isalpha())
