"""Where every matter goes, for everybody who may ask (R41, R42, R50-R55)."""

from collections.abc import Iterator

from core.rules.requests.routing import Asker, BookingChecks, ProviderCheck, open_checks, route
from core.vocabulary.routing import Matter
from tests.support.snapshots.block import Block, together

ASKERS = {
    "a client with nothing scheduled": Asker(),
    "one with something scheduled": Asker(has_scheduled=True),
    "one after the first appointment": Asker(has_scheduled=True, had_first=True),
    "the provider": Asker(is_client=False),
}
CHECKS = {
    "none done": BookingChecks(),
    "none applies": BookingChecks(*[ProviderCheck.NOT_APPLICABLE] * 3),
    "the blocks are gone": BookingChecks(ProviderCheck.DONE),
    "all done": BookingChecks(*[ProviderCheck.DONE] * 3),
}


def blocks() -> Iterator[Block]:
    for matter in Matter:
        yield matter, _routes(matter)
    for name, checks in CHECKS.items():
        yield f"a Military OneSource booking, {name}", open_checks(checks) or ["support takes it"]


def _routes(matter: Matter) -> Iterator[str]:
    routes = {name: route(matter, asker) for name, asker in ASKERS.items()}
    told = {name: f"{one.desk}, {one.rule}. {one.text}" for name, one in routes.items()}
    return together(told, "anybody")
