"""Who writes a message, for which provider, and about which client."""

import re
from dataclasses import dataclass

from core.rules.messages.layout import MessageParts
from core.rules.messages.names import (
    CREDENTIALS,
    TITLES,
    named_after,
    names_in,
    title_before,
)
from core.rules.messages.proposals import Mention
from core.rules.names import fold

_QUOTED = r"[\s:\"“”'‘«(]*"
_TITLED = rf"{_QUOTED}(?:(?:{TITLES})\.? )?$"
_FROM = re.compile(r"^(?:From|De):[ \t]*$", re.M)
_INTRODUCED = re.compile(
    r"(?:\b(?:i['’]?m|i am|this is|my name is|soy(?: la| el)?|me llamo|mi nombre es)"
    rf"|(?:^|\n)[ \t]*(?:full name|provider(?: name)?|call note|note):){_TITLED}",
    re.I,
)
_CALLS = re.compile(
    r",? (?:called|calls|calling|phoned|rang|is on|on (?:the )?(?:line|phone))\b", re.I
)
_BEHALF = re.compile(
    rf"\b(?:on behalf of|de parte de|(?:i work|assistant) (?:for|to)){_TITLED}", re.I
)
_THERAPIST = re.compile(r"\bmy (?:therapist|counselor|provider|psychologist),? $", re.I)
_TAIL = re.compile(
    r"(?:[\s,;|()<>\[\]–—:#*/\\.-]|"
    r"\b(?:npi|office|cell|phone|tel|mobile|fax|ext|direct|email|e-mail)\b"
    rf"|\b(?:{'|'.join(CREDENTIALS)})\b"
    r"|\b(?:licensed|clinical|marriage|family|and|mental|health|professional|psychologist|"
    r"psychiatrist|therapist|counselor|social worker|(?:office|practice|billing) (?:manager|staff)|"
    r"front desk|assistant|biller)\b"
    r"|\b(?:thanks|thank you|thx|gracias|regards)\b!*"
    r"|\S+@\S+|\(?\d[\d ./()-]{6,}\d|[^\w\s.,!?)\"”'])\Z",
    re.I,
)
_LONGEST_TAIL = 80
_SIGNED = re.compile(
    r"(?:\n[ \t]*(?:[-–—~*]+ ?)?|[.!?)…] ?|[-–—] ?|"
    r"[\s,](?:thx|thanks|thank you|gracias|regards|best|"
    r"cheers|lol|pls|sorry)[!,.]* |\A[ \t]*)"
    rf"(?:(?:{TITLES})\.? )?$",
    re.I,
)
_IS_CLIENT = re.compile(
    r"\bmy (?:own )?(?:therapist|counselor|statement|account|appointment|date of birth|"
    r"dob|birthday|"
    r"bill|copay)\b|\bi wasn['’]?t there\b|\bclient of\b|\bi(?:['’]?m| am) (?:a|your) client\b|"
    r"\bmi (?:cuenta|terapeuta)\b|\bsu cliente\b",
    re.I,
)
_CLIENT = re.compile(
    r"(?:\b(?:client|patient|paciente|nombre)s?(?:['’]s)?(?: name)?(?: is| es| named)?,?|"
    r"\b(?:w/|with|con|confirmed|told|for|para|under|re))"
    rf"{_QUOTED}$",
    re.I,
)
_SPEAKS_OF_CLIENT = re.compile(r"\b(?:client|patient|paciente)\b", re.I)


@dataclass(frozen=True)
class People:
    """The writer, where the signature begins (or the text ends), the provider and the clients."""

    requester: Mention | None
    signature: int
    provider: Mention | None
    clients: tuple[Mention, ...]
    is_client: bool


def people_in(parts: MessageParts, *, about_client: bool) -> People:
    """Who is who; clients only in a message `about_client`."""
    own = parts.own
    signed = _signature(own)
    requester = _sender(parts) or _introduced(own) or signed
    is_client = bool(_IS_CLIENT.search(own)) and not re.search(r"\bnpi\b", own, re.I)
    provider = _provider(own, requester, is_client)
    known = {fold(one.value) for one in (requester, provider, signed) if one}
    clients = [] if is_client or not about_client else _clients(own, known)
    if is_client and requester:
        clients = [requester]
    return People(
        requester, signed.start if signed else len(own), provider, tuple(clients), is_client
    )


def with_title(own: str, name: Mention) -> Mention:
    """The name with its title, as it is read."""
    title = title_before(own, name)
    return Mention(name.value, name.start - len(title), name.end)


def _sender(parts: MessageParts) -> Mention | None:
    return next(iter(named_after(_FROM, parts.head)), None)


def _introduced(own: str) -> Mention | None:
    full = named_after(_INTRODUCED, own)
    calls = [one for one in names_in(own, words=1) if _CALLS.match(own[one.end : one.end + 20])]
    titled = [one for one in calls if " " in one.value or title_before(own, one)]
    return next(iter([*full, *titled]), None)


def _signature(own: str) -> Mention | None:
    """The name at the end, before degrees, numbers and addresses."""
    end = len(own)
    while found := _TAIL.search(own, max(0, end - _LONGEST_TAIL), end):
        end = found.start()
    last = [one for one in names_in(own, words=1) if one.end == end]
    return next((one for one in last if _stands_alone(own, one)), None)


def _stands_alone(own: str, name: Mention) -> bool:
    return _SIGNED.search(own[max(0, name.start - 20) : name.start]) is not None


def _provider(own: str, requester: Mention | None, is_client: bool) -> Mention | None:
    behalf = named_after(_BEHALF, own)
    if behalf:
        return behalf[0]
    if is_client:
        titled = [one for one in names_in(own, words=1) if title_before(own, one)]
        return next(iter([*named_after(_THERAPIST, own), *titled]), None)
    if requester and (" " in requester.value or title_before(own, requester)):
        return requester
    return None


def _clients(own: str, known: set[str]) -> list[Mention]:
    """Those that a word names as clients, else the only other name of a message about one."""
    cued = [one for one in named_after(_CLIENT, own) if fold(one.value) not in known]
    others = [
        one
        for one in names_in(own)
        if fold(one.value) not in known and not title_before(own, one) and not _is_place(own, one)
    ]
    found = cued or (others[:1] if _SPEAKS_OF_CLIENT.search(own) else [])
    return [
        one for place, one in enumerate(found) if one.value not in {f.value for f in found[:place]}
    ]


def _is_place(own: str, name: Mention) -> bool:
    """Whether a house number stands before it, or a state or ZIP code behind it."""
    before, after = own[: name.start], own[name.end :]
    return bool(re.search(r"\d $", before) or re.match(r",? (?:[A-Z]{2}\b|\d{5})", after))
