"""Words that suggest self-harm: found however they are written, and not in everyday ones (R53)."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.requests.distress import suggests_self_harm, unhandled

FOUND = [
    "She said she is SUICIDAL",
    "wants to commit suicide",
    "I’ll kill myself if this isn't fixed",
    "the client talked of killing themselves",
    "self-harm last week",
    "self harming again",
    "He hurts himself",
    "cutting herself",
    "I want to end my life",
    "tried to take her own life",
    "I just want to end it all",
    "wishes to die",
    "I'd rather be dead",
    "I wish I were dead",
    "I don't want to live anymore",
    "I DON’T WANT TO WAKE UP",
    "they would be better off without me",
    "there is no reason to live",
    "life is not worth living",
    "took an overdose",
    "kíll   mysélf",
    "kill\nmyself",
]
CALM = [
    "",
    "killing time before the session",
    "I would kill for an appointment on Monday",
    "the deadline is killing us",
    "the battery died",
    "changed her life",
    "wants to live in Ohio",
    "end of the session",
    "self-pay",
    "Killian Selfridge",
    "cut the session short",
    "lifeline plan of Harmony Health",
]


@pytest.mark.parametrize("text", FOUND)
def test_r53_words_that_suggest_self_harm_are_found(text):
    assert suggests_self_harm(["Jon", text])


@pytest.mark.parametrize("text", CALM)
def test_r53_everyday_words_are_not(text):
    assert not suggests_self_harm([text, None])


SPANISH = tomllib.loads(Path(__file__).with_name("self_harm_in_spanish.toml").read_text())


@pytest.mark.parametrize("text", SPANISH["found"] + SPANISH["further_found"])
def test_r53_words_that_suggest_self_harm_in_spanish_are_found(text):
    assert suggests_self_harm([text])
    assert suggests_self_harm([f"Mensaje de la clienta: ¡{text.upper()}! Gracias."])


@pytest.mark.parametrize("text", SPANISH["harmless"] + SPANISH["further_harmless"])
def test_r53_everyday_words_in_spanish_are_not(text):
    assert not suggests_self_harm([text])


def test_r53_words_of_two_texts_make_no_phrase():
    assert not suggests_self_harm(["they would kill", "myself", "quiero", "morir"])
    assert suggests_self_harm(["estarian mejor sin mi", "Jon"])


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_r53_they_are_found_wherever_they_stand(before, after):
    assert suggests_self_harm([f"{before} kill myself {after}"])


ENDINGS = [
    (True, "The requester called again", ["urgent"]),
    (False, "She wants to die", ["urgent_words"]),
    (False, "The requester called again", []),
]


@pytest.mark.parametrize(("is_urgent", "outcome", "codes"), ENDINGS)
def test_r53_nothing_urgent_is_ended_before_a_person_acted(is_urgent, outcome, codes):
    found = unhandled(is_urgent, [outcome])
    assert [(one.code, one.rule) for one in found] == [(code, "R53") for code in codes]
