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
    "payer_choices": LOOKING,
    "session_page": LOOKING,
    "scenario_list": LOOKING,
    "plan_choices": LOOKING,
    "billing_check": EVERYONE,
    "session_verdicts": EVERYONE,
    "deadline_check": EVERYONE,
    # work
    "desk_board": LOOKING,
    "find_requests": LOOKING,
    "staff_choices": LOOKING,
    "request_page": LOOKING,
    "correction_detail": LOOKING,
    "find_record": WORKING,
    "record_for_correction": WORKING,
    "file_client_correction": WORKING,
    "complete_client_correction": WORKING,
    "take_request": WORKING,
    "return_request": WORKING,
    "apply_client_correction": WORKING,
    "directory_detail": LOOKING,
    "find_provider": LOOKING,
    "provider_for_listing": LOOKING,
    "file_directory_update": WORKING,
    "complete_directory_update": WORKING,
    "submit_listing": WORKING,
    "record_look": WORKING,
    "return_listing": WORKING,
    "tell_requester": WORKING,
    "telling": LOOKING,
    "put_waiting": WORKING,
    "resume_request": WORKING,
    "reassign_request": frozenset({LEAD}),
    "reject_request": WORKING,
    "withdraw_request": WORKING,
    "redirect_request": WORKING,
    "mark_duplicate": WORKING,
    "reopen_request": WORKING,
    "mark_handled": WORKING,
    "add_comment": WORKING,
    "cancellation_preview": LOOKING,
    "cancellation_detail": LOOKING,
    "file_session_cancellation": WORKING,
    "settle_step": WORKING,
    "finish_cancellation": WORKING,
    "withdraw_cancellation": WORKING,
    "ask_approval": WORKING,
    "decide_approval": APPROVING,
    "decide_crisis": frozenset({MANAGER}),
    "drift_items": frozenset({LEAD}),
    "drift_item": frozenset({LEAD}),
    "resolve_drift": frozenset({LEAD}),
    # manage
    "find_findings": frozenset({LEAD}),
    "accept_finding": frozenset({LEAD}),
    "policy_values": EVERYONE,
    "note_timeliness": MANAGING,
    "note_timeliness_rows": MANAGING,
    "open_confirmations": MANAGING,
    "open_confirmation_rows": MANAGING,
    "expired_sessions": MANAGING,
    "expired_session_rows": MANAGING,
    "directory_reflections": MANAGING,
    "directory_reflection_rows": MANAGING,
    "open_requests": MANAGING,
    "open_request_rows": MANAGING,
    "settled_cancellations": MANAGING,
    "settled_cancellation_rows": MANAGING,
    "ask_download": MANAGING,
    "find_download": MANAGING,
    "open_download": MANAGING,
    "export_rows": MANAGING,
    # administer
    "import_extracts": ADMINISTERING,
    "import_records": ADMINISTERING,
    "export_changes": ADMINISTERING,
    "platform_changes": ADMINISTERING,
    "list_messages": ADMINISTERING,
    "retry_message": ADMINISTERING,
    "load_policy_baseline": ADMINISTERING,
    "add_staff": ADMINISTERING,
    "change_role": ADMINISTERING,
    "switch_off_staff": ADMINISTERING,
    "list_staff": ADMINISTERING,
    "mark_demo": ADMINISTERING,
    "mark_whole": ADMINISTERING,
    "recompute_deadlines": ADMINISTERING,
    "look_for_findings": ADMINISTERING,
    # reading identifying fields
    "reveal_client_field": LOOKING,
}

NEEDS_REASON = frozenset({VIEWER, MANAGER})
"""Roles that say why before they search clients by name or reveal a field; agents and leads
work on requests all day and are logged without being asked."""

SHORTEST_REASON, LONGEST_REASON = 10, 400
"""Characters; the shortest counts without blanks."""


def reason_problem(actor: Actor, reason: str) -> str | None:
    """What is wrong with the reason this person gives for reading a client's data; None for a
    good one, and for a person who need not give any."""
    if len(reason) > LONGEST_REASON or not " ".join(reason.split()).isprintable():
        return f"Give the reason in plain words, {LONGEST_REASON} characters at most."
    if actor.role in NEEDS_REASON and len("".join(reason.split())) < SHORTEST_REASON:
        return f"Say why you need this, in at least {SHORTEST_REASON} characters."
    return None


UNGUARDED: dict[str, str] = {
    "find_sign_in": "it finds out who asks, so nobody is known yet",
    "keep_alive": "it moves on only the record that find_sign_in found, of whoever holds it",
    "is_demo": "the sign-in page asks before anyone is signed in; it tells nothing of a person",
    "is_open": "it is a condition for the others and reads nothing",
    "token_hash": "it is arithmetic for the others and reads nothing",
}
"""Public functions of actions, queries and metrics that stand under no row, and why."""

INNER: dict[str, str] = {
    "actions.approvals.approved": "asked by the actions that need an approval",
    "actions.approvals.holding": "asked by the actions that do what was approved",
    "actions.approvals.asked": "asked by the actions that need an approval",
    "actions.desk_requests": "what look_for_findings asks for by itself",
    "actions.filing": "what filing a request of any kind asks",
    "actions.cancellation_opening": "what filing a cancellation does, for a person or the desk",
    "actions.cancellation_rows": "what every action on a cancellation shares",
    "actions.cancellation_work.lock_work": "asked by the actions on a cancellation",
    "actions.going_out": "what every action that changes a record of the platform shares",
    "actions.lifecycle": "what every action on a request shares",
    "actions.listing": "what the steps of a directory update share",
    "actions.policies.baseline": "reads files of this product",
    "actions.urgency": "asked by every action that keeps what was typed",
    "metrics.figure": "what the figures and their rows share",
    "metrics.note_cases": "the population of note_timeliness and its rows",
    "metrics.population": "the filters that the figures share",
    "queries.approval_view": "a part of correction_detail",
    "queries.request_extras": "a part of request_page",
    "queries.request_filters": "the conditions of find_requests",
    "queries.cancellation_preview.head": "a part of the preview and of cancellation_detail",
    "queries.find_provider.provider_now": "a part of provider_for_listing and directory_detail",
    "queries.request_page.find_request": "a part of request_page and of each kind's detail",
    "queries.request_page.shown": "a part of request_page and of each kind's detail",
    "queries.request_paging": "the pages of find_requests",
    "queries.request_rows": "the rows of find_requests and desk_board",
    "queries.platform_changes.record_refs": "a part of platform_changes and drift_items",
    "queries.replies": "reads files of this product",
    "queries.scenarios.scenario_of": "a part of session_page",
    "queries.session_filters": "the conditions of find_sessions",
    "queries.session_history": "a part of session_page",
    "queries.session_money": "a part of session_page",
    "queries.session_paging": "the pages of find_sessions",
    "queries.session_people": "a part of session_page",
    "queries.session_rows": "the rows of find_sessions",
    "queries.session_verdicts.verdicts_of": "a part of session_page and session_verdicts",
    "queries.session_search.conditions": "the conditions of find_sessions",
    "queries.standings": "a part of find_sessions and session_page",
    "queries.timeline": "a part of request_page and session_page",
}
"""Parts of guarded functions, by module or by function; no page calls them."""


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
