"""Records of clients that may be second records of one person (R44)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, islice
from typing import Any

from rapidfuzz.distance import JaroWinkler
from sqlalchemy import Select, or_, select
from sqlmodel import col

from core.data_issues.checks.scope import CheckTime, RuleCheck, listed
from core.db.transaction import Context
from core.facts.lookalikes import (
    NearClient,
    blocks,
    kept_clients,
    limits_on,
    near_to,
    settled_pairs,
)
from core.models.people import Client
from core.rules.names import fold
from core.rules.people.duplicates import possible_duplicate
from core.vocabulary.data_issues import DataIssueCode

CHUNK = 1000
KEY: Any = col(Client.id)


def _kept(_at: CheckTime) -> Select[Any]:
    return select(KEY).where(col(Client.merged_into_id).is_(None)).order_by(KEY)


def _beside(_at: CheckTime, key: int) -> Select[Any]:
    """The record and those that share something with it."""
    near = or_(key == KEY, *near_to(key))
    return select(KEY).where(col(Client.merged_into_id).is_(None), near).order_by(KEY)


def _judge(context: Context, keys: Iterable[int], at: CheckTime) -> Iterator[tuple[int, str]]:
    """Each later record of a pair that nobody settled, with the earlier ones. The time it takes
    grows with the records of one birth date or one contact, not with the pairs of all."""
    limits, settled = limits_on(at.book, at.now), settled_pairs(context.db)
    found = defaultdict[int, dict[int, str]](dict)
    for some in blocks(_loaded(context, keys)):
        for one, other in combinations(some, 2):
            pair = one.key, other.key
            if (
                pair in settled
                or one.key in found[other.key]
                or not _may_be_named_alike(one, other)
            ):
                continue
            if alike := possible_duplicate(one.values, other.values, limits):
                found[other.key][one.key] = f"{one.ref} ({alike.text.lower()})"
    for key, others in found.items():
        if others:
            yield key, listed(list(others.values()))


def _loaded(context: Context, keys: Iterable[int]) -> Iterator[NearClient]:
    rest = iter(keys)
    while some := list(islice(rest, CHUNK)):
        yield from kept_clients(context.db, KEY.in_(some))


def _may_be_named_alike(one: NearClient, other: NearClient) -> bool:
    """Most pairs of one birth date have last names that nobody takes for one; a contact that they
    share, or names in the other order, may still make one person of them."""
    left, right = one.values, other.values
    last, other_last = _folded(left["last_name"]), _folded(right["last_name"])
    if JaroWinkler.similarity(last, other_last) >= ALIKE:
        return True
    if any(left[name] and left[name] == right[name] for name in CONTACTS):
        return True
    return last == _folded(right["first_name"]) and other_last == _folded(left["first_name"])


CONTACTS = ("email", "phone")
ALIKE = 0.7
"""Of 0 to 1; names that differ by a slip or in part are more alike."""
_folded = lru_cache(maxsize=200_000)(fold)
CHECKS = (RuleCheck(DataIssueCode.POSSIBLE_DUPLICATE, "client", _kept, _judge, _beside),)
