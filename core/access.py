"""Who may do what: each action, query and metric names its roles where it is defined.

    @guard(WORKING)
    def take_request(context, command): ...

Calling it as anyone else raises NotPermitted. `docs/roles.md` lists every guarded function, and
a test holds that list against a copy written by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from core.errors import NotPermitted
from core.vocabulary.people import Role

P = ParamSpec("P")
R = TypeVar("R")

VIEWER, AGENT, LEAD, MANAGER, ADMIN = Role
LOOKING = frozenset({VIEWER, AGENT, LEAD, MANAGER})
WORKING = frozenset({AGENT, LEAD})
LEADING = frozenset({LEAD})
APPROVING = frozenset({LEAD, MANAGER})
MANAGING = frozenset({LEAD, MANAGER})
DECIDING = frozenset({MANAGER})
OVERSEEING = frozenset({LEAD, MANAGER, ADMIN})
ADMINISTERING = frozenset({ADMIN})
CALENDAR_KEEPING = frozenset({MANAGER, ADMIN})
EVERYONE = frozenset(Role)


@dataclass(frozen=True)
class Actor:
    """Who acts: a staff member, or (without a `staff_id`) the operator of the command line."""

    name: str
    role: Role
    staff_id: int | None = None
    zone: str = "America/New_York"

    @property
    def tz(self) -> ZoneInfo:
        """The zone this person reads times in."""
        return ZoneInfo(self.zone)

    def may(self, guarded: Callable[..., object]) -> bool:
        """Whether this role may call `guarded`, an action, a query or a metric."""
        return self.role in ROLES[guarded.__name__]


def operator(account: str) -> Actor:
    """Whoever runs `session-desk` on the server already holds the database: an admin by name."""
    return Actor(name=f"Operator {account}", role=Role.ADMIN)


NEEDS_REASON = frozenset({VIEWER, MANAGER})
"""Roles that say why before they search clients by name or reveal a field; agents and leads
work on requests all day and are logged without being asked."""

SHORTEST_REASON, LONGEST_REASON = 10, 400
"""Characters; the shortest counts without blanks."""


def reason_problem(actor: Actor, reason: str) -> str | None:
    """What is wrong with the reason this person gives for reading a client's data; None for a
    good one, and for a person who need not give any."""
    if len(reason) > LONGEST_REASON or not " ".join(reason.split()).isprintable():
        return f"Enter a reason of at most {LONGEST_REASON} characters."
    if actor.role in NEEDS_REASON and len("".join(reason.split())) < SHORTEST_REASON:
        return f"Enter why you need this, in at least {SHORTEST_REASON} characters."
    return None


class HasActor(Protocol):
    """What every action and query is handed first."""

    @property
    def actor(self) -> Actor:
        """Who asks."""


C = TypeVar("C", bound=HasActor)
ROLES: dict[str, frozenset[Role]] = {}
"""The roles of every guarded function that has been imported, by its name."""


def guard(
    roles: frozenset[Role],
) -> Callable[[Callable[Concatenate[C, P], R]], Callable[Concatenate[C, P], R]]:
    """Let only `roles` call the function below; everyone else gets NotPermitted.

    Two guarded functions of one name are a mistake of ours: RuntimeError at import.
    """

    def guarded(function: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R]:
        if function.__name__ in ROLES:
            raise RuntimeError(f"two guarded functions are called {function.__name__}")
        ROLES[function.__name__] = roles

        @wraps(function)
        def checked(context: C, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if context.actor.role not in roles:
                raise NotPermitted(f"Your role ({context.actor.role}) does not allow this.")
            return function(context, *args, **kwargs)

        return checked

    return guarded
