"""Who may do what: one table for every action, query, figure and masked field.

`guard` puts a function under the row of its own name and checks the actor each time it is
called. A function without a row does not import. A role that is not named may not: default deny.
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
APPROVING = frozenset({LEAD, MANAGER})
MANAGING = frozenset({LEAD, MANAGER})
ADMINISTERING = frozenset({ADMIN})
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

    def may(self, name: str) -> bool:
        """Whether the row `name` of the table covers this role."""
        return self.role in TABLE[name]


def operator(account: str) -> Actor:
    """Whoever runs `session-desk` on the server already holds the database: an admin by name."""
    return Actor(name=f"operator {account}", role=Role.ADMIN)


TABLE: dict[str, frozenset[Role]] = {
    # look up
    "find_sessions": LOOKING,
    "session_page": LOOKING,
    "find_clients": LOOKING,
    # work
    "desk_board": LOOKING,
    "request_page": LOOKING,
    "find_record": WORKING,
    "correction_draft": WORKING,
    "file_client_correction": WORKING,
    "complete_client_correction": WORKING,
    "take_request": WORKING,
    "return_request": WORKING,
    "apply_client_correction": WORKING,
    "tell_requester": WORKING,
    "ask_approval": WORKING,
    "decide_approval": APPROVING,
    # manage
    "note_timeliness": MANAGING,
    "note_timeliness_rows": MANAGING,
    # administer
    "import_records": ADMINISTERING,
    "load_policy_baseline": ADMINISTERING,
    "add_staff": ADMINISTERING,
    "change_role": ADMINISTERING,
    "switch_off_staff": ADMINISTERING,
    "list_staff": ADMINISTERING,
    # reading identifying fields
    "reveal_client_field": LOOKING,
}

NEEDS_REASON = frozenset({VIEWER, MANAGER})
"""Roles that say why before they search clients by name or reveal a field; agents and leads
work on requests all day and are logged without being asked."""


class HasActor(Protocol):
    """What every action and query is handed first."""

    @property
    def actor(self) -> Actor:
        """Who asks."""


C = TypeVar("C", bound=HasActor)
GUARDED: dict[str, Callable[..., object]] = {}


def guard(function: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R]:
    """Put `function` under the table's row of its name; raises NotPermitted when called outside it.

    A missing row is a KeyError at import, so that nothing new goes out unlisted.
    """
    name = function.__name__
    TABLE[name]

    @wraps(function)
    def checked(context: C, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not context.actor.may(name):
            raise NotPermitted(f"Your role ({context.actor.role}) does not cover this.")
        return function(context, *args, **kwargs)

    GUARDED[name] = checked
    return checked
