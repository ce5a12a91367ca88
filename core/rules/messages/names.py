"""Names of people in a text: words with capitals, and the words around that say whose they are."""

import re

from core.rules.messages.proposals import Mention
from core.rules.names import fold

_UPPER = "".join(chr(sign) for sign in range(0x250) if chr(sign).isupper())
_WORD = rf"[{_UPPER}](?:\.(?= )|[^\W\d_]*(?:['’‑-](?!s\b)[^\W\d_]+)*)(?![\w@])"
_WORDS = re.compile(rf"(?<![\w@.'’-]){_WORD}")
TITLES = "dr|dra|mr|mrs|ms|prof"
_DEGREES = """
psyd phd md do edd ma ms msw mft lmft lcsw licsw lisw lmsw csw lpc lcpc lpcc lmhc lcmhc lpa
rn np pmhnp aprn dnp bcba
"""
_WORDS_OF_MESSAGES = """
i a we she he they it its im hi hello hey dear team support good morning afternoon evening
thanks thank thx many best kind warm regards sincerely cheers hola buenos buenas dias tardes
gracias saludos el la los las soy nombre please pls can could would need client clients
patient session sessions appt visit call note callback back mos military onesource npi car
dos dob cpt icd ecms re fwd subject from to the this that there my mine your her his our
their is was says said shows old new correct wrong right should name full first last birth
date day email phone cell office fax number address home street location sex reason start
end time provider therapist doctor evernorth directory board zoom google outlook calendar
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
sat sun january february march july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec thanksgiving christmas happy year put keep two three
still heard writing forwarding following sorry sure yes no ok okay not and or but also so if
when where who what why how every everything wants want insurance licensed psychologist
psychiatrist manager front desk assistant billing sent confidential one second cancel update
change fix location sms text chat user for with on at in of dr dra mr mrs prof
currently entered listed misspelled incorrect
"""
CREDENTIALS = frozenset(_DEGREES.split())
_NO_NAME = CREDENTIALS | frozenset(_WORDS_OF_MESSAGES.split())
"""Words that are written with a capital and are no name."""
_TITLE = re.compile(rf"\b(?:{TITLES})\.? $", re.I)


def names_in(text: str, *, words: int = 2) -> list[Mention]:
    """Each run of at least so many words with capitals that can be a name, without its title."""
    runs: list[list[re.Match[str]]] = []
    for found in _WORDS.finditer(text):
        if _is_no_name(found[0]):
            continue
        if runs and text[runs[-1][-1].end() : found.start()] == " ":
            runs[-1].append(found)
        else:
            runs.append([found])
    return [
        Mention(text[run[0].start() : run[-1].end()], run[0].start(), run[-1].end())
        for run in runs
        if len(run) >= words
    ]


def _is_no_name(word: str) -> bool:
    return re.sub("[.'’]", "", fold(word)) in _NO_NAME


def title_before(text: str, name: Mention) -> str:
    """The title of the name, such as "Dr. ", "" for none."""
    found = _TITLE.search(text[max(0, name.start - 6) : name.start])
    return found[0] if found else ""


def named_after(pattern: re.Pattern[str], text: str, *, words: int = 2) -> list[Mention]:
    """The names that stand right after what `pattern`, which ends with $, finds."""
    return [
        name
        for name in names_in(text, words=words)
        if pattern.search(text[max(0, name.start - 60) : name.start])
    ]
