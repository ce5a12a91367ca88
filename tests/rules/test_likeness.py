"""In what two spellings of a name differ, in the words that people read."""

import pytest

from core.rules.people.likeness import Slip, part_likeness, sounds_alike, word_likeness
from core.rules.people.nicknames import is_nickname


@pytest.mark.parametrize(
    ("written", "right", "text"),
    [
        ("smyth", "smyth", "exact"),
        ("smyt", "smyth", "1 letter missing"),
        ("smythh", "smyth", "1 extra letter"),
        ("smith", "smyth", "1 letter differs"),
        ("smyht", "smyth", "2 letters swapped"),
        ("hernadz", "hernandez", "2 letters missing"),
        ("gutierez", "guttierrez", "2 letters missing"),
        ("guttierrez", "gutierez", "2 extra letters"),
        ("katrina", "kathrima", "2 letters differ"),
        ("alejanrda", "alejandra", "2 letters swapped"),
        ("peggy", "margaret", "nickname"),
        ("robert", "bob", "nickname"),
        ("bob", "rob", "1 letter differs"),
        ("pepe", "jose", "nickname"),
        ("meyer", "maier", "sounds alike"),
        ("catherine", "kathryn", "sounds alike"),
    ],
)
def test_a_slip_in_a_word_is_told_in_words(written: str, right: str, text: str) -> None:
    found = word_likeness(written, right)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("one", "other"),
    [("li", "le"), ("ng", "ngo"), ("lee", "lou"), ("jo", "hugh"), ("moreno", "blackwell")],
)
def test_different_words_are_not_alike(one: str, other: str) -> None:
    assert word_likeness(one, other) is None
    assert word_likeness(other, one) is None


def test_the_nearer_a_name_the_smaller_its_distance() -> None:
    words = [("ana", "ana"), ("aan", "ana"), ("bill", "william"), ("meyer", "maier")]
    distances = [found.distance for one in words if (found := word_likeness(*one))]
    assert distances == sorted(set(distances))
    assert len(distances) == len(words)


@pytest.mark.parametrize(
    ("written", "right", "slip"),
    [
        ("José", "José", Slip.NONE),
        ("Jose", "José", Slip.WRITING),
        ("OBrien", "O’Brien", Slip.WRITING),
        ("Delacruz", "De la Cruz", Slip.WRITING),
        ("MCALLISTER", "McAllister", Slip.WRITING),
        ("Lopez", "Lopez Hernandez", Slip.ONE_OF_SEVERAL),
        ("Soto Perez", "Perez Soto", Slip.ONE_OF_SEVERAL),
        ("J.", "Jasmine", Slip.BEGINNING),
        ("Mary Katherime", "Mary Katherine", Slip.DIFFERENT),
        ("Maryan", "Mary Ann", Slip.MISSING),
        ("Phillip", "Philip", Slip.EXTRA),
        ("Sasha", "Aleksandr", Slip.NICKNAME),
    ],
)
def test_a_whole_name_is_compared_beyond_its_spelling(written: str, right: str, slip: Slip) -> None:
    found = part_likeness(written, right)
    assert found is not None
    assert found.slip is slip


@pytest.mark.parametrize(
    ("written", "right"),
    [("Carter", "Novak"), ("Mary Ann", "Sue Ellen"), ("", "Ana"), ("Ana", ""), ("—", "Ana")],
)
def test_two_names_with_nothing_in_common_are_not_alike(written: str, right: str) -> None:
    assert part_likeness(written, right) is None


def test_nicknames_go_both_ways_and_join_two_short_forms() -> None:
    assert is_nickname("bill", "william")
    assert is_nickname("william", "bill")
    assert is_nickname("lupe", "lupita")
    assert not is_nickname("bill", "bill")
    assert not is_nickname("bill", "george")


def test_a_sound_is_compared_in_latin_letters_alone() -> None:
    assert sounds_alike("stephen", "steven")
    assert not sounds_alike("мария", "мариа")
