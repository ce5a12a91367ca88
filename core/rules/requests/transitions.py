"""Which status may follow which in the life of a request (one map for all kinds)."""

from core.vocabulary.requests import ENDED_STATUSES, RequestKind
from core.vocabulary.requests import RequestStatus as S

ENDED = frozenset(ENDED_STATUSES)
ENDED_EARLY = frozenset({S.REJECTED, S.WITHDRAWN, S.REDIRECTED, S.DUPLICATE})
"""Over before the work was done."""

ALLOWED: dict[S, frozenset[S]] = {
    S.NEEDS_INFORMATION: frozenset({S.READY, S.IN_PROGRESS}) | ENDED_EARLY,
    S.READY: frozenset({S.IN_PROGRESS, S.NEEDS_INFORMATION}) | ENDED_EARLY,
    S.IN_PROGRESS: frozenset({S.READY, S.SNOOZED, S.REPLY_PENDING, S.NEEDS_INFORMATION})
    | ENDED_EARLY,
    S.SNOOZED: frozenset({S.IN_PROGRESS, S.READY, S.REPLY_PENDING}) | ENDED_EARLY,
    S.REPLY_PENDING: frozenset({S.CLOSED}),
    S.CLOSED: frozenset({S.READY}),
    S.REJECTED: frozenset({S.READY, S.NEEDS_INFORMATION}),
    S.WITHDRAWN: frozenset(),
    S.REDIRECTED: frozenset(),
    S.DUPLICATE: frozenset(),
}
"""From each status, the ones it may turn into; a closed or rejected request turns ready (or
incomplete, as it was) again by reopening."""

OWN_STEP = frozenset({RequestKind.SESSION_CANCELLATION})
"""Kinds that hold something back while they are open: what ends them early must put it back, so
they end on a step of their own and are not reopened."""

NOT_REOPENED = OWN_STEP | {RequestKind.SESSION_EDIT}
"""Kinds that start again as a new request: what they changed has gone out to the platform."""


def may_become(status: S, other: S) -> bool:
    """Whether a request may go from `status` to `other`; nothing closes before the work is done and
    the requester is told (R46)."""
    return other in ALLOWED[status]
