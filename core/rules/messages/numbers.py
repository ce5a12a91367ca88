"""NPIs, phone numbers, e-mail addresses, references and codes in a text."""

import re
from collections.abc import Iterator

from core.rules.contacts import email_problem, phone_problem
from core.rules.messages.proposals import Mention
from core.rules.requests.npi import npi_problem

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TEN_DIGITS = re.compile(r"(?<![\d/.-])(?:\+?1[ .-]?)?\(?\d(?:[ ./()-]{0,2}\d){9}(?![\d/-])")
_AS_PHONE = re.compile(r"(?:\+?1[ .-]?)?\(?(\d{3})\)?[ ./-]{0,2}(\d{3})[ .-]?(\d{4})")
_REFERENCE = re.compile(r"\b([CRS])-(?:(?=[A-Z]*\d)[A-Z0-9]{5,12}|[A-HJKMNP-TV-Z]{5,12})\b(?!-)")
_CPT = re.compile(r"(?<![\d-])9\d{4}(?![\d-])")
_DIAGNOSIS = re.compile(r"\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
_NPI_BEFORE, _NPI_AFTER = re.compile(r"\bnpi\b[^\d]{0,30}$", re.I), re.compile(r"\W{0,3}npi", re.I)
REFERENCES = {"C": "client_ref", "R": "request_ref", "S": "session_ref"}


def emails(text: str) -> list[Mention]:
    """The sound addresses."""
    found = [Mention(one[0].rstrip(".-"), *one.span()) for one in _EMAIL.finditer(text)]
    return [one for one in found if not email_problem(one.value)]


def npis(text: str) -> list[Mention]:
    """Ten digits whose check digit holds. What is written as a phone number is one, unless "NPI"
    stands beside it: some phone numbers pass the check too."""
    return [
        Mention(digits, *found.span())
        for found, digits in _tens(text)
        if not npi_problem(digits) and (_is_called_npi(text, found) or not _phone(found[0]))
    ]


def phones(text: str) -> list[Mention]:
    """US numbers as 312-555-0142."""
    taken = {one.start for one in npis(text)}
    found = [(one, _phone(one[0])) for one, _ in _tens(text) if one.start() not in taken]
    return [
        Mention(number, *one.span())
        for one, number in found
        if number and not _is_called_npi(text, one)
    ]


def references(text: str) -> list[tuple[str, Mention]]:
    """Each reference of a client, request or session once, with the name of its field."""
    found = {one[0]: (REFERENCES[one[1]], one) for one in reversed([*_REFERENCE.finditer(text)])}
    ordered = sorted(found.values(), key=lambda pair: pair[1].start())
    return [(field, Mention(one[0], *one.span())) for field, one in ordered]


def cpt_codes(text: str) -> list[Mention]:
    """Five digits as the codes of psychotherapy have them."""
    return [Mention(one[0], *one.span()) for one in _CPT.finditer(text)]


def diagnoses(text: str) -> list[Mention]:
    """Codes as ICD-10-CM writes them."""
    return [Mention(one[0], *one.span()) for one in _DIAGNOSIS.finditer(text)]


def _tens(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for found in _TEN_DIGITS.finditer(text):
        yield found, re.sub(r"\D", "", found[0])


def _is_called_npi(text: str, found: re.Match[str]) -> bool:
    before, after = text[max(0, found.start() - 40) : found.start()], text[found.end() :]
    return bool(_NPI_BEFORE.search(before) or _NPI_AFTER.match(after))


def _phone(written: str) -> str:
    """The number as 312-555-0142; "" for what is none, or is parted as none is."""
    found = _AS_PHONE.fullmatch(written)
    number = "-".join(found.groups()) if found else ""
    return "" if not number or phone_problem(number) else number
