"""The script: what each request is about and how it goes, authored for today and drawn for the
months before."""

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from core.demo.book import FOLDER
from core.demo.dice import Dice
from core.vocabulary.requests import RequestKind, RequestStatus

HISTORY, FIRST_DAY, LAST_DAY = 106, 84, 8
"""Requests before today's, and between how many and how many business days ago they came in."""
SETTLED_BY = 22
"""Business days after which even a slow cancellation of the months before has come to its end."""
KINDS = {
    RequestKind.CLIENT_CORRECTION: 42,
    RequestKind.DIRECTORY_UPDATE: 32,
    RequestKind.SESSION_CANCELLATION: 26,
}
WHATS = {
    RequestKind.CLIENT_CORRECTION: "correction",
    RequestKind.DIRECTORY_UPDATE: "listing",
    RequestKind.SESSION_CANCELLATION: "cancellation",
}


class Turn(StrEnum):
    """Something that happens to a request on its way."""

    INCOMPLETE = "incomplete"
    TWICE = "twice"
    COMMENTED = "commented"
    RETURNED = "returned"
    REASSIGNED = "reassigned"
    WAITED = "waited"
    ASKED = "asked"
    REFUSED = "refused"
    REOPENED = "reopened"
    EVERNORTH = "evernorth"
    PARTLY = "partly"
    AS_SAID = "as_said"


@dataclass(frozen=True)
class Part:
    """One request before it begins. `take`, `work` and `tell` are working hours; `looks` are the
    business days after the submission on which the listing is looked at, right on the last."""

    number: int
    kind: RequestKind
    what: str
    days_ago: int
    hour: float
    ends: RequestStatus = RequestStatus.CLOSED
    filer: str = "Avery"
    worker: str = "Avery"
    take: float = 2
    work: float = 2
    tell: float = 2
    looks: tuple[int, ...] = (5,)
    wake_in: int = 1
    also: str = ""
    missing: str = "value"
    turns: frozenset[Turn] = frozenset()

    @property
    def dice(self) -> Dice:
        """This part's own chance."""
        return Dice(f"request {self.number}")

    @property
    def second_person(self) -> str:
        """A lead or manager who has had nothing to do with it."""
        return next(one for one in ("Lena", "Maya", "Milo") if one not in (self.filer, self.worker))


@cache
def texts() -> dict[str, Any]:
    """The lists of `requests.toml`."""
    return tomllib.loads((FOLDER / "requests.toml").read_text("utf-8"))


def script(scale: float) -> list[Part]:
    """Today's desk in full, and as much of the months before as `scale` says (1 is the usual)."""
    today = [_authored(number, entry) for number, entry in enumerate(texts()["request"])]
    return today + [_drawn(1000 + number) for number in range(round(HISTORY * scale))]


def _authored(number: int, entry: dict[str, Any]) -> Part:
    given = dict(entry)
    given["kind"] = RequestKind(given["kind"])
    given["ends"] = RequestStatus(given.get("ends", RequestStatus.CLOSED))
    given["turns"] = frozenset(Turn(one) for one in given.get("turns", ()))
    given["looks"] = tuple(given.get("looks", (5,)))
    return Part(number=number, **given)


def _drawn(number: int) -> Part:
    """One of the months before: mostly done in time, and now and then late or ended otherwise."""
    dice = Dice(f"part {number}")
    kind = dice.weighted(KINDS)
    is_slow = dice.hits(0.17)
    part = Part(
        number=number,
        kind=kind,
        what=_what(dice, kind),
        days_ago=dice.randint(LAST_DAY, FIRST_DAY),
        hour=dice.randint(90, 172) / 10,
        filer=dice.weighted({"Avery": 5, "Amir": 4, "Lena": 2, "Luca": 1}),
        worker=dice.weighted({"Avery": 5, "Amir": 5, "Luca": 1}),
        take=dice.uniform(10, 22) if is_slow else dice.uniform(0.3, 6),
        work=dice.uniform(8, 20) if is_slow else dice.uniform(0.3, 4),
        tell=dice.uniform(0.2, 3),
        looks=dice.choice([(5,), (4, 5), (5, 6), (6,), (5, 7), (4, 7), (5, 8), (6, 9)]),
    )
    if kind == RequestKind.SESSION_CANCELLATION:
        part = _with_payers_pace(dice, part, is_slow=is_slow)
    return _with_turns(dice, part)


def _with_payers_pace(dice: Dice, part: Part, *, is_slow: bool) -> Part:
    """Each step of a cancellation waits for somebody outside: hours, or days."""
    work = dice.uniform(15, 24) if is_slow else dice.uniform(2, 9)
    return replace(part, work=work, days_ago=max(part.days_ago, SETTLED_BY))


def _what(dice: Dice, kind: RequestKind) -> str:
    weights: dict[str, float] = {one["name"]: one["weight"] for one in texts()[WHATS[kind]]}
    return dice.weighted(weights)


def _with_turns(dice: Dice, part: Part) -> Part:
    """Some are incomplete at first, put away for a while, given back; some end otherwise."""
    chances = {Turn.COMMENTED: 0.25, Turn.RETURNED: 0.06, Turn.REASSIGNED: 0.08, Turn.WAITED: 0.07}
    if part.kind != RequestKind.SESSION_CANCELLATION:
        chances |= {Turn.INCOMPLETE: 0.18, Turn.TWICE: 0.04}
    if part.kind == RequestKind.DIRECTORY_UPDATE:
        chances |= {Turn.EVERNORTH: 0.12, Turn.PARTLY: 0.2}
    turns = frozenset(turn for turn, chance in chances.items() if dice.hits(chance))
    missing = dice.choice(["value", "value", "record"])
    return replace(part, turns=turns, missing=missing, ends=_end(dice, part.kind))


def _end(dice: Dice, kind: RequestKind) -> RequestStatus:
    if not dice.hits(0.11):
        return RequestStatus.CLOSED
    if kind == RequestKind.SESSION_CANCELLATION:
        return RequestStatus.WITHDRAWN
    return dice.choice([RequestStatus.REJECTED, RequestStatus.WITHDRAWN, RequestStatus.REDIRECTED])
