"""What each request is about and how it goes: listed for today, drawn for the months before."""

from collections.abc import Sequence

from core.demo.catalog import ListEntry, demo_list
from core.demo.chance import Chance, Quota
from core.vocabulary.requests import RequestKind, RequestStatus

HISTORY, FIRST_DAY, LAST_DAY = 106, 84, 8
"""Requests before today's, and between how many and how many business days ago they came in."""
KINDS = {
    RequestKind.CLIENT_CORRECTION: 34,
    RequestKind.DIRECTORY_UPDATE: 44,
    RequestKind.SESSION_CANCELLATION: 22,
}
OTHER_ENDS = (RequestStatus.REJECTED, RequestStatus.WITHDRAWN, RequestStatus.REDIRECTED)
CHECKS_IN_TIME: Sequence[tuple[int, ...]] = ((5,), (4, 5), (5, 6), (6,), (5, 7), (4, 7))
CHECKS_LATE: Sequence[tuple[int, ...]] = ((5, 8), (6, 9))
"""On which business days after its submission a listing is checked; it is right on the last."""


class PlannedRequest(ListEntry):
    """One request before it begins, in the terms that `requests.toml` explains."""

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
    reply: float = 2
    checks: tuple[int, ...] = (5,)
    wake_in: int = 1
    also: str = ""
    missing: str = "value"
    turns: frozenset[str] = frozenset()

    @property
    def chance(self) -> Chance:
        """This request's own randomness, from its beginning each time."""
        return Chance(f"request {self.number}")

    @property
    def approver(self) -> str:
        """A lead or manager who has had nothing to do with it."""
        return next(one for one in ("Lena", "Maya", "Milo") if one not in (self.filer, self.worker))

    def text(self, name: str) -> str:
        """One of the texts of `requests.toml`."""
        return str(self.chance.choice(demo_list("requests")[name]))


def planned_requests(scale: float) -> list[PlannedRequest]:
    """Today's desk in full, and as much of the months before as `scale` says (1 is the usual)."""
    listed, late = enumerate(demo_list("requests")["request"]), Quota()
    today = [PlannedRequest(number=number, **entry) for number, entry in listed]
    return today + [_drawn(1000 + number, late) for number in range(round(HISTORY * scale))]


def _drawn(number: int, late: Quota) -> PlannedRequest:
    """One of the months before, mostly done in time. Evernorth's updates get better."""
    chance = Chance(f"planned request {number}")
    kind = chance.weighted(KINDS)
    is_slow, days_ago = chance.hits(0.17), chance.randint(LAST_DAY, FIRST_DAY)
    work = chance.uniform(8, 20) if is_slow else chance.uniform(0.3, 4)
    if kind == RequestKind.SESSION_CANCELLATION:  # each step waits for somebody outside
        work = chance.uniform(15, 24) if is_slow else chance.uniform(2, 9)
        days_ago = max(days_ago, 22)
    share = 0.75 * max(0, days_ago - 20) / (FIRST_DAY - 20)
    is_late = kind == RequestKind.DIRECTORY_UPDATE and late.picks(share)
    whats = {one["name"]: one["weight"] for one in demo_list("requests")[kind.value]}
    return PlannedRequest(
        number=number,
        kind=kind,
        what=chance.weighted(whats),
        days_ago=days_ago,
        hour=chance.randint(90, 172) / 10,
        ends=_end(chance, kind),
        filer=chance.weighted({"Avery": 5, "Amir": 4, "Lena": 2, "Luca": 1}),
        worker=chance.weighted({"Avery": 5, "Amir": 5, "Luca": 1}),
        take=chance.uniform(10, 22) if is_slow else chance.uniform(0.3, 6),
        work=work,
        reply=chance.uniform(0.2, 3),
        checks=chance.choice(CHECKS_LATE if is_late else CHECKS_IN_TIME),
        missing=chance.choice(["value", "value", "record"]),
        turns=_turns(chance, kind),
    )


def _turns(chance: Chance, kind: RequestKind) -> frozenset[str]:
    """Some lack information at first, are snoozed for a while, or unassigned."""
    shares = {"commented": 0.25, "unassigned": 0.06, "reassigned": 0.08, "snoozed": 0.07}
    if kind != RequestKind.SESSION_CANCELLATION:
        shares |= {"incomplete": 0.18, "twice": 0.04}
    if kind == RequestKind.DIRECTORY_UPDATE:
        shares |= {"returned": 0.1, "partly": 0.2}
    return frozenset(turn for turn, share in shares.items() if chance.hits(share))


def _end(chance: Chance, kind: RequestKind) -> RequestStatus:
    is_other, other = chance.hits(0.11), chance.choice(OTHER_ENDS)
    other = RequestStatus.WITHDRAWN if kind == RequestKind.SESSION_CANCELLATION else other
    return other if is_other else RequestStatus.CLOSED
