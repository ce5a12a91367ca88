"""Words that suggest self-harm, in anything that is typed into a request (R53).

A false alarm costs a look, a miss may cost a life: the phrases are wide, and a person decides.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from core.rules.names import fold
from core.rules.reasons import reason
from core.rules.requests.spanish_distress import suggests_in_spanish
from core.vocabulary.reasons import Reason

ACT_WITHIN = timedelta(minutes=15)
"""By when a person acts, from the moment it was noticed."""

_SELF = r"(my|your|him|her|them|our|one)sel(f|ves)"
_WHOSE = r"(my|your|his|her|their|our|ones)( own)?"
_NOT = r"(not|dont|doesnt|didnt|never|no longer)"
PHRASES = (
    r"suicid\w*",
    r"self ?(harm|injur|mutilat)\w*",
    rf"(kill|hurt|harm|cut|hang|shoot|drown|poison)(s|ed|ing|ting)? {_SELF}",
    rf"(end|ends|ended|ending|take|takes|took|taken|taking) {_WHOSE} li(fe|ves)",
    r"(end|ends|ending) it all",
    r"(want|wish|hope|prefer)(s|es|ed|ing)? to (die|be dead)",
    r"(going|ready) to die|rather (die|be dead)",
    r"wish\w* (i|he|she|they) (was|were) (dead|never born)",
    rf"{_NOT} (want|wants|wanted|wanting|wish|wishes) to (live|be alive|wake up|be here|exist)",
    r"better off (dead|without me)",
    r"(no|without a|without any) (reason|point) (to|in) (live|living|go on|going on)",
    r"(not|isnt|no longer) worth living",
    r"overdos\w*",
)
_ANY = re.compile(rf"\b({'|'.join(PHRASES)})\b")
_SPECIALTY = re.compile(
    r"\b(specialt(y|ies)|speciali[sz]\w+|expertise|certified|trained|it should read)"
    r"( is| in| as)? suicide prevention\b"
)
"""What a provider offers; alone, or after another word, the same words may be a cry for help."""
END = "\0"
"""Between two texts; unlike the end of a line it is no blank, so that folding keeps it."""
_APOSTROPHES = re.compile("['’‘`´]")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9\0]+")
_AROUND_END = re.compile(r" ?\0 ?")


def suggests_self_harm(texts: Iterable[str | None]) -> bool:
    """Whether one of the texts has such words in English or Spanish (R53); case, accents,
    apostrophes and signs between words make no difference."""
    lines = _SPECIALTY.sub("", _plain_lines(text for text in texts if text))
    return bool(_ANY.search(lines)) or suggests_in_spanish(lines)


def _plain_lines(texts: Iterable[str]) -> str:
    """Each text as a line of plain words. No phrase goes on in the next line, so that one search
    answers for all of them."""
    joined = _APOSTROPHES.sub("", fold(END.join(text.replace(END, " ") for text in texts)))
    return _AROUND_END.sub("\n", " ".join(_BETWEEN_WORDS.sub(" ", joined).split()))


def unhandled(is_urgent: bool, texts: Iterable[str | None]) -> list[Reason]:
    """Why a request is not ended early: it is urgent and nobody has acted, or these very words
    suggest self-harm (R53); empty where neither is so."""
    if is_urgent:
        return [reason("urgent")]
    if suggests_self_harm(texts):
        return [reason("urgent_words")]
    return []
